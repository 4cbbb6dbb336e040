package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.berth.plugin.network.Forwarding;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.NetworkSpec;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A host whose kernel refuses what a test tells it to, with a driver and a sandbox, and all that can be seen of it. */
final class RefusingHost implements AutoCloseable {
    /** The port that a neighbour has begun to send datagrams to. */
    static final int UDP_PORT = 5353;

    /** A transaction that puts both tables back whole; without it, a single refused one is mended. */
    static final Predicate<String> MENDING = request -> request.contains("delete table inet berth");

    private static final int MOST_REQUESTS = 80;

    /** Whatever is written to a file: records, and the kernel's settings. */
    static final Predicate<String> WRITES = request -> request.matches("(?s)(set|(write|rename|delete) record) .*");

    private final Path directory;
    private final Refusals refusals = new Refusals();
    private final NetNs namespace;
    private final NetNs neighbour;
    private final NetNs sandbox;
    private final HostNamespace host;
    final BridgeNetworkDriver driver;

    RefusingHost(NetNs namespace, NetNs neighbour, Path directory) {
        this.namespace = namespace;
        this.neighbour = neighbour;
        this.directory = directory;
        connect();
        sandbox = NetNs.create(directory.resolve("sandbox"));
        FaultyNetlink netlink = new FaultyNetlink(refusals);
        FaultyNft nft = new FaultyNft(refusals);
        FaultyFiles files = new FaultyFiles(refusals);
        host = HostNamespace.of(
                namespace, new Connections(netlink::links, nft::open, netlink::tables, netlink::flows, files));
        driver = new BridgeNetworkDriver(
                new DriverHome(directory.resolve("data"), directory.resolve("run")), host, Forwarding.ENABLE, files);
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

    /** Only such requests are refused from now on, each in turn. */
    void refuseOnly(Predicate<String> these) {
        refusals.count(these);
    }

    /** All such requests are refused from now on. */
    void refuseAll(Errno errno, Predicate<String> these) {
        refusals.refuse(-1, errno, these);
    }

    /** From now on the kernel does what it is asked. */
    void obey() {
        refusals.obey();
    }

    /** How many of the requests that have numbers a step makes. */
    int requests(Runnable step) {
        refusals.obey();
        step.run();
        return refusals.came();
    }

    /** A network on a host that has been no router until now, so that each setting is written. */
    void createFirstNetwork(String id, Map<String, String> options) {
        BridgeHost.sysctl(namespace, "ipv4/ip_forward", "0");
        BridgeHost.sysctl(namespace, "ipv6/conf/all/forwarding", "0");
        createNetwork(id, options);
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
        join(endpoint, "eth0");
    }

    void join(String endpoint, String interfaceName) {
        driver.join("n1", endpoint, new JoinSpec(sandbox.path(), interfaceName));
    }

    /** By hand, behind the driver's back. */
    void deleteLink(String name) {
        Iproute2.in(namespace).run("ip", "link", "delete", name).orFail();
    }

    /**
     * Does the step again and again, each time with another of its requests refused, until none is left to refuse. What
     * fails must leave everything as it was and say which object it was about.
     *
     * @param back undoes the step where it succeeded
     * @return how many requests there are
     */
    int refuseEach(Errno errno, Predicate<String> others, String object, Runnable step, Runnable back) {
        HostImage before = everything();
        for (int number = 0; number < MOST_REQUESTS; number++) {
            boolean reached = withRefused(number, errno, others, object, step, back);
            assertThat(before.changesTo(everything()))
                    .as("after request " + number + " was refused")
                    .isEmpty();
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
        HostImage after = everything();
        for (int number = 0; number < MOST_REQUESTS; number++) {
            prepare.run();
            boolean reached = withRefused(number, errno, others, object, step, () -> {});
            step.run();
            assertThat(after.changesTo(everything()))
                    .as("after request " + number + " was refused, and all was done again")
                    .isEmpty();
            if (!reached) {
                return number;
            }
        }
        throw new AssertionError("more than " + MOST_REQUESTS + " requests");
    }

    private boolean withRefused(
            int number, Errno errno, Predicate<String> others, String object, Runnable step, Runnable succeeded) {
        sendDatagram();
        Refusals.Trial trial = refusals.during(number, errno, others, step);
        trial.failure()
                .ifPresentOrElse(
                        told -> assertThat(told).as("request " + number).hasMessageContaining(object), succeeded);
        sendDatagram();
        return trial.reached();
    }

    private void sendDatagram() {
        neighbour.call(() -> {
            try (DatagramSocket socket = new DatagramSocket(40_000)) {
                socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(BridgeHost.ADDRESS), UDP_PORT));
            }
            return true;
        });
    }

    /** All that a user could see of it. */
    HostImage everything() {
        List<String> lines = new ArrayList<>(HostImage.of(namespace, directory).lines());
        lines.add("sandbox: " + Iproute2.in(sandbox).linkNames());
        return new HostImage(lines);
    }

    @Override
    public void close() {
        Cleanup.all(driver::close, host::close, sandbox::close, () -> NetNs.delete(sandbox.path()));
    }
}
