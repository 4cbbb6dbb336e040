package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.app.settings.UlimitText;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.FlagException;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.spec.HostConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code HostConfig} of the body of {@code POST /containers/create}: what flags say of the container's place on the host. */
final class HostConfigBody {
    private static final String ALL_PATHS_SEEN = "systempaths=unconfined";

    private final Flags flags;
    private final FlagMembers members;
    private final PortFlag ports;
    private final String network;

    private HostConfigBody(Flags flags, PortFlag ports, String network) {
        this.flags = flags;
        this.members = new FlagMembers(flags);
        this.ports = ports;
        this.network = network;
    }

    /**
     * Reads the flags.
     *
     * @param network the network's name
     * @throws FlagException if a value does not fit
     */
    static Map<String, Object> of(Flags flags, PortFlag ports, String network) {
        return new HostConfigBody(flags, ports, network).json();
    }

    private Map<String, Object> json() {
        Map<String, Object> host = new LinkedHashMap<>(Limits.of(flags));
        FlagMembers.list(host, "Binds", binds());
        members.text(host, "cidfile", "ContainerIDFile");
        host.put("NetworkMode", network);
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
                .map(HostConfigBody::absolute)
                .toList();
    }

    /** Docker's command resolves a relative host path; the engine would refuse it. */
    private static String absolute(String bind) {
        if (!bind.startsWith("./") && !bind.startsWith("../") && !bind.startsWith(".:")) {
            return bind;
        }
        int colon = bind.indexOf(':');
        return Path.of(bind.substring(0, colon)).toAbsolutePath().normalize() + bind.substring(colon);
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
        FlagMembers.list(host, "VolumesFrom", flags.list("volumes-from"));
        FlagMembers.list(host, "CapAdd", flags.list("cap-add"));
        FlagMembers.list(host, "CapDrop", flags.list("cap-drop"));
        FlagMembers.list(host, "Dns", flags.list("dns"));
        FlagMembers.list(host, "DnsOptions", flags.list("dns-option"));
        FlagMembers.list(host, "DnsSearch", flags.list("dns-search"));
        FlagMembers.list(host, "ExtraHosts", flags.each("add-host", HostConfigBody::extraHost));
        FlagMembers.list(host, "GroupAdd", flags.list("group-add"));
        FlagMembers.list(host, "Links", flags.list("link"));
        security(host);
        FlagMembers.list(host, "DeviceCgroupRules", flags.list("device-cgroup-rule"));
        members.pairs(host, "StorageOpt", "storage-opt");
        members.pairs(host, "Sysctls", "sysctl");
    }

    private static String extraHost(String text) {
        if (text.indexOf(':') < 1 && text.indexOf('=') < 1) {
            throw new EngineException.InvalidParameter("bad format for add-host: \"" + text + "\"");
        }
        return text;
    }

    private void texts(Map<String, Object> host) {
        members.text(host, "volume-driver", "VolumeDriver");
        members.text(host, "cgroupns", "CgroupnsMode");
        members.text(host, "ipc", "IpcMode");
        members.text(host, "pid", "PidMode");
        members.text(host, "uts", "UTSMode");
        members.text(host, "userns", "UsernsMode");
        members.text(host, "runtime", "Runtime");
        members.text(host, "cgroup-parent", "CgroupParent");
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
        FlagMembers.list(host, "Devices", flags.each("device", DeviceFlag::device));
        FlagMembers.list(host, "BlkioWeightDevice", flags.each("blkio-weight-device", DeviceFlag::weight));
        FlagMembers.list(host, "BlkioDeviceReadBps", flags.each("device-read-bps", DeviceFlag::bytes));
        FlagMembers.list(host, "BlkioDeviceWriteBps", flags.each("device-write-bps", DeviceFlag::bytes));
        FlagMembers.list(host, "BlkioDeviceReadIOps", flags.each("device-read-iops", DeviceFlag::operations));
        FlagMembers.list(host, "BlkioDeviceWriteIOps", flags.each("device-write-iops", DeviceFlag::operations));
        FlagMembers.list(host, "Ulimits", flags.each("ulimit", HostConfigBody::ulimit));
    }

    private static Map<String, Object> ulimit(String text) {
        HostConfig.Ulimit limit = UlimitText.parse(text);
        return Map.of("Name", limit.name(), "Soft", limit.soft(), "Hard", limit.hard());
    }

    private void mounts(Map<String, Object> host) {
        FlagMembers.list(host, "Mounts", flags.each("mount", text -> MountBody.of(MountFlag.parse(text))));
        Map<String, String> tmpfs = new LinkedHashMap<>();
        for (String mount : flags.list("tmpfs")) {
            int colon = mount.indexOf(':');
            tmpfs.put(colon < 0 ? mount : mount.substring(0, colon), colon < 0 ? "" : mount.substring(colon + 1));
        }
        if (!tmpfs.isEmpty()) {
            host.put("Tmpfs", tmpfs);
        }
    }

    /** As Docker's command, which itself turns one of the options into paths. */
    private void security(Map<String, Object> host) {
        List<String> options = new ArrayList<>(flags.list("security-opt"));
        if (options.remove(ALL_PATHS_SEEN)) {
            host.put("MaskedPaths", List.of());
            host.put("ReadonlyPaths", List.of());
        }
        FlagMembers.list(host, "SecurityOpt", options);
    }
}
