package dev.berth.bridge.firewall;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What networks, containers, published ports and links mean in the driver's tables. Pure: gives elements, runs none. */
public final class NftRules {
    /** A chain that stands as long as this version of the skeleton does. */
    static final String SKELETON_MARK = "inet berth skeleton_1";

    private static final String INET = "inet berth";
    private static final String BRIDGE = "bridge berth";

    private NftRules() {}

    /**
     * What the firewall knows of a network.
     *
     * @param bridge name of its link
     * @param internal nothing passes in or out
     * @param icc containers reach each other
     * @param masquerade they leave under the host's address
     * @param subnets of both families
     */
    public record NetworkFacts(String bridge, boolean internal, boolean icc, boolean masquerade, List<Cidr> subnets) {
        public NetworkFacts {
            subnets = List.copyOf(subnets);
        }
    }

    /** The commands that set both tables up, empty; what stood under their names goes in the same transaction. */
    static String skeleton() {
        try (InputStream text = NftRules.class.getResourceAsStream("skeleton.nft")) {
            if (text == null) {
                throw new IllegalStateException("skeleton.nft is not on the class path");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("read skeleton.nft", failure);
        }
    }

    /** A network's elements. */
    public static List<Element> network(NetworkFacts network) {
        String name = quoted(network.bridge());
        String pair = name + " . " + name;
        List<Element> elements = new ArrayList<>();
        elements.add(Element.ofSet(INET, "bridges", name));
        elements.add(Element.ofSet(INET, "pairs", pair));
        if (network.icc()) {
            elements.add(Element.ofSet(INET, "icc", pair));
        }
        for (Cidr subnet : network.subnets()) {
            String set = subnet.isV4() ? "subnets4" : "subnets6";
            elements.add(Element.ofSet(INET, set, text(subnet.network().address()) + "/" + subnet.prefix()));
        }
        if (network.internal()) {
            elements.add(Element.ofMap(INET, "leaving", name, "goto internal"));
            elements.add(Element.ofMap(INET, "entering", name, "goto internal"));
            return elements;
        }
        elements.add(Element.ofMap(INET, "entering", name, "goto to_containers"));
        if (network.masquerade()) {
            elements.add(Element.ofSet(INET, "masquerade4", name));
            elements.add(Element.ofSet(INET, "masquerade6", name));
        }
        return elements;
    }

    /** The element of a container that reaches its neighbours on the bridge only where permitted. */
    public static List<Element> apart(String hostLink) {
        return List.of(Element.ofSet(BRIDGE, "apart", quoted(hostLink)));
    }

    /** A published port's element; empty if the container has no address of the binding's family. */
    public static Optional<Element> published(PortBinding binding, Optional<Cidr> ipv4, Optional<Cidr> ipv6) {
        boolean v4 = binding.hostAddress() instanceof Inet4Address;
        String map = v4 ? "published4" : "published6";
        String protocol = binding.container().protocol().word();
        return (v4 ? ipv4 : ipv6).map(container -> {
            String target =
                    text(container.address()) + " . " + binding.container().number();
            return binding.hostAddress().isAnyLocalAddress()
                    ? Element.ofMap(INET, map + "_any", protocol + " . " + binding.hostPort(), target)
                    : Element.ofMap(
                            INET,
                            map,
                            protocol + " . " + text(binding.hostAddress()) + " . " + binding.hostPort(),
                            target);
        });
    }

    /**
     * The element by which, on a network where containers do not reach each other, one reaches a port that another has
     * published; empty if that is published on loopback, or the container has no address of the family.
     */
    public static Optional<Element> open(PortBinding binding, Optional<Cidr> ipv4, Optional<Cidr> ipv6) {
        if (binding.hostAddress().isLoopbackAddress()) {
            return Optional.empty();
        }
        boolean v4 = binding.hostAddress() instanceof Inet4Address;
        ContainerPort port = binding.container();
        return (v4 ? ipv4 : ipv6)
                .map(own -> text(own.address()) + " . " + port.protocol().word() + " . " + port.number())
                .map(key -> Element.ofSet(BRIDGE, v4 ? "open4" : "open6", key));
    }

    /** The elements by which {@code from} may ask {@code to} on these ports; both of one family. */
    public static List<Element> permit(InetAddress from, InetAddress to, List<ContainerPort> ports) {
        String set = from instanceof Inet4Address ? "permits4" : "permits6";
        return ports.stream()
                .map(port ->
                        text(from) + " . " + text(to) + " . " + port.protocol().word() + " . " + port.number())
                .flatMap(key -> Stream.of(Element.ofSet(INET, set, key), Element.ofSet(BRIDGE, set, key)))
                .toList();
    }

    private static String quoted(String linkName) {
        return '"' + linkName + '"';
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
