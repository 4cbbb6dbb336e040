package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.HostConfig.HostPort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a container publishes, from Docker's texts to bindings and back. */
final class PortPublishing {
    static final String HOST_BINDING = "com.docker.network.bridge.host_binding_ipv4";

    private static final InetAddress ANY_V4 = Cidr.parseAddress("0.0.0.0");
    private static final InetAddress ANY_V6 = Cidr.parseAddress("::");

    private final List<InetAddress> defaultAddresses;

    private PortPublishing(List<InetAddress> defaultAddresses) {
        this.defaultAddresses = defaultAddresses;
    }

    /** A port that names no address is published on all of both families. */
    static PortPublishing everywhere() {
        return new PortPublishing(List.of(ANY_V4, ANY_V6));
    }

    /**
     * A port that names no address is published where the network says, which is everywhere unless it says so.
     *
     * @param hostHasV6 then "everywhere" means both families
     */
    static PortPublishing on(Network network, boolean hostHasV6) {
        String text = network.options().getOrDefault(HOST_BINDING, "");
        InetAddress binding = text.isEmpty() ? ANY_V4 : Cidr.parseAddress(text);
        return binding.equals(ANY_V4) && hostHasV6 ? everywhere() : new PortPublishing(List.of(binding));
    }

    /**
     * The bindings asked for, in the order of ports.
     *
     * @throws EngineException.InvalidParameter a text is not a port, a range or an address
     */
    List<PortBinding> bindings(ContainerConfig config, HostConfig host) {
        List<PortBinding> bindings = new ArrayList<>();
        for (Map.Entry<String, List<HostPort>> entry : host.portBindings().entrySet()) {
            ContainerPort port = port(entry.getKey());
            List<HostPort> places = entry.getValue() == null || entry.getValue().isEmpty()
                    ? List.of(new HostPort("", ""))
                    : entry.getValue();
            places.forEach(place -> bindings.addAll(bindings(port, place)));
        }
        if (host.publishAllPorts()) {
            for (String exposed : config.exposedPorts().keySet()) {
                if (!host.portBindings().containsKey(exposed)) {
                    bindings.addAll(bindings(port(exposed), new HostPort("", "")));
                }
            }
        }
        return bindings;
    }

    private List<PortBinding> bindings(ContainerPort port, HostPort place) {
        List<InetAddress> addresses =
                place.hostIp().isEmpty() ? defaultAddresses : List.of(Cidr.parseAddress(unbracketed(place.hostIp())));
        int[] range = range(place.hostPort());
        return addresses.stream()
                .map(address -> new PortBinding(port, address, range[0], range[1]))
                .toList();
    }

    private static String unbracketed(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }

    private static int[] range(String text) {
        if (text.isEmpty()) {
            return new int[] {0, 0};
        }
        int dash = text.indexOf('-');
        try {
            int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(text.substring(dash + 1));
            if (first >= 0 && first <= last && last <= 65535) {
                return new int[] {first, last};
            }
        } catch (NumberFormatException notANumber) {
            throw new EngineException.InvalidParameter("invalid port specification: \"" + text + "\"", notANumber);
        }
        throw new EngineException.InvalidParameter("invalid port specification: \"" + text + "\"");
    }

    /**
     * Reads {@code 80/tcp} or {@code 80}.
     *
     * @throws EngineException.InvalidParameter it is not that
     */
    static ContainerPort port(String text) {
        int slash = text.indexOf('/');
        String number = slash < 0 ? text : text.substring(0, slash);
        try {
            Protocol protocol = slash < 0 ? Protocol.TCP : Protocol.parse(text.substring(slash + 1));
            return new ContainerPort(Integer.parseInt(number), protocol);
        } catch (IllegalArgumentException invalid) {
            throw new EngineException.InvalidParameter("invalid port specification: \"" + text + "\"", invalid);
        }
    }

    /** {@code Ports} of an inspect: what is published, and null for what is only exposed. */
    static Map<String, @Nullable List<HostPort>> shown(ContainerConfig config, List<PublishedPort> published) {
        Map<String, @Nullable List<HostPort>> ports = new TreeMap<>();
        config.exposedPorts()
                .keySet()
                .forEach(exposed -> ports.put(port(exposed).toString(), null));
        Map<String, List<HostPort>> shown = new TreeMap<>();
        published.forEach(port -> shown.computeIfAbsent(port.container().toString(), key -> new ArrayList<>())
                .add(port.shown()));
        shown.forEach((port, places) -> ports.put(port, List.copyOf(places)));
        return Collections.unmodifiableMap(ports);
    }
}
