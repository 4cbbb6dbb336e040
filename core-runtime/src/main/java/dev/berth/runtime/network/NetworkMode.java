package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import java.util.List;

/** Docker's {@code NetworkMode}: whose network stack a container has. */
sealed interface NetworkMode {
    /** The host's. */
    record Host() implements NetworkMode {}

    /** One of its own with loopback only. */
    record None() implements NetworkMode {}

    /** That of another container. @param ref as the user named it */
    record OfContainer(String ref) implements NetworkMode {}

    /** One of its own, on this network. @param network name or id */
    record OnNetwork(String network) implements NetworkMode {}

    /** @throws EngineException.InvalidParameter {@code container:} without a container */
    static NetworkMode parse(String text) {
        if (text.equals("container") || text.startsWith("container:")) {
            String ref = text.substring(Math.min(text.length(), "container:".length()));
            if (ref.isEmpty()) {
                throw new EngineException.InvalidParameter(
                        "Invalid network mode: invalid container format container:<name|id>");
            }
            return new OfContainer(ref);
        }
        return switch (text) {
            case "host" -> new Host();
            case "none" -> new None();
            case "", "default", "bridge" -> new OnNetwork(Network.BRIDGE);
            default -> new OnNetwork(text);
        };
    }

    /** True if it takes a network namespace of the container's own. */
    default boolean hasSandbox() {
        return this instanceof None || this instanceof OnNetwork;
    }

    /**
     * Refuses what cannot go together.
     *
     * @param config as the user sent it: what the image adds is no conflict
     * @throws EngineException.InvalidParameter {@code conflicting options: ...}
     */
    static void check(ContainerConfig config, HostConfig host) {
        NetworkMode mode = parse(host.networkMode());
        boolean ofContainer = mode instanceof OfContainer;
        boolean ofHost = mode instanceof Host;
        refuse(host.utsMode().equals("host") && !config.hostname().isEmpty(), "hostname and the UTS mode");
        refuse(ofContainer && !config.hostname().isEmpty(), "hostname and the network mode");
        String links = " can't be used with links. This would result in undefined behavior";
        refuse(ofContainer && !host.links().isEmpty(), "container type network" + links);
        refuse(ofHost && !host.links().isEmpty(), "host type networking" + links);
        refuse(ofContainer && !host.dns().isEmpty(), "dns and the network mode");
        refuse(ofContainer && !host.extraHosts().isEmpty(), "custom host-to-IP mapping and the network mode");
        refuse((ofContainer || ofHost) && !config.macAddress().isEmpty(), "mac-address and the network mode");
        refuse(
                ofContainer && (!host.portBindings().isEmpty() || host.publishAllPorts()),
                "port publishing and the container type network mode");
        refuse(ofContainer && !config.exposedPorts().isEmpty(), "port exposing and the container type network mode");
    }

    /** What goes together and does not do what one might think, in Docker's words. */
    static List<String> warnings(HostConfig host) {
        return parse(host.networkMode()) instanceof Host && !host.portBindings().isEmpty()
                ? List.of("Published ports are discarded when using host network mode")
                : List.of();
    }

    private static void refuse(boolean conflict, String what) {
        if (conflict) {
            throw new EngineException.InvalidParameter("conflicting options: " + what);
        }
    }
}
