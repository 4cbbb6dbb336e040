package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The namespaces of a container, and what is set in them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/namespaces.7.html">namespaces(7)</a>
 */
final class Namespaces {
    private static final String HOST = "host";
    private static final String CONTAINER = "container:";
    private static final Set<String> IPC_MODES = Set.of("", "none", "private", "shareable", HOST);

    private final OciRequest request;
    private final HostConfig hostConfig;
    private final HostFacts host;

    Namespaces(OciRequest request, HostFacts host) {
        this.request = request;
        this.hostConfig = request.hostConfig();
        this.host = host;
    }

    /** @throws EngineException.InvalidParameter a mode that is none, with Docker's text */
    static void check(HostConfig hostConfig) {
        String ipc = hostConfig.ipcMode();
        refuseUnless(IPC_MODES.contains(ipc) || ipc.startsWith(CONTAINER), "invalid IPC mode: " + ipc);
        String pid = hostConfig.pidMode();
        refuseUnless(isPrivate(pid) || pid.equals(HOST) || pid.startsWith(CONTAINER), "invalid PID mode: " + pid);
        String uts = hostConfig.utsMode();
        refuseUnless(uts.isEmpty() || uts.equals(HOST), "invalid UTS mode: " + uts);
        String users = hostConfig.usernsMode();
        refuseUnless(users.isEmpty() || users.equals(HOST), "invalid userns mode: " + users);
        String cgroup = hostConfig.cgroupnsMode();
        refuseUnless(Set.of("", "private", HOST).contains(cgroup), "invalid CgroupNS mode: " + cgroup);
    }

    /** True for a pid mode that makes a namespace of its own. */
    static boolean isPrivate(String pidMode) {
        return pidMode.isEmpty() || pidMode.equals("private");
    }

    /** {@code linux.namespaces}. */
    ArrayNode toJson() {
        ArrayNode json = Json.mapper().createArrayNode();
        json.addObject().put("type", "mount");
        request.sandbox().namespace().ifPresent(file -> joined(json, "network", file));
        if (!hostConfig.utsMode().equals(HOST)) {
            json.addObject().put("type", "uts");
        }
        process(json, "pid", hostConfig.pidMode(), request.pidPeer());
        process(json, "ipc", hostConfig.ipcMode(), request.ipcPeer());
        boolean ownCgroup = hostConfig.cgroupnsMode().isEmpty()
                ? host.cgroupV2()
                : hostConfig.cgroupnsMode().equals("private");
        if (ownCgroup) {
            json.addObject().put("type", "cgroup");
        }
        return json;
    }

    /** Empty where the host's name is shared. */
    Optional<String> hostname() {
        return Optional.of(request.sandbox().hostname())
                .filter(name -> !name.isEmpty() && !hostConfig.utsMode().equals(HOST));
    }

    /** {@code linux.sysctl}: Docker's defaults for a network of one's own, the domain name, and the user's. */
    ObjectNode sysctls() {
        Map<String, String> values = new TreeMap<>();
        boolean ownNetwork = request.sandbox().namespace().isPresent()
                && !hostConfig.networkMode().startsWith(CONTAINER);
        if (ownNetwork) {
            values.put("net.ipv4.ip_unprivileged_port_start", "0");
            values.put("net.ipv4.ping_group_range", "0 2147483647");
        }
        if (!request.sandbox().domainname().isEmpty() && !hostConfig.utsMode().equals(HOST)) {
            values.put("kernel.domainname", request.sandbox().domainname());
        }
        values.putAll(hostConfig.sysctls());
        ObjectNode json = Json.mapper().createObjectNode();
        values.forEach(json::put);
        return json;
    }

    private static void process(ArrayNode json, String type, String mode, OptionalInt peer) {
        if (peer.isPresent()) {
            joined(json, type, Path.of("/proc/" + peer.getAsInt() + "/ns/" + type));
        } else if (!mode.equals(HOST)) {
            json.addObject().put("type", type);
        }
    }

    private static void joined(ArrayNode json, String type, Path file) {
        json.addObject().put("type", type).put("path", file.toString());
    }

    private static void refuseUnless(boolean right, String message) {
        if (!right) {
            throw new EngineException.InvalidParameter(message);
        }
    }
}
