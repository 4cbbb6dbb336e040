package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.oci.CgroupFacts.Limit;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.HostConfig.ThrottleDevice;
import dev.berth.runtime.state.Json;
import java.util.List;

/**
 * The OCI runtime's {@code linux.resources}, without the devices.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#control-groups">OCI, control
 *     groups</a>
 */
final class ResourcesJson {
    private final HostConfig hostConfig;
    private final ResourceLimits limits;
    private final CgroupFacts cgroups;

    ResourcesJson(HostConfig hostConfig, HostFacts host) {
        this.hostConfig = hostConfig;
        this.limits = ResourceLimits.of(hostConfig, host);
        this.cgroups = host.cgroups();
    }

    ObjectNode toJson() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("memory", memory());
        json.set("cpu", cpu());
        limits.pids().ifPresent(most -> json.putObject("pids").put("limit", most));
        json.set("blockIO", blockIo());
        return json;
    }

    private ObjectNode memory() {
        ObjectNode memory = Json.mapper().createObjectNode();
        putUnlessZero(memory, "limit", limits.memory());
        putUnlessZero(memory, "reservation", limits.reservation());
        putUnlessZero(memory, "swap", limits.swap());
        limits.swappiness().ifPresent(value -> memory.put("swappiness", value));
        if (limits.oomKillDisable()) {
            memory.put("disableOOMKiller", true);
        }
        return memory;
    }

    private ObjectNode cpu() {
        ObjectNode cpu = Json.mapper().createObjectNode();
        putUnlessZero(cpu, "shares", limits.cpuShares());
        putUnlessZero(cpu, "quota", limits.cpuQuota());
        putUnlessZero(cpu, "period", limits.cpuPeriod());
        putUnlessZero(cpu, "realtimePeriod", hostConfig.cpuRealtimePeriod());
        putUnlessZero(cpu, "realtimeRuntime", hostConfig.cpuRealtimeRuntime());
        if (!hostConfig.cpusetCpus().isEmpty()) {
            cpu.put("cpus", hostConfig.cpusetCpus());
        }
        if (!hostConfig.cpusetMems().isEmpty()) {
            cpu.put("mems", hostConfig.cpusetMems());
        }
        return cpu;
    }

    private ObjectNode blockIo() {
        ObjectNode block = Json.mapper().createObjectNode();
        putUnlessZero(block, "weight", limits.blkioWeight());
        if (cgroups.has(Limit.BLKIO_WEIGHT_DEVICE)
                && !hostConfig.blkioWeightDevice().isEmpty()) {
            ArrayNode weights = block.putArray("weightDevice");
            hostConfig
                    .blkioWeightDevice()
                    .forEach(each -> weights.add(device(each.path()).put("weight", each.weight())));
        }
        throttle(block, "throttleReadBpsDevice", hostConfig.blkioDeviceReadBps());
        throttle(block, "throttleWriteBpsDevice", hostConfig.blkioDeviceWriteBps());
        throttle(block, "throttleReadIOPSDevice", hostConfig.blkioDeviceReadIOps());
        throttle(block, "throttleWriteIOPSDevice", hostConfig.blkioDeviceWriteIOps());
        return block;
    }

    private static void throttle(ObjectNode block, String key, List<ThrottleDevice> devices) {
        if (!devices.isEmpty()) {
            ArrayNode rates = block.putArray(key);
            devices.forEach(each -> rates.add(device(each.path()).put("rate", each.rate())));
        }
    }

    private static ObjectNode device(String path) {
        DeviceNode node = Devices.require(path, "stat " + path);
        return Json.mapper().createObjectNode().put("major", node.major()).put("minor", node.minor());
    }

    private static void putUnlessZero(ObjectNode json, String key, long value) {
        if (value != 0) {
            json.put(key, value);
        }
    }
}
