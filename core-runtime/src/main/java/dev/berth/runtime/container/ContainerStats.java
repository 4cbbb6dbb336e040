package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a container uses, in Docker's shape, read from its cgroups and its network devices.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerStats">
 *     stats</a>
 */
final class ContainerStats {
    private static final long NANOS_PER_TICK = 1_000_000_000L / ProcessClock.TICKS_PER_SECOND;
    private static final List<String> NET_FIELDS = List.of(
            "rx_bytes",
            "rx_packets",
            "rx_errors",
            "rx_dropped",
            "",
            "",
            "",
            "",
            "tx_bytes",
            "tx_packets",
            "tx_errors",
            "tx_dropped");

    private ContainerStats() {}

    /** One sample of a running container. */
    static ObjectNode sample(int pid, Instant now) {
        Cgroup cgroup = Cgroup.of(pid);
        ObjectNode sample = Json.mapper().createObjectNode();
        sample.put("read", now.toString());
        sample.set("pids_stats", pids(cgroup));
        sample.set("blkio_stats", cgroup.isV2() ? blockV2(cgroup) : blockV1(cgroup));
        sample.put("num_procs", 0);
        sample.putObject("storage_stats");
        sample.set("cpu_stats", cpu(cgroup));
        sample.set("memory_stats", memory(cgroup));
        sample.set("networks", networks(pid));
        return sample;
    }

    /** What Docker answers for a container that does not run. */
    static ObjectNode none() {
        ObjectNode sample = Json.mapper().createObjectNode();
        sample.put("read", ContainerState.NEVER.toString());
        sample.putObject("pids_stats");
        sample.putObject("blkio_stats");
        sample.put("num_procs", 0);
        sample.putObject("storage_stats");
        ObjectNode cpu = sample.putObject("cpu_stats");
        ObjectNode usage = cpu.putObject("cpu_usage");
        usage.put("total_usage", 0).put("usage_in_kernelmode", 0).put("usage_in_usermode", 0);
        cpu.set("throttling_data", throttling(0, 0, 0));
        sample.putObject("memory_stats");
        return sample;
    }

    private static ObjectNode pids(Cgroup cgroup) {
        ObjectNode pids = Json.mapper().createObjectNode();
        pids.put("current", cgroup.number("pids", "pids.current"));
        long limit = cgroup.number("pids", "pids.max");
        if (limit > 0) {
            pids.put("limit", limit);
        }
        return pids;
    }

    private static ObjectNode cpu(Cgroup cgroup) {
        ObjectNode cpu = Json.mapper().createObjectNode();
        ObjectNode usage = cpu.putObject("cpu_usage");
        Map<String, Long> stat = cgroup.table("cpu", "cpu.stat");
        if (cgroup.isV2()) {
            usage.put("total_usage", stat.getOrDefault("usage_usec", 0L) * 1000);
            usage.put("usage_in_kernelmode", stat.getOrDefault("system_usec", 0L) * 1000);
            usage.put("usage_in_usermode", stat.getOrDefault("user_usec", 0L) * 1000);
        } else {
            usage.put("total_usage", cgroup.number("cpuacct", "cpuacct.usage"));
            ArrayNode each = usage.putArray("percpu_usage");
            cgroup.read("cpuacct", "cpuacct.usage_percpu")
                    .ifPresent(line ->
                            Arrays.stream(line.split(" ")).map(Long::valueOf).forEach(each::add));
            Map<String, Long> modes = cgroup.table("cpuacct", "cpuacct.stat");
            usage.put("usage_in_kernelmode", modes.getOrDefault("system", 0L) * NANOS_PER_TICK);
            usage.put("usage_in_usermode", modes.getOrDefault("user", 0L) * NANOS_PER_TICK);
        }
        cpu.put("system_cpu_usage", hostCpu());
        cpu.put("online_cpus", Runtime.getRuntime().availableProcessors());
        cpu.set(
                "throttling_data",
                throttling(
                        stat.getOrDefault("nr_periods", 0L),
                        stat.getOrDefault("nr_throttled", 0L),
                        cgroup.isV2()
                                ? stat.getOrDefault("throttled_usec", 0L) * 1000
                                : stat.getOrDefault("throttled_time", 0L)));
        return cpu;
    }

    private static ObjectNode throttling(long periods, long throttled, long nanos) {
        return Json.mapper()
                .createObjectNode()
                .put("periods", periods)
                .put("throttled_periods", throttled)
                .put("throttled_time", nanos);
    }

    /** Nanoseconds that the host's processors have spent since boot. */
    private static long hostCpu() {
        String[] field = firstLine(Path.of("/proc/stat")).split(" +");
        return Arrays.stream(field).skip(1).limit(8).mapToLong(Long::parseLong).sum() * NANOS_PER_TICK;
    }

    private static ObjectNode memory(Cgroup cgroup) {
        boolean v2 = cgroup.isV2();
        ObjectNode memory = Json.mapper().createObjectNode();
        memory.put("usage", cgroup.number("memory", v2 ? "memory.current" : "memory.usage_in_bytes"));
        if (!v2) {
            memory.put("max_usage", cgroup.number("memory", "memory.max_usage_in_bytes"));
            long failures = cgroup.number("memory", "memory.failcnt");
            if (failures > 0) {
                memory.put("failcnt", failures);
            }
        }
        ObjectNode stats = memory.putObject("stats");
        cgroup.table("memory", "memory.stat").forEach(stats::put);
        long host = ProcessClock.read(Path.of("/proc"), Instant.EPOCH).memoryKilobytes() * 1024;
        long limit = cgroup.number("memory", v2 ? "memory.max" : "memory.limit_in_bytes");
        memory.put("limit", limit == 0 || limit > host ? host : limit);
        return memory;
    }

    private static ObjectNode blockV1(Cgroup cgroup) {
        ObjectNode block = Json.mapper().createObjectNode();
        block.set("io_service_bytes_recursive", operations(cgroup, "blkio.throttle.io_service_bytes_recursive"));
        block.set("io_serviced_recursive", operations(cgroup, "blkio.throttle.io_serviced_recursive"));
        for (String other : List.of("queue", "service_time", "wait_time", "merged", "time")) {
            block.putArray("io_" + other + "_recursive");
        }
        block.putArray("sectors_recursive");
        return block;
    }

    private static ArrayNode operations(Cgroup cgroup, String file) {
        ArrayNode entries = Json.mapper().createArrayNode();
        cgroup.read("blkio", file)
                .ifPresent(text -> text.lines()
                        .map(line -> line.split("[: ]"))
                        .filter(field -> field.length == 4)
                        .forEach(field ->
                                entries.add(operation(field[0], field[1], field[2], Long.parseLong(field[3])))));
        return entries;
    }

    private static ObjectNode blockV2(Cgroup cgroup) {
        ObjectNode block = Json.mapper().createObjectNode();
        ArrayNode bytes = block.putArray("io_service_bytes_recursive");
        cgroup.read("io", "io.stat")
                .ifPresent(text -> text.lines().forEach(line -> {
                    String[] field = line.split("[: ]");
                    Map<String, Long> values = Arrays.stream(line.split(" "))
                            .filter(word -> word.matches("\\w+=\\d+"))
                            .map(word -> word.split("="))
                            .collect(Collectors.toMap(pair -> pair[0], pair -> Long.valueOf(pair[1])));
                    bytes.add(operation(field[0], field[1], "read", values.getOrDefault("rbytes", 0L)));
                    bytes.add(operation(field[0], field[1], "write", values.getOrDefault("wbytes", 0L)));
                }));
        for (String other :
                List.of("io_serviced", "io_queue", "io_service_time", "io_wait_time", "io_merged", "io_time")) {
            block.putNull(other + "_recursive");
        }
        block.putNull("sectors_recursive");
        return block;
    }

    private static ObjectNode operation(String major, String minor, String name, long value) {
        return Json.mapper()
                .createObjectNode()
                .put("major", Long.parseLong(major))
                .put("minor", Long.parseLong(minor))
                .put("op", name)
                .put("value", value);
    }

    /** The devices in the process's network namespace, without the loopback. */
    private static ObjectNode networks(int pid) {
        ObjectNode networks = Json.mapper().createObjectNode();
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Integer.toString(pid), "net", "dev"))) {
                int colon = line.indexOf(':');
                if (colon < 0 || line.substring(0, colon).strip().equals("lo")) {
                    continue;
                }
                String[] values = line.substring(colon + 1).strip().split(" +");
                ObjectNode device = networks.putObject(line.substring(0, colon).strip());
                for (int i = 0; i < NET_FIELDS.size(); i++) {
                    if (!NET_FIELDS.get(i).isEmpty()) {
                        device.put(NET_FIELDS.get(i), Long.parseLong(values[i]));
                    }
                }
            }
        } catch (IOException gone) {
            return networks;
        }
        return networks;
    }

    private static String firstLine(Path file) {
        try {
            return Files.readAllLines(file).get(0);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read " + file + ": " + failure.getMessage(), failure);
        }
    }
}
