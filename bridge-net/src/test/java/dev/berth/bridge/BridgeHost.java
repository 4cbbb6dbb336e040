package dev.berth.bridge;

import dev.berth.linux.netlink.Route;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.netlink.VethSpec;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.JoinInfo;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.NetworkSpec;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A host of two namespaces' worth: the driver's, with a neighbour at the other end of a cable, and containers. */
final class BridgeHost implements AutoCloseable {
    static final String ADDRESS = "192.0.2.1";
    static final String NEIGHBOUR = "192.0.2.2";

    final NetNs namespace;
    final NetNs neighbour;
    private final Path directory;
    private final List<Container> containers = new CopyOnWriteArrayList<>();
    private final List<WhoAreYou> services = new ArrayList<>();
    private final Queue<PortBinding> published = new ConcurrentLinkedQueue<>();
    private HostNamespace host;
    private HostImage before;
    BridgeNetworkDriver driver;

    BridgeHost(NetNs namespace, NetNs neighbour) {
        this.namespace = namespace;
        this.neighbour = neighbour;
        this.directory = temporary();
        host = HostNamespace.of(namespace);
        driver = driver();
        connect();
        // Tables, which stay.
        network("n0", true, Map.of());
        driver.deleteNetwork("n0");
        before = HostImage.of(namespace, directory);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("berth-bridge");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What a test has done to the host until now is none of the driver's. */
    void begin() {
        before = HostImage.of(namespace, directory);
    }

    /** Takes away all that the driver has on record, by its own calls, in the order in which an engine does. */
    void dismantle() {
        services.forEach(WhoAreYou::close);
        services.clear();
        for (Container container : containers) {
            driver.revokeExternalConnectivity(container.network, container.id());
            driver.leave(container.network, container.id());
            driver.deleteEndpoint(container.network, container.id());
        }
        recorded("networks").forEach(driver::deleteNetwork);
    }

    private List<String> recorded(String kind) {
        try (Stream<Path> files = Files.walk(directory.resolve("run/bridge").resolve(kind))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".properties", ""))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the driver has left of all that it made; nothing, once it is {@linkplain #dismantle dismantled}. */
    List<String> left() {
        List<String> left = new ArrayList<>(before.changesTo(HostImage.of(namespace, directory)));
        containers.forEach(container -> left.addAll(container.links()));
        left.addAll(heldPorts());
        return left;
    }

    /** A stream socket that is bound and does not listen is in no list of the kernel's. */
    private List<String> heldPorts() {
        return namespace.call(() -> published.stream()
                .filter(port -> port.container().protocol() == Protocol.TCP && port.hostPort() > 0)
                .flatMap(port -> heldPort(port).stream())
                .toList());
    }

    private static Optional<String> heldPort(PortBinding port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections that have ended hold nothing
            socket.bind(new InetSocketAddress(port.hostAddress(), port.hostPort()));
            return Optional.empty();
        } catch (IOException taken) {
            return Optional.of("left: port " + port + ": " + taken.getMessage());
        }
    }

    /** Where the driver's files are, and room for the test's own. */
    Path directory() {
        return directory;
    }

    private BridgeNetworkDriver driver() {
        return new BridgeNetworkDriver(new DriverHome(directory.resolve("data"), directory.resolve("run")), host);
    }

    private void connect() {
        try (RtNetlink here = RtNetlink.open(namespace);
                RtNetlink there = RtNetlink.open(neighbour)) {
            here.newVeth(new VethSpec("up0", "up0", neighbour, 0, Optional.empty()));
            address(here, "up0", Cidr.parse(ADDRESS + "/24"));
            address(here, "up0", Cidr.parse("2001:db8::1/64"));
            address(there, "up0", Cidr.parse(NEIGHBOUR + "/24"));
            address(there, "up0", Cidr.parse("2001:db8::2/64"));
        }
    }

    /** The neighbour sends what is for that subnet to this host, as if it were a router. */
    void routeFromNeighbour(String subnet) {
        routeFromNeighbour(subnet, ADDRESS);
    }

    void routeFromNeighbour(String subnet, String through) {
        Cidr to = Cidr.parse(subnet);
        try (RtNetlink there = RtNetlink.open(neighbour)) {
            there.addRoute(Route.via(to.address(), to.prefix(), Cidr.parseAddress(through)));
        }
    }

    /** Turns br_netfilter on ("1") or off ("0") for IPv4 and IPv6, where this kernel has it at all. */
    void brNetfilter(String value) {
        if (Files.exists(Path.of("/proc/sys/net/bridge"))) {
            sysctl(namespace, "bridge/bridge-nf-call-iptables", value);
            sysctl(namespace, "bridge/bridge-nf-call-ip6tables", value);
        }
    }

    /** Writes a setting below {@code /proc/sys/net}. */
    static void sysctl(NetNs where, String name, String value) {
        where.call(() -> Files.writeString(Path.of("/proc/sys/net", name), value));
    }

    /** As root there would, to get at a host's loopback: 127.0.0.1 is no longer there but behind that gateway. */
    static void sendLoopbackOut(NetNs where, String gateway) {
        sysctl(where, "ipv4/conf/all/route_localnet", "1");
        Iproute2 ip = Iproute2.in(where);
        ip.run("ip", "address", "flush", "dev", "lo").orFail();
        ip.run("ip", "route", "add", "127.0.0.1/32", "via", gateway).orFail();
    }

    /** The daemon was killed and is there again; a killed one's sockets are closed by the kernel, so by us here. */
    void restart() {
        driver.close();
        host.close();
        host = HostNamespace.of(namespace);
        driver = driver();
    }

    /** Network {@code n1}: subnet 172.1.0.0/16, fd00:1::/64. */
    NetworkSpec network(String id, boolean internal, Map<String, String> options) {
        String n = id.substring(1);
        IpamData v4 = pool("172." + n + ".0.0/16", "172." + n + ".0.1/16");
        IpamData v6 = pool("fd00:" + n + "::/64", "fd00:" + n + "::1/64");
        NetworkSpec spec = new NetworkSpec(id, id, internal, true, options, List.of(v4, v6));
        driver.createNetwork(spec);
        return spec;
    }

    NetworkSpec network(String id) {
        return network(id, false, Map.of());
    }

    private static IpamData pool(String subnet, String gateway) {
        return new IpamData(Cidr.parse(subnet), Optional.of(Cidr.parse(gateway)), Map.of());
    }

    static EndpointSpec endpointSpec(String network, int number) {
        String n = network.substring(1);
        return new EndpointSpec(
                network + "e" + number,
                Optional.empty(),
                Optional.of(Cidr.parse("172." + n + ".0." + number + "/16")),
                Optional.of(Cidr.parse("fd00:" + n + "::" + number + "/64")),
                Map.of());
    }

    /** A container at address {@code number} of the network, all set up. */
    Container container(String network, int number) {
        return container(network, endpointSpec(network, number));
    }

    Container container(String network, EndpointSpec spec) {
        Path file = directory.resolve("netns-" + spec.id());
        Container container = new Container(network, spec, NetNs.create(file));
        containers.add(container);
        driver.createEndpoint(network, container.spec);
        JoinInfo info = driver.join(network, container.id(), new JoinSpec(file, "eth0"));
        container.configure(info);
        return container;
    }

    /** A service that lives as long as this host. */
    void serve(NetNs where, String name, int port) {
        services.add(WhoAreYou.serve(where, name, port));
    }

    List<PortBinding> publish(Container container, PortBinding... bindings) {
        List<PortBinding> held =
                driver.programExternalConnectivity(container.network, container.id(), List.of(bindings));
        published.addAll(held);
        return held;
    }

    static PortBinding tcp(String address, int hostPort, int port) {
        return new PortBinding(new ContainerPort(port, Protocol.TCP), Cidr.parseAddress(address), hostPort, hostPort);
    }

    static PortBinding udp(String address, int hostPort, int port) {
        return new PortBinding(new ContainerPort(port, Protocol.UDP), Cidr.parseAddress(address), hostPort, hostPort);
    }

    @Override
    public void close() {
        services.forEach(WhoAreYou::close);
        driver.close();
        host.close();
        containers.forEach(Container::close);
        TreeDelete.delete(directory);
    }

    static void address(RtNetlink netlink, String link, Cidr address) {
        int index = netlink.link(link).orElseThrow().index();
        netlink.addAddress(index, address.address(), address.prefix());
        netlink.setUp(index);
    }

    /** A namespace with an endpoint in it. */
    static final class Container implements AutoCloseable {
        final String network;
        final EndpointSpec spec;
        final NetNs namespace;

        private Container(String network, EndpointSpec spec, NetNs namespace) {
            this.network = network;
            this.spec = spec;
            this.namespace = namespace;
        }

        String id() {
            return spec.id();
        }

        String ipv4() {
            return spec.ipv4().orElseThrow().address().getHostAddress();
        }

        String ipv6() {
            return spec.ipv6().orElseThrow().address().getHostAddress();
        }

        /** What the engine does after join. */
        private void configure(JoinInfo info) {
            try (RtNetlink inside = RtNetlink.open(namespace)) {
                inside.setUp(1);
                spec.ipv4().ifPresent(own -> address(inside, "eth0", own));
                spec.ipv6().ifPresent(own -> address(inside, "eth0", own));
                info.gateway4().ifPresent(gateway -> inside.addRoute(Route.defaultVia(gateway)));
                info.gateway6().ifPresent(gateway -> inside.addRoute(Route.defaultVia(gateway)));
            }
        }

        /** What is there beside loopback. */
        private List<String> links() {
            try (RtNetlink inside = RtNetlink.open(namespace)) {
                return inside.links().stream()
                        .filter(link -> !link.name().equals("lo"))
                        .map(link -> "left in container " + id() + ": " + link)
                        .toList();
            }
        }

        /** As root inside would, on a network that gave no default route. */
        void routeDefault(String gateway) {
            try (RtNetlink inside = RtNetlink.open(namespace)) {
                inside.addRoute(Route.defaultVia(Cidr.parseAddress(gateway)));
            }
        }

        @Override
        public void close() {
            namespace.close();
            NetNs.delete(namespace.path());
        }
    }
}
