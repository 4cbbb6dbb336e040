package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.netlink.Conntrack;
import dev.berth.linux.netlink.FaultyNetlink;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.netlink.VethSpec;
import dev.berth.linux.nft.FaultyNft;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.Refusals;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.NetworkSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A host whose kernel refuses what a test tells it to, with a driver and a sandbox, and all that can be seen of it. */
final class RefusingHost implements AutoCloseable {
    /** The port that a neighbour has begun to send datagrams to. */
    static final int UDP_PORT = 5353;

    /** A transaction that puts both tables back whole; without it, a single refused one is mended. */
    static final Predicate<String> MENDING = request -> request.contains("delete table inet berth");

    private static final int MOST_REQUESTS = 80;
    private static final String SHOW = """
            ip -d link; ip -o address show scope global; ip route; ip -6 route show root fd00::/8; ip neighbour | grep -vE 'FAILED|INCOMPLETE|dev up0|^fe80'
            nft --stateless list ruleset; cat /proc/net/udp /proc/net/tcp | awk '{print $2}' | sort""";

    private final Path directory;
    private final Refusals refusals = new Refusals();
    private final NetNs namespace;
    private final NetNs neighbour;
    private final NetNs sandbox;
    private final HostNamespace host;
    private final Conntrack flows;
    final BridgeNetworkDriver driver;

    RefusingHost(NetNs namespace, NetNs neighbour, Path directory) {
        this.namespace = namespace;
        this.neighbour = neighbour;
        this.directory = directory;
        connect();
        sandbox = NetNs.create(directory.resolve("sandbox"));
        flows = Conntrack.open(namespace);
        FaultyNetlink netlink = new FaultyNetlink(refusals);
        FaultyNft nft = new FaultyNft(refusals);
        host = HostNamespace.of(namespace, new Connections(netlink::links, nft::open, netlink::tables, netlink::flows));
        driver = new BridgeNetworkDriver(new DriverHome(directory.resolve("data"), directory.resolve("run")), host);
        // Tables, and settings of the host that stay by design.
        createNetwork("n0", Map.of());
        driver.deleteNetwork("n0");
    }

    private void connect() {
        try (RtNetlink here = RtNetlink.open(namespace);
                RtNetlink there = RtNetlink.open(neighbour)) {
            here.newVeth(new VethSpec("up0", "up0", neighbour, 0, Optional.empty()));
            BridgeHost.address(here, "up0", Cidr.parse(BridgeHost.ADDRESS + "/24"));
            BridgeHost.address(there, "up0", Cidr.parse(BridgeHost.NEIGHBOUR + "/24"));
        }
    }

    void createNetwork(String id, Map<String, String> options) {
        String number = id.substring(1);
        IpamData v4 = pool("10.0." + number + ".0/24", "10.0." + number + ".1/24");
        IpamData v6 = pool("fd00:" + number + "::/64", "fd00:" + number + "::1/64");
        driver.createNetwork(new NetworkSpec(id, id, false, true, options, List.of(v4, v6)));
    }

    private static IpamData pool(String subnet, String gateway) {
        return new IpamData(Cidr.parse(subnet), Optional.of(Cidr.parse(gateway)), Map.of());
    }

    void join(String endpoint) {
        driver.join("n1", endpoint, new JoinSpec(sandbox.path(), "eth0"));
    }

    /**
     * Does the step again and again, each time with another of its requests refused, until none is left to refuse. What
     * fails must leave everything as it was and say which object it was about.
     *
     * @param back undoes the step where it succeeded
     * @return how many requests there are
     */
    int refuseEach(Errno errno, Predicate<String> others, String object, Runnable step, Runnable back) {
        String before = everything();
        for (int number = 0; number < MOST_REQUESTS; number++) {
            boolean reached = withRefused(number, errno, others, object, step, back);
            assertThat(everything())
                    .as("after request " + number + " was refused")
                    .isEqualTo(before);
            if (!reached) {
                return number;
            }
        }
        throw new AssertionError("more than " + MOST_REQUESTS + " requests");
    }

    /**
     * The same for a step that removes: what fails must be done whole by doing it again.
     *
     * @param prepare makes what is to be removed
     */
    int finishEach(Errno errno, Predicate<String> others, String object, Runnable prepare, Runnable step) {
        prepare.run();
        step.run();
        String after = everything();
        for (int number = 0; number < MOST_REQUESTS; number++) {
            prepare.run();
            boolean reached = withRefused(number, errno, others, object, step, () -> {});
            step.run();
            assertThat(everything())
                    .as("after request " + number + " was refused, and all was done again")
                    .isEqualTo(after);
            if (!reached) {
                return number;
            }
        }
        throw new AssertionError("more than " + MOST_REQUESTS + " requests");
    }

    private boolean withRefused(
            int number, Errno errno, Predicate<String> others, String object, Runnable step, Runnable succeeded) {
        sendDatagram();
        refusals.refuse(number, errno, others);
        Optional<RuntimeException> failure = attempt(step);
        boolean reached = refusals.hasRefused();
        refusals.obey();
        failure.ifPresentOrElse(
                told -> assertThat(told).as("request " + number).hasMessageContaining(object), succeeded);
        sendDatagram();
        return reached;
    }

    private static Optional<RuntimeException> attempt(Runnable step) {
        try {
            step.run();
            return Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of(failure);
        }
    }

    private void sendDatagram() {
        neighbour.call(() -> {
            try (DatagramSocket socket = new DatagramSocket(40_000)) {
                socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(BridgeHost.ADDRESS), UDP_PORT));
            }
            return true;
        });
    }

    /** All that a user could see of it, less what changes by itself: timers, and whether a bridge has a carrier yet. */
    String everything() {
        String shown = Iproute2.in(namespace).run("sh", "-c", SHOW).text()
                + Iproute2.in(sandbox).run("ip", "link").text();
        return shown.replaceAll("(_timer|_change|_detected) +[0-9.]+|<[A-Z_,-]+>|state [A-Z]+|linkdown ?", "")
                + records()
                + translated();
    }

    private String records() {
        try (Stream<Path> files = Files.walk(directory.resolve("run"))) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> file + " " + body(file))
                    .toList()
                    .toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Without the comment that says when it was written. */
    private static List<String> body(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("#"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The tracked flows that somebody else answers than they were meant for. */
    private String translated() {
        return flows.flows().stream()
                .filter(flow -> !flow.answers().equals(flow.destination()))
                .toList()
                .toString();
    }

    @Override
    public void close() {
        Cleanup.all(driver::close, host::close, flows::close, sandbox::close, () -> NetNs.delete(sandbox.path()));
    }
}
