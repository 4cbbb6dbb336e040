package dev.berth.runtime.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the kernel's control groups can limit.
 *
 * @param v2 true if the whole of {@code /sys/fs/cgroup} is one cgroup2 hierarchy
 * @param limits those that work
 * @param cpus list of processors, as {@code 0-3}; empty if unknown
 * @param memoryNodes list of memory nodes, as {@code 0}; empty if unknown
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">control group v2</a>
 */
public record CgroupFacts(boolean v2, Set<Limit> limits, String cpus, String memoryNodes) {
    /** A kind of limit. */
    public enum Limit {
        MEMORY,
        MEMORY_RESERVATION,
        SWAP,
        SWAPPINESS,
        OOM_KILL_DISABLE,
        CPU_SHARES,
        CPU_QUOTA,
        CPUSET,
        PIDS,
        BLKIO_WEIGHT,
        BLKIO_WEIGHT_DEVICE,
        BLKIO_THROTTLE
    }

    /** Each limit with the file of the first control group hierarchy that it needs. */
    private static final List<Probe> V1 = List.of(
            new Probe(Limit.MEMORY, "memory/memory.limit_in_bytes"),
            new Probe(Limit.MEMORY_RESERVATION, "memory/memory.soft_limit_in_bytes"),
            new Probe(Limit.SWAP, "memory/memory.memsw.limit_in_bytes"),
            new Probe(Limit.SWAPPINESS, "memory/memory.swappiness"),
            new Probe(Limit.OOM_KILL_DISABLE, "memory/memory.oom_control"),
            new Probe(Limit.CPU_SHARES, "cpu/cpu.shares"),
            new Probe(Limit.CPU_QUOTA, "cpu/cpu.cfs_quota_us"),
            new Probe(Limit.CPUSET, "cpuset/cpuset.cpus"),
            new Probe(Limit.PIDS, "pids/cgroup.procs"),
            new Probe(Limit.BLKIO_WEIGHT, "blkio/blkio.weight"),
            new Probe(Limit.BLKIO_WEIGHT_DEVICE, "blkio/blkio.weight_device"),
            new Probe(Limit.BLKIO_THROTTLE, "blkio/blkio.throttle.read_bps_device"));

    public CgroupFacts {
        limits = Set.copyOf(limits);
    }

    /** True if this kind of limit works. */
    public boolean has(Limit limit) {
        return limits.contains(limit);
    }

    /** Reads them. @param root {@code /sys/fs/cgroup} */
    static CgroupFacts read(Path root) throws IOException {
        Path controllers = root.resolve("cgroup.controllers");
        return Files.exists(controllers) ? unified(root, Files.readString(controllers)) : perController(root);
    }

    private static CgroupFacts perController(Path root) throws IOException {
        Set<Limit> limits = EnumSet.noneOf(Limit.class);
        for (Probe probe : V1) {
            if (Files.exists(root.resolve(probe.file()))) {
                limits.add(probe.limit());
            }
        }
        return new CgroupFacts(
                false, limits, text(root.resolve("cpuset/cpuset.cpus")), text(root.resolve("cpuset/cpuset.mems")));
    }

    private static CgroupFacts unified(Path root, String controllers) throws IOException {
        Set<Limit> limits = EnumSet.noneOf(Limit.class);
        for (String controller : controllers.strip().split(" ")) {
            switch (controller) {
                case "memory" -> limits.addAll(EnumSet.of(Limit.MEMORY, Limit.MEMORY_RESERVATION, Limit.SWAP));
                case "cpu" -> limits.addAll(EnumSet.of(Limit.CPU_SHARES, Limit.CPU_QUOTA));
                case "cpuset" -> limits.add(Limit.CPUSET);
                case "pids" -> limits.add(Limit.PIDS);
                case "io" ->
                    limits.addAll(EnumSet.of(Limit.BLKIO_WEIGHT, Limit.BLKIO_WEIGHT_DEVICE, Limit.BLKIO_THROTTLE));
                default -> {} // Docker has no limit of it.
            }
        }
        return new CgroupFacts(
                true, limits, text(root.resolve("cpuset.cpus.effective")), text(root.resolve("cpuset.mems.effective")));
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    private record Probe(Limit limit, String file) {}
}
