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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What networks, containers, published ports and links mean in the driver's tables. Pure: gives elements, runs none. */
public final class NftRules {
    /** A chain that stands as long as this version of the skeleton does. */
    static final String SKELETON_MARK = "inet berth skeleton_2";

    /** The chain that belongs to the host's owner. */
    static final String USER_CHAIN = "inet berth user";

    private static final String INET = "inet berth";
    private static final String BRIDGE = "bridge berth";

    private NftRules() {}

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
        elements.addAll(family(name, network.ipv4(), "4"));
        elements.addAll(family(name, network.ipv6(), "6"));
        network.trusted().forEach(link -> elements.add(Element.ofSet(INET, "trusted", quoted(link) + " . " + name)));
        return elements;
    }

    private static List<Element> family(String bridge, NetworkFacts.Family family, String suffix) {
        List<Element> elements = new ArrayList<>();
        family.source()
                .ifPresent(address -> elements.add(Element.ofMap(INET, "source" + suffix, bridge, text(address))));
        if (family.masquerade() && family.source().isEmpty()) {
            elements.add(Element.ofSet(INET, "masquerade" + suffix, bridge));
        }
        switch (family.reach()) {
            case TRANSLATED -> {}
            case UNPROTECTED -> elements.add(Element.ofSet(INET, "unprotected" + suffix, bridge));
            case ROUTED -> elements.add(Element.ofSet(INET, "routed" + suffix, bridge));
        }
        return elements;
    }

    /** The element of a container that reaches its neighbours on the bridge only where permitted. */
    public static List<Element> apart(String hostLink) {
        return List.of(Element.ofSet(BRIDGE, "apart", quoted(hostLink)));
    }

    /** What a container is, by which its bridge knows when it speaks for another. */
    public static List<Element> honest(String hostLink, String mac, Optional<Cidr> ipv4, Optional<Cidr> ipv6) {
        String link = quoted(hostLink);
        List<Element> elements = new ArrayList<>();
        elements.add(Element.ofSet(BRIDGE, "honest", link));
        elements.add(Element.ofSet(BRIDGE, "own_mac", link + " . " + mac));
        elements.addAll(given(Optional.of(mac), ipv4, ipv6));
        ipv4.ifPresent(own -> elements.add(Element.ofSet(BRIDGE, "own4", link + " . " + text(own.address()))));
        ipv6.ifPresent(own -> {
            elements.add(Element.ofSet(BRIDGE, "own6", link + " . " + text(own.address())));
            elements.add(Element.ofSet(BRIDGE, "own_nd", link + " . " + number(own.address())));
        });
        return elements;
    }

    /** Addresses that belong to somebody: a container, or the bridge itself. */
    public static List<Element> given(Optional<String> mac, Optional<Cidr> ipv4, Optional<Cidr> ipv6) {
        List<Element> elements = new ArrayList<>();
        mac.ifPresent(address -> elements.add(Element.ofSet(BRIDGE, "given_mac", address)));
        ipv4.ifPresent(address -> elements.add(Element.ofSet(BRIDGE, "given4", text(address.address()))));
        ipv6.ifPresent(address -> {
            elements.add(Element.ofSet(BRIDGE, "given6", text(address.address())));
            elements.add(Element.ofSet(BRIDGE, "given_nd", number(address.address())));
        });
        return elements;
    }

    /** The element by which a published port is reached at the container's own address; empty as {@link #open}. */
    public static Optional<Element> exposed(PortBinding binding, Optional<Cidr> ipv4, Optional<Cidr> ipv6) {
        return container(binding, ipv4, ipv6)
                .map(key -> Element.ofSet(INET, isV4(binding) ? "exposed4" : "exposed6", key));
    }

    /**
     * The elements of ports that are translated: one for each, and one for as many as follow on each other and have the
     * same number outside and inside. Those of a family in which the container has no address have none.
     */
    public static List<Element> published(List<PortBinding> bindings, Optional<Cidr> ipv4, Optional<Cidr> ipv6) {
        return PortRange.of(bindings).stream()
                .flatMap(range -> published(range, isV4(range.first()) ? ipv4 : ipv6).stream())
                .toList();
    }

    private static Optional<Element> published(PortRange range, Optional<Cidr> container) {
        PortBinding first = range.first();
        boolean any = first.hostAddress().isAnyLocalAddress();
        String family = (isV4(first) ? "4" : "6") + (any ? "_any" : "");
        String place = first.container().protocol().number() + " . " + (any ? "" : text(first.hostAddress()) + " . ");
        return container.map(own -> range.size() == 1
                ? Element.ofMap(
                        INET,
                        "published" + family,
                        place + first.hostPort(),
                        text(own.address()) + " . " + first.container().number())
                : Element.ofMap(
                        INET,
                        "ranges" + family,
                        place + first.hostPort() + "-" + (first.hostPort() + range.size() - 1),
                        text(own.address())));
    }

    /**
     * The element by which, on a network where containers do not reach each other, one reaches a port that another has
     * published; empty if that is published on loopback, or the container has no address of the family.
     */
    public static Optional<Element> open(PortBinding binding, Optional<Cidr> ipv4, Optional<Cidr> ipv6) {
        return container(binding, ipv4, ipv6).map(key -> Element.ofSet(BRIDGE, isV4(binding) ? "open4" : "open6", key));
    }

    private static Optional<String> container(PortBinding binding, Optional<Cidr> ipv4, Optional<Cidr> ipv6) {
        ContainerPort port = binding.container();
        return (isV4(binding) ? ipv4 : ipv6)
                .filter(own -> !binding.hostAddress().isLoopbackAddress())
                .map(own -> text(own.address()) + " . " + port.protocol().number() + " . " + port.number());
    }

    /** The elements by which {@code from} may ask {@code to} on these ports; both of one family. */
    public static List<Element> permit(InetAddress from, InetAddress to, List<ContainerPort> ports) {
        String set = from instanceof Inet4Address ? "permits4" : "permits6";
        return ports.stream()
                .map(port ->
                        text(from) + " . " + text(to) + " . " + port.protocol().number() + " . " + port.number())
                .flatMap(key -> Stream.of(Element.ofSet(INET, set, key), Element.ofSet(BRIDGE, set, key)))
                .toList();
    }

    private static boolean isV4(PortBinding binding) {
        return binding.hostAddress() instanceof Inet4Address;
    }

    private static String number(InetAddress address) {
        return "0x" + HexFormat.of().formatHex(address.getAddress());
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
