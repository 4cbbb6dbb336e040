package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.berth.runtime.network.SandboxInfo;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.volume.ResolvedMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every mount of a container: the kernel's file systems, the files that the engine writes, and the user's own, which
 * win where two have the same destination.
 */
final class ContainerMounts {
    private static final long DEFAULT_SHM_SIZE = 64L << 20;

    /** Stay writable below a read-only root, as the runtime and terminals need them. */
    private static final Set<String> ALWAYS_WRITABLE = Set.of("/proc", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue");

    private final OciRequest request;
    private final HostConfig hostConfig;
    private final Set<String> userDestinations;

    ContainerMounts(OciRequest request) {
        this.request = request;
        this.hostConfig = request.hostConfig();
        this.userDestinations =
                request.mounts().stream().map(ResolvedMount::destination).collect(Collectors.toSet());
    }

    /** In the order in which the OCI runtime has to make them. */
    ArrayNode toJson(List<ResolvedMount> more) {
        List<ResolvedMount> late = new ArrayList<>(engineFiles());
        late.addAll(more);
        late.removeIf(mount -> userDestinations.contains(mount.destination()));
        late.addAll(request.mounts());
        late.sort(Comparator.comparingInt(mount -> Path.of(mount.destination()).getNameCount()));
        ArrayNode json = Json.mapper().createArrayNode();
        kernelFilesystems().stream().filter(this::isWanted).forEach(mount -> add(json, readOnlyWithRoot(mount)));
        late.forEach(mount -> add(json, mount));
        return json;
    }

    /** {@code rshared} or {@code rslave} if a mount asks for it, else empty. */
    String rootPropagation() {
        List<String> all = request.mounts().stream()
                .flatMap(mount -> mount.options().stream())
                .toList();
        if (all.contains("shared") || all.contains("rshared")) {
            return "shared";
        }
        return all.contains("slave") || all.contains("rslave") ? "rslave" : "";
    }

    private List<ResolvedMount> kernelFilesystems() {
        String mode = hostConfig.privileged() ? "rw" : "ro";
        List<ResolvedMount> mounts = new ArrayList<>(List.of(
                kernel("proc", "proc", "/proc", "nosuid", "noexec", "nodev"),
                kernel("tmpfs", "tmpfs", "/dev", "nosuid", "strictatime", "mode=755", "size=65536k"),
                kernel(
                        "devpts",
                        "devpts",
                        "/dev/pts",
                        "nosuid",
                        "noexec",
                        "newinstance",
                        "ptmxmode=0666",
                        "mode=0620",
                        "gid=5"),
                kernel("sysfs", "sysfs", "/sys", "nosuid", "noexec", "nodev", mode),
                kernel("cgroup", "cgroup", "/sys/fs/cgroup", "nosuid", "noexec", "nodev", mode)));
        mounts.addAll(ipcFilesystems());
        return mounts;
    }

    private List<ResolvedMount> ipcFilesystems() {
        String mode = hostConfig.ipcMode();
        if (mode.equals("none")) {
            return List.of();
        }
        if (mode.equals("host")) {
            return List.of(bind(Path.of("/dev/mqueue"), "/dev/mqueue"), bind(Path.of("/dev/shm"), "/dev/shm"));
        }
        ResolvedMount queues = kernel("mqueue", "mqueue", "/dev/mqueue", "nosuid", "noexec", "nodev");
        if (request.sharedMemory().isPresent()) {
            return List.of(queues, bind(request.sharedMemory().get(), "/dev/shm"));
        }
        long size = hostConfig.shmSize() > 0 ? hostConfig.shmSize() : DEFAULT_SHM_SIZE;
        return List.of(
                queues, kernel("tmpfs", "shm", "/dev/shm", "nosuid", "noexec", "nodev", "mode=1777", "size=" + size));
    }

    private List<ResolvedMount> engineFiles() {
        SandboxInfo sandbox = request.sandbox();
        return List.of(
                engineFile(sandbox.resolvConf(), "/etc/resolv.conf"),
                engineFile(sandbox.hostnameFile(), "/etc/hostname"),
                engineFile(sandbox.hosts(), "/etc/hosts"));
    }

    private ResolvedMount engineFile(Path source, String destination) {
        ResolvedMount mount = bind(source, destination);
        return hostConfig.readonlyRootfs() ? readOnly(mount) : mount;
    }

    private boolean isWanted(ResolvedMount mount) {
        boolean underUsersDev =
                userDestinations.contains("/dev") && mount.destination().startsWith("/dev/");
        return !userDestinations.contains(mount.destination()) && !underUsersDev;
    }

    private ResolvedMount readOnlyWithRoot(ResolvedMount mount) {
        boolean stays = ALWAYS_WRITABLE.contains(mount.destination()) || hostConfig.privileged();
        return hostConfig.readonlyRootfs() && !stays ? readOnly(mount) : mount;
    }

    private static ResolvedMount readOnly(ResolvedMount mount) {
        if (mount.options().contains("ro")) {
            return mount;
        }
        List<String> options = new ArrayList<>(mount.options());
        options.add("ro");
        return new ResolvedMount(mount.type(), mount.source(), mount.destination(), options);
    }

    static ResolvedMount bind(Path source, String destination) {
        return new ResolvedMount("bind", source, destination, List.of("rbind", "rprivate"));
    }

    private static ResolvedMount kernel(String type, String source, String destination, String... options) {
        return new ResolvedMount(type, Path.of(source), destination, List.of(options));
    }

    private static void add(ArrayNode json, ResolvedMount mount) {
        json.addObject()
                .put("destination", mount.destination())
                .put("type", mount.type())
                .put("source", mount.source().toString())
                .set("options", ProcessSpec.texts(mount.options()));
    }
}
