package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.container.ContainerStatus;
import dev.berth.runtime.registry.RegistrySettings;
import dev.berth.runtime.spec.ApiVersion;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code GET /version} and {@code GET /info} tell; everything is read when asked. */
final class SystemInfo {
    /** Programs whose builds Docker tells of. */
    static final List<String> COMMITS = List.of("ContainerdCommit", "RuncCommit", "InitCommit");

    private static final Path PROC = Path.of("/proc");

    private final ApiServices services;

    SystemInfo(ApiServices services) {
        this.services = services;
    }

    ObjectNode version() {
        String version = services.facts().version();
        ObjectNode json = Json.mapper().createObjectNode();
        json.putObject("Platform").put("Name", "Berth");
        ObjectNode engine = json.putArray("Components").addObject().put("Name", "Engine");
        engine.put("Version", version)
                .putObject("Details")
                .put("ApiVersion", ApiVersion.NEWEST.toString())
                .put("Arch", architecture())
                .put("BuildTime", "")
                .put("Experimental", "false")
                .put("GitCommit", "")
                .put("GoVersion", "")
                .put("KernelVersion", kernel())
                .put("MinAPIVersion", ApiVersion.OLDEST.toString())
                .put("Os", "linux");
        return json.put("Version", version)
                .put("ApiVersion", ApiVersion.NEWEST.toString())
                .put("MinAPIVersion", ApiVersion.OLDEST.toString())
                .put("GitCommit", "")
                .put("GoVersion", "")
                .put("Os", "linux")
                .put("Arch", architecture())
                .put("KernelVersion", kernel())
                .put("BuildTime", "");
    }

    ObjectNode info() {
        EngineFacts facts = services.facts();
        ObjectNode json = Json.mapper().createObjectNode().put("ID", facts.id());
        counts(json);
        json.put("Driver", "overlay2")
                .putArray("DriverStatus")
                .addArray()
                .add("Layers")
                .add("overlayfs");
        plugins(json.putObject("Plugins"));
        for (String present : List.of(
                "MemoryLimit",
                "SwapLimit",
                "CpuCfsPeriod",
                "CpuCfsQuota",
                "CPUShares",
                "CPUSet",
                "PidsLimit",
                "IPv4Forwarding",
                "BridgeNfIptables",
                "BridgeNfIp6tables",
                "OomKillDisable")) {
            json.put(present, true);
        }
        json.put("KernelMemory", false).put("KernelMemoryTCP", false).put("Debug", facts.debug());
        json.put("NFd", 0).put("NGoroutines", Thread.activeCount()).put("NEventsListener", 0);
        json.put("SystemTime", Instant.now().toString()).put("LoggingDriver", "json-file");
        json.put("CgroupDriver", "cgroupfs").put("CgroupVersion", Integer.toString(facts.cgroupVersion()));
        host(json);
        engine(json, facts);
        return json;
    }

    private void counts(ObjectNode json) {
        List<Container> containers = services.containers().inquiries().list();
        long running = containers.stream()
                .filter(container -> container.state().status() == ContainerStatus.RUNNING)
                .count();
        long paused = containers.stream()
                .filter(container -> container.state().isPaused())
                .count();
        json.put("Containers", containers.size())
                .put("ContainersRunning", running)
                .put("ContainersPaused", paused)
                .put("ContainersStopped", containers.size() - running - paused)
                .put("Images", services.images().list(Map.of(), false).size());
    }

    /** Plugins that have been used, as dockerd: others are not known to be any. */
    private void plugins(ObjectNode json) {
        Map<String, Set<String>> used = services.plugins().used();
        ArrayNode volume = json.putArray("Volume").add("local");
        used.getOrDefault("VolumeDriver", Set.of()).forEach(volume::add);
        ArrayNode network = json.putArray("Network").add("bridge").add("host").add("null");
        used.getOrDefault("NetworkDriver", Set.of()).forEach(network::add);
        json.putNull("Authorization");
        json.putArray("Log").add("json-file").add("local").add("none");
    }

    private static void host(ObjectNode json) {
        json.put("KernelVersion", kernel()).put("OperatingSystem", release("PRETTY_NAME"));
        json.put("OSVersion", release("VERSION_ID")).put("OSType", "linux");
        json.put(
                "Architecture",
                System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch"));
        json.put("NCPU", Runtime.getRuntime().availableProcessors()).put("MemTotal", memory());
        json.put("Name", line(PROC.resolve("sys/kernel/hostname")));
        json.put("HttpProxy", "").put("HttpsProxy", "").put("NoProxy", "");
    }

    private static ObjectNode registries(RegistrySettings settings) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.putArray("AllowNondistributableArtifactsCIDRs");
        json.putArray("AllowNondistributableArtifactsHostnames");
        ArrayNode ranges = json.putArray("InsecureRegistryCIDRs");
        ObjectNode indexes = json.putObject("IndexConfigs");
        index(indexes, "docker.io", true, settings.mirrors());
        for (String insecure : settings.insecure()) {
            if (insecure.contains("/")) {
                ranges.add(insecure);
            } else {
                index(indexes, insecure, false, List.of());
            }
        }
        ranges.add("127.0.0.0/8");
        settings.mirrors().forEach(json.putArray("Mirrors")::add);
        return json;
    }

    private static void index(ObjectNode indexes, String name, boolean hub, List<String> mirrors) {
        ObjectNode index = indexes.putObject(name).put("Name", name);
        mirrors.forEach(index.putArray("Mirrors")::add);
        index.put("Secure", hub).put("Official", hub);
    }

    private void engine(ObjectNode json, EngineFacts facts) {
        json.put("IndexServerAddress", "https://index.docker.io/v1/");
        json.set("RegistryConfig", registries(services.registries().settings()));
        json.putNull("GenericResources")
                .put("DockerRootDir", services.paths().dataRoot().toString());
        json.set("Labels", Json.mapper().valueToTree(facts.labels()));
        json.put("ExperimentalBuild", false).put("ServerVersion", facts.version());
        ObjectNode runtimes = json.putObject("Runtimes");
        facts.runtimes().forEach((name, path) -> runtimes.putObject(name).put("path", path));
        json.put("DefaultRuntime", facts.defaultRuntime());
        json.putObject("Swarm")
                .put("NodeID", "")
                .put("NodeAddr", "")
                .put("LocalNodeState", "inactive")
                .put("ControlAvailable", false)
                .put("Error", "")
                .putNull("RemoteManagers");
        json.put("LiveRestoreEnabled", facts.liveRestore()).put("Isolation", "").put("InitBinary", "tini");
        for (String part : COMMITS) {
            json.putObject(part).put("ID", "").put("Expected", "");
        }
        json.putArray("SecurityOptions").add("name=seccomp,profile=default");
        json.putObject("FirewallBackend").put("Driver", "nftables");
        json.putArray("CDISpecDirs");
        json.putArray("Warnings");
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }

    private static String kernel() {
        return System.getProperty("os.version");
    }

    private static String release(String key) {
        for (String line : lines(Path.of("/etc/os-release"))) {
            if (line.startsWith(key + "=")) {
                return line.substring(key.length() + 1).replace("\"", "");
            }
        }
        return "";
    }

    private static long memory() {
        for (String line : lines(PROC.resolve("meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    private static String line(Path file) {
        return lines(file).stream().findFirst().orElse("");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read " + file + ": " + failure.getMessage(), failure);
        }
    }
}
