package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.container.ContainerState;
import dev.berth.runtime.container.ContainerStatus;
import dev.berth.runtime.container.Health;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import java.nio.file.Path;
import java.util.List;

/** {@code docker inspect} of a container, in Docker's JSON. */
final class ContainerInspect {
    /** Where Docker says null of an empty list. */
    private static final List<String> NULL_IF_EMPTY = List.of(
            "Binds",
            "VolumesFrom",
            "CapAdd",
            "CapDrop",
            "ExtraHosts",
            "GroupAdd",
            "Links",
            "SecurityOpt",
            "DeviceCgroupRules");

    private static final List<String> WINDOWS_ONLY =
            List.of("CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth");

    private final ApiServices services;

    ContainerInspect(ApiServices services) {
        this.services = services;
    }

    ObjectNode of(Container container, boolean size) {
        String id = container.id();
        Path directory = services.paths().container(id);
        ObjectNode json = Json.mapper().createObjectNode().put("Id", id);
        json.put("Created", container.created().toString()).put("Path", container.path());
        json.set("Args", Json.mapper().valueToTree(container.args()));
        json.set("State", state(container.state()));
        json.put("Image", container.imageId())
                .put("ResolvConfPath", directory.resolve("resolv.conf").toString())
                .put("HostnamePath", directory.resolve("hostname").toString())
                .put("HostsPath", directory.resolve("hosts").toString())
                .put("LogPath", services.logs().logPath(id))
                .put("Name", "/" + container.name())
                .put("RestartCount", container.state().restartCount())
                .put("Driver", "overlay2")
                .put("Platform", "linux")
                .put("MountLabel", "")
                .put("ProcessLabel", "")
                .put("AppArmorProfile", "");
        List<String> execs = services.execs().of(id);
        json.set(
                "ExecIDs",
                execs.isEmpty() ? Json.mapper().nullNode() : Json.mapper().valueToTree(execs));
        json.set(
                "HostConfig",
                hostConfig(container.hostConfig(), services.networks().links(id)));
        json.set("GraphDriver", graphDriver(id));
        if (size) {
            ContainerSizes.addTo(json, services.images(), container);
        }
        json.set("Mounts", Json.mapper().valueToTree(services.volumes().mounts(id)));
        json.set("Config", config(container));
        json.set(
                "NetworkSettings", Json.mapper().valueToTree(services.networks().settings(id)));
        return json;
    }

    static ObjectNode state(ContainerState state) {
        ObjectNode json = Json.mapper()
                .createObjectNode()
                .put("Status", state.status().word())
                .put("Running", state.isUp())
                .put("Paused", state.isPaused())
                .put("Restarting", state.status() == ContainerStatus.RESTARTING)
                .put("OOMKilled", state.oomKilled())
                .put("Dead", state.status() == ContainerStatus.DEAD)
                .put("Pid", state.pid())
                .put("ExitCode", state.exitCode())
                .put("Error", state.error())
                .put("StartedAt", state.startedAt().toString())
                .put("FinishedAt", state.finishedAt().toString());
        Health health = state.health();
        if (health != null) {
            json.set("Health", health(health));
        }
        return json;
    }

    private static ObjectNode health(Health health) {
        ObjectNode json = Json.mapper()
                .createObjectNode()
                .put("Status", health.status())
                .put("FailingStreak", health.failingStreak());
        ArrayNode log = json.putArray("Log");
        for (Health.Probe probe : health.log()) {
            log.addObject()
                    .put("Start", probe.start().toString())
                    .put("End", probe.end().toString())
                    .put("ExitCode", probe.exitCode())
                    .put("Output", probe.output());
        }
        return json;
    }

    private static ObjectNode config(Container container) {
        ObjectNode json = config(container.config());
        // Where clients looked before a MAC address became the endpoint's, API 1.44.
        EndpointSettings first = container.networks().get(container.hostConfig().networkMode());
        if (!json.has("MacAddress") && first != null && !first.macAddress().isEmpty()) {
            json.put("MacAddress", first.macAddress());
        }
        return json;
    }

    static ObjectNode config(ContainerConfig config) {
        ObjectNode json = Json.mapper().valueToTree(config);
        removeIf(json, "ExposedPorts", config.exposedPorts().isEmpty());
        removeIf(json, "Healthcheck", config.healthcheck() == null);
        removeIf(json, "MacAddress", config.macAddress().isEmpty());
        removeIf(json, "NetworkDisabled", !config.networkDisabled());
        removeIf(json, "StopSignal", config.stopSignal().isEmpty());
        removeIf(json, "StopTimeout", config.stopTimeout() == null);
        nullIf(json, "Env", config.env().isEmpty());
        nullIf(json, "Volumes", config.volumes().isEmpty());
        return json.putNull("OnBuild");
    }

    private static void removeIf(ObjectNode json, String member, boolean absent) {
        if (absent) {
            json.remove(member);
        }
    }

    private static void nullIf(ObjectNode json, String member, boolean unsaid) {
        if (unsaid) {
            json.putNull(member);
        }
    }

    /** @param links as they are now, which a rename changes */
    private static ObjectNode hostConfig(HostConfig config, List<String> links) {
        ObjectNode json = Json.mapper().valueToTree(config);
        json.set("Links", Json.mapper().valueToTree(links));
        for (String member : NULL_IF_EMPTY) {
            if (json.path(member).isEmpty()) {
                json.putNull(member);
            }
        }
        removeIf(json, "StorageOpt", config.storageOpt().isEmpty());
        removeIf(json, "Tmpfs", config.tmpfs().isEmpty());
        removeIf(json, "Sysctls", config.sysctls().isEmpty());
        removeIf(json, "Mounts", config.mounts().isEmpty());
        removeIf(json, "Init", config.init() == null);
        removeIf(json, "Annotations", config.annotations().isEmpty());
        // What clients send to say nothing, Docker shows as null.
        nullIf(json, "PidsLimit", config.pidsLimit() == null || config.pidsLimit() == 0);
        nullIf(json, "MemorySwappiness", config.memorySwappiness() == null || config.memorySwappiness() < 0);
        if (config.oomKillDisable() == null) {
            json.put("OomKillDisable", false);
        }
        json.putArray("ConsoleSize").add(0).add(0);
        WINDOWS_ONLY.forEach(member -> json.put(member, 0));
        return json.put("Isolation", "").putNull("DeviceRequests");
    }

    private ObjectNode graphDriver(String id) {
        ObjectNode json = Json.mapper().createObjectNode().put("Name", "overlay2");
        json.putObject("Data")
                .put("MergedDir", services.images().rootfs(id).path().toString())
                .put("UpperDir", services.images().rootfs(id).upper().toString());
        return json;
    }
}
