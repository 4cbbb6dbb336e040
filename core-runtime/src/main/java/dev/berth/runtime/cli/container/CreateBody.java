package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.app.settings.UlimitText;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.FlagException;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.spec.HostConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The body of {@code POST /containers/create} that flags ask for. */
final class CreateBody {
    private final Flags flags;
    private final Map<String, String> environment;
    private final PortFlag ports;

    private CreateBody(Flags flags, Map<String, String> environment) {
        this.flags = flags;
        this.environment = environment;
        try {
            this.ports = PortFlag.of(flags.list("publish"), flags.list("expose"));
        } catch (EngineException.InvalidParameter wrong) {
            throw new CliException(1, String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Reads the flags.
     *
     * @param detached nothing will be attached
     * @throws FlagException if a value does not fit
     */
    static Map<String, Object> of(Flags flags, Map<String, String> environment, boolean detached) {
        CreateBody body = new CreateBody(flags, environment);
        Map<String, Object> json = body.config(detached);
        json.put("HostConfig", body.hostConfig());
        json.put("NetworkingConfig", body.networking());
        return json;
    }

    private Map<String, Object> config(boolean detached) {
        Map<String, Object> config = new LinkedHashMap<>();
        List<String> attach = attach(detached);
        List<String> words = flags.arguments();
        config.put("Hostname", flags.text("hostname"));
        config.put("Domainname", flags.text("domainname"));
        config.put("User", flags.text("user"));
        config.put("AttachStdin", attach.contains("stdin"));
        config.put("AttachStdout", attach.contains("stdout"));
        config.put("AttachStderr", attach.contains("stderr"));
        config.put("Tty", flags.on("tty"));
        config.put("OpenStdin", flags.on("interactive"));
        config.put("StdinOnce", flags.on("interactive") && attach.contains("stdin"));
        config.put("Env", EnvironmentFlag.read(flags.list("env-file"), flags.list("env"), environment));
        if (words.size() > 1) {
            config.put("Cmd", words.subList(1, words.size()));
        }
        config.put("Image", words.get(0));
        config.put("WorkingDir", flags.text("workdir"));
        if (flags.has("entrypoint")) {
            config.put("Entrypoint", List.of(flags.text("entrypoint")));
        }
        config.put("Labels", labels());
        config.put("ExposedPorts", ports.exposed());
        config.put("Volumes", anonymousVolumes());
        text(config, "mac-address", "MacAddress");
        text(config, "stop-signal", "StopSignal");
        if (flags.has("stop-timeout")) {
            config.put("StopTimeout", flags.number("stop-timeout"));
        }
        healthcheck(config);
        return config;
    }

    /** Streams that the client attaches to, lower case. */
    private List<String> attach(boolean detached) {
        List<String> named = new ArrayList<>();
        for (String stream : flags.list("attach")) {
            String name = stream.toLowerCase(Locale.ROOT);
            if (!List.of("stdin", "stdout", "stderr").contains(name)) {
                throw new FlagException("invalid argument \"" + stream
                        + "\" for \"-a, --attach\" flag: valid streams are STDIN, STDOUT and STDERR");
            }
            named.add(name);
        }
        if (!named.isEmpty() || detached) {
            return named;
        }
        return flags.on("interactive") ? List.of("stdin", "stdout", "stderr") : List.of("stdout", "stderr");
    }

    private Map<String, String> labels() {
        List<String> texts = new ArrayList<>();
        flags.list("label-file").forEach(file -> texts.addAll(EnvironmentFlag.lines(file)));
        texts.addAll(flags.list("label"));
        return Flags.pairs(texts);
    }

    private Map<String, Object> anonymousVolumes() {
        Map<String, Object> volumes = new LinkedHashMap<>();
        for (String volume : flags.list("volume")) {
            if (!volume.contains(":")) {
                volumes.put(volume, Map.of());
            }
        }
        return volumes;
    }

    private void healthcheck(Map<String, Object> config) {
        Map<String, Object> health = new LinkedHashMap<>();
        if (flags.on("no-healthcheck")) {
            health.put("Test", List.of("NONE"));
        }
        flags.optional("health-cmd").ifPresent(command -> health.put("Test", List.of("CMD-SHELL", command)));
        duration(health, "health-interval", "Interval");
        duration(health, "health-timeout", "Timeout");
        duration(health, "health-start-period", "StartPeriod");
        if (flags.has("health-retries")) {
            health.put("Retries", flags.number("health-retries"));
        }
        if (!health.isEmpty()) {
            config.put("Healthcheck", health);
        }
    }

    private Map<String, Object> hostConfig() {
        Map<String, Object> host = new LinkedHashMap<>(Limits.of(flags));
        list(host, "Binds", binds());
        text(host, "cidfile", "ContainerIDFile");
        host.put("NetworkMode", network());
        if (!ports.bindings().isEmpty()) {
            host.put("PortBindings", ports.bindings());
        }
        host.put("AutoRemove", flags.on("rm"));
        if (flags.on("rm")
                && host.get("RestartPolicy") instanceof Map<?, ?> policy
                && !"no".equals(policy.get("Name"))) {
            throw new CliException(1, "conflicting options: cannot specify both --restart and --rm");
        }
        toggles(host);
        lists(host);
        texts(host);
        logging(host);
        devices(host);
        mounts(host);
        return host;
    }

    private List<String> binds() {
        return flags.list("volume").stream()
                .filter(volume -> volume.contains(":"))
                .map(CreateBody::absolute)
                .toList();
    }

    /** Docker's command resolves a relative host path; the engine would refuse it. */
    private static String absolute(String bind) {
        if (!bind.startsWith("./") && !bind.startsWith("../") && !bind.startsWith(".:")) {
            return bind;
        }
        int colon = bind.indexOf(':');
        return java.nio.file.Path.of(bind.substring(0, colon)).toAbsolutePath().normalize() + bind.substring(colon);
    }

    private String network() {
        String network = flags.has("net") ? flags.text("net") : flags.text("network");
        return network.isEmpty() ? "default" : network;
    }

    private void toggles(Map<String, Object> host) {
        host.put("PublishAllPorts", flags.on("publish-all"));
        host.put("Privileged", flags.on("privileged"));
        host.put("ReadonlyRootfs", flags.on("read-only"));
        if (flags.has("init")) {
            host.put("Init", flags.on("init"));
        }
        if (flags.has("oom-kill-disable")) {
            host.put("OomKillDisable", flags.on("oom-kill-disable"));
        }
    }

    private void lists(Map<String, Object> host) {
        list(host, "VolumesFrom", flags.list("volumes-from"));
        list(host, "CapAdd", flags.list("cap-add"));
        list(host, "CapDrop", flags.list("cap-drop"));
        list(host, "Dns", flags.list("dns"));
        list(host, "DnsOptions", flags.list("dns-option"));
        list(host, "DnsSearch", flags.list("dns-search"));
        list(host, "ExtraHosts", flags.each("add-host", CreateBody::extraHost));
        list(host, "GroupAdd", flags.list("group-add"));
        list(host, "Links", flags.list("link"));
        list(host, "SecurityOpt", flags.list("security-opt"));
        list(host, "DeviceCgroupRules", flags.list("device-cgroup-rule"));
        pairs(host, "StorageOpt", "storage-opt");
        pairs(host, "Sysctls", "sysctl");
    }

    private static String extraHost(String text) {
        if (text.indexOf(':') < 1 && text.indexOf('=') < 1) {
            throw new EngineException.InvalidParameter("bad format for add-host: \"" + text + "\"");
        }
        return text;
    }

    private void texts(Map<String, Object> host) {
        text(host, "volume-driver", "VolumeDriver");
        text(host, "cgroupns", "CgroupnsMode");
        text(host, "ipc", "IpcMode");
        text(host, "pid", "PidMode");
        text(host, "uts", "UTSMode");
        text(host, "userns", "UsernsMode");
        text(host, "runtime", "Runtime");
        text(host, "cgroup-parent", "CgroupParent");
        if (flags.has("oom-score-adj")) {
            host.put("OomScoreAdj", flags.number("oom-score-adj"));
        }
        if (flags.has("memory-swappiness")) {
            host.put("MemorySwappiness", flags.number("memory-swappiness"));
        }
        if (flags.has("shm-size")) {
            host.put("ShmSize", flags.bytes("shm-size"));
        }
    }

    private void logging(Map<String, Object> host) {
        if (flags.has("log-driver") || flags.has("log-opt")) {
            host.put("LogConfig", Map.of("Type", flags.text("log-driver"), "Config", flags.map("log-opt")));
        }
    }

    private void devices(Map<String, Object> host) {
        list(host, "Devices", flags.each("device", DeviceFlag::device));
        list(host, "BlkioWeightDevice", flags.each("blkio-weight-device", DeviceFlag::weight));
        list(host, "BlkioDeviceReadBps", flags.each("device-read-bps", DeviceFlag::bytes));
        list(host, "BlkioDeviceWriteBps", flags.each("device-write-bps", DeviceFlag::bytes));
        list(host, "BlkioDeviceReadIOps", flags.each("device-read-iops", DeviceFlag::operations));
        list(host, "BlkioDeviceWriteIOps", flags.each("device-write-iops", DeviceFlag::operations));
        list(host, "Ulimits", flags.each("ulimit", CreateBody::ulimit));
    }

    private static Map<String, Object> ulimit(String text) {
        HostConfig.Ulimit limit = UlimitText.parse(text);
        return Map.of("Name", limit.name(), "Soft", limit.soft(), "Hard", limit.hard());
    }

    private void mounts(Map<String, Object> host) {
        list(host, "Mounts", flags.each("mount", MountFlag::parse));
        Map<String, String> tmpfs = new LinkedHashMap<>();
        for (String mount : flags.list("tmpfs")) {
            int colon = mount.indexOf(':');
            tmpfs.put(colon < 0 ? mount : mount.substring(0, colon), colon < 0 ? "" : mount.substring(colon + 1));
        }
        if (!tmpfs.isEmpty()) {
            host.put("Tmpfs", tmpfs);
        }
    }

    private Map<String, Object> networking() {
        Map<String, Object> endpoint = new LinkedHashMap<>();
        Map<String, Object> ipam = new LinkedHashMap<>();
        text(ipam, "ip", "IPv4Address");
        text(ipam, "ip6", "IPv6Address");
        list(ipam, "LinkLocalIPs", flags.list("link-local-ip"));
        List<String> aliases = new ArrayList<>(flags.list("network-alias"));
        aliases.addAll(flags.list("net-alias"));
        if (!ipam.isEmpty()) {
            endpoint.put("IPAMConfig", ipam);
        }
        list(endpoint, "Aliases", aliases);
        if (!isDefault(network())) {
            list(endpoint, "Links", flags.list("link"));
        }
        return endpoint.isEmpty()
                ? Map.of("EndpointsConfig", Map.of())
                : Map.of("EndpointsConfig", Map.of(network(), endpoint));
    }

    private static boolean isDefault(String network) {
        return List.of("default", "bridge", "host", "none").contains(network) || network.startsWith("container:");
    }

    private void text(Map<String, Object> body, String flag, String key) {
        flags.optional(flag).ifPresent(value -> body.put(key, value));
    }

    private void duration(Map<String, Object> body, String flag, String key) {
        if (flags.has(flag)) {
            Function<String, Long> reader = GoDuration::nanos;
            body.put(key, flags.read(flag, reader));
        }
    }

    private void pairs(Map<String, Object> body, String key, String flag) {
        if (flags.has(flag)) {
            body.put(key, flags.map(flag));
        }
    }

    private static void list(Map<String, Object> body, String key, List<?> values) {
        if (!values.isEmpty()) {
            body.put(key, values);
        }
    }
}
