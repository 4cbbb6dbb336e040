package dev.berth.bridge;

import static dev.berth.bridge.BridgeHost.tcp;
import static dev.berth.bridge.BridgeHost.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Nft;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A kernel that refuses requests, each one in turn, by netlink, in nftables, in connection tracking and of its settings,
 * and a disk that refuses to be written to: nothing of what was begun may stay, and the object is named.
 */
@NetNsTest
class RefusedRequestsIT {
    private static final Predicate<String> NOTHING_ELSE = request -> false;

    /** Containers reach each other by permits only, so that every kind of element is there. */
    private static final Map<String, String> APART = Map.of("com.docker.network.bridge.enable_icc", "false");

    @TempDir
    Path directory;

    private NetNs namespace;
    private RefusingHost host;

    @BeforeEach
    void start(NetNs own, NetNs neighbour) {
        namespace = own;
        host = new RefusingHost(own, neighbour, directory);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    /** With one container on it that has joined and left: a bridge that had a port is not quite what it was before. */
    private void network() {
        host.createNetwork("n1", APART);
        host.driver.createEndpoint("n1", BridgeHost.endpointSpec("n1", 2));
        host.join("n1e2");
        host.driver.leave("n1", "n1e2");
    }

    /** Where a dockerd filters, its chain is one more place. */
    private void dockerd() {
        Nft.in(namespace).run("table ip filter {\n chain DOCKER-USER {\n counter return\n }\n}\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"ENOSPC", "ENOMEM", "EBUSY", "EEXIST"})
    void createNetwork_refusedAnywhere_isUndoneWhole(Errno errno) {
        int requests = host.refuseEach(
                errno,
                NOTHING_ELSE,
                "n1",
                () -> host.createFirstNetwork("n1", APART),
                () -> host.driver.deleteNetwork("n1"));
        assertThat(requests).isGreaterThan(7);
    }

    @Test
    void createNetwork_tablesCannotBeMended_isUndoneWhole() {
        dockerd();
        int requests = host.refuseEach(
                Errno.ENOMEM,
                RefusingHost.MENDING,
                "n1",
                () -> host.createFirstNetwork("n1", APART),
                () -> host.driver.deleteNetwork("n1"));
        assertThat(requests).isGreaterThan(9);
    }

    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"ENOSPC", "ENOMEM", "EBUSY", "EEXIST"})
    void join_refusedAnywhere_isUndoneWhole(Errno errno) {
        network();
        int requests = host.refuseEach(
                errno, RefusingHost.MENDING, "n1", () -> host.join("n1e2"), () -> host.driver.leave("n1", "n1e2"));
        assertThat(requests).isGreaterThan(6);
    }

    /** Somebody has deleted the bridge; two containers are on it, and a third one joins. */
    @Test
    void join_bridgeGone_isMendedByTheNextCall() {
        network();
        host.driver.createEndpoint("n1", BridgeHost.endpointSpec("n1", 3));
        host.join("n1e2");
        int requests = host.finishEach(
                Errno.ENOMEM,
                RefusingHost.MENDING,
                "n1",
                () -> {
                    host.driver.leave("n1", "n1e3");
                    host.deleteLink("br-n1");
                },
                () -> host.join("n1e3", "eth1"));
        assertThat(requests).isGreaterThan(15);
    }

    @Test
    void join_besideADockerd_isUndoneWhole() {
        dockerd();
        network();
        int requests = host.refuseEach(
                Errno.ENOSPC,
                RefusingHost.MENDING,
                "n1",
                () -> host.join("n1e2"),
                () -> host.driver.leave("n1", "n1e2"));
        assertThat(requests).isGreaterThan(8);
    }

    @Test
    void publish_refusedAnywhere_isUndoneWhole() {
        network();
        for (Predicate<String> others : List.of(NOTHING_ELSE, RefusingHost.MENDING)) {
            int requests = host.refuseEach(
                    Errno.ENOMEM,
                    others,
                    "n1e2",
                    this::publish,
                    () -> host.driver.revokeExternalConnectivity("n1", "n1e2"));
            // a transaction, and for datagrams: the host's addresses, all flows, the flow that had begun
            assertThat(requests).isGreaterThanOrEqualTo(4);
        }
    }

    /** However many ports: the kernel does all of it at once. */
    @Test
    void publishAndRevoke_areOneTransactionEach() {
        network();
        host.refuseOnly(request -> request.contains(" element "));
        PortBinding[] ports = IntStream.range(0, 300)
                .mapToObj(i -> tcp("0.0.0.0", 20_000 + 2 * i, 80))
                .toArray(PortBinding[]::new);
        assertThat(host.requests(() -> host.driver.programExternalConnectivity("n1", "n1e2", List.of(ports))))
                .isEqualTo(1);
        assertThat(host.requests(() -> host.driver.revokeExternalConnectivity("n1", "n1e2")))
                .isEqualTo(1);
    }

    /** The kernel's own word for a bridge that has all the ports it can have. */
    @Test
    void join_bridgeFull_saysWhatToDo() {
        network();
        HostImage before = host.everything();
        host.refuseAll(Errno.EXFULL, request -> request.contains(" master "));
        assertThatThrownBy(() -> host.join("n1e2"))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessage("bridge br-n1 of network n1 is full: a bridge takes 1023 containers; create another network"
                        + " and start further containers on that");
        host.obey();
        assertThat(before.changesTo(host.everything())).isEmpty();
    }

    private void publish() {
        host.driver.programExternalConnectivity(
                "n1", "n1e2", List.of(tcp("0.0.0.0", 8080, 80), udp("0.0.0.0", RefusingHost.UDP_PORT, 53)));
    }

    @Test
    void permit_refusedAnywhere_isUndoneWhole() {
        network();
        host.driver.createEndpoint("n1", BridgeHost.endpointSpec("n1", 3));
        int requests = host.refuseEach(
                Errno.ENOSPC,
                RefusingHost.MENDING,
                "n1e2",
                this::permit,
                () -> host.driver.revoke("n1", "n1e3", "n1e2"));
        assertThat(requests).isPositive();
    }

    private void permit() {
        host.driver.permit("n1", "n1e3", "n1e2", List.of(new ContainerPort(53, Protocol.UDP)));
    }

    @Test
    void revoke_refusedAnywhere_isDoneByTheNextCall() {
        network();
        int requests = host.finishEach(
                Errno.ENOMEM,
                RefusingHost.MENDING,
                "n1e2",
                this::publish,
                () -> host.driver.revokeExternalConnectivity("n1", "n1e2"));
        assertThat(requests).isGreaterThanOrEqualTo(3);
    }

    @Test
    void leave_refusedAnywhere_isDoneByTheNextCall() {
        network();
        int requests = host.finishEach(
                Errno.EBUSY,
                RefusingHost.MENDING,
                "n1e2",
                () -> host.join("n1e2"),
                () -> host.driver.leave("n1", "n1e2"));
        assertThat(requests).isGreaterThan(2);
    }

    @Test
    void deleteEndpoint_refusedAnywhere_isDoneByTheNextCall() {
        network();
        int requests = host.finishEach(
                Errno.EBUSY,
                RefusingHost.MENDING,
                "n1e2",
                this::everythingOfOne,
                () -> host.driver.deleteEndpoint("n1", "n1e2"));
        assertThat(requests).isGreaterThan(6);
    }

    @Test
    void deleteNetwork_refusedAnywhere_isDoneByTheNextCall() {
        dockerd();
        int requests = host.finishEach(
                Errno.ENOMEM,
                RefusingHost.MENDING,
                "n1",
                () -> {
                    host.createNetwork("n1", APART);
                    everythingOfOne();
                },
                () -> host.driver.deleteNetwork("n1"));
        assertThat(requests).isGreaterThan(9);
    }

    private void everythingOfOne() {
        host.driver.createEndpoint("n1", BridgeHost.endpointSpec("n1", 2));
        host.driver.createEndpoint("n1", BridgeHost.endpointSpec("n1", 3));
        host.join("n1e2");
        publish();
        permit();
    }

    /** Settings and records, by the reasons for which a file system refuses. */
    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"EIO", "ENOSPC", "EROFS"})
    void write_refusedAnywhere_isUndoneWhole(Errno errno) {
        host.refuseOnly(RefusingHost.WRITES);
        int settings = host.refuseEach(
                errno,
                NOTHING_ELSE,
                "n1",
                () -> host.createFirstNetwork("n1", APART),
                () -> host.driver.deleteNetwork("n1"));
        // the record and its renaming; of the bridge localnet and how addresses begin; two kinds of forwarding
        assertThat(settings).isEqualTo(6);
        network();
        host.driver.createEndpoint("n1", BridgeHost.endpointSpec("n1", 3));
        int records = host.refuseEach(
                errno,
                NOTHING_ELSE,
                "n1e4",
                () -> host.driver.createEndpoint("n1", BridgeHost.endpointSpec("n1", 4)),
                () -> host.driver.deleteEndpoint("n1", "n1e4"));
        assertThat(records).isEqualTo(2);
        host.refuseEach(
                errno, NOTHING_ELSE, "n1e2", this::publish, () -> host.driver.revokeExternalConnectivity("n1", "n1e2"));
        host.refuseEach(errno, NOTHING_ELSE, "n1e2", this::permit, () -> host.driver.revoke("n1", "n1e3", "n1e2"));
    }

    /** A full disk must not keep anybody from removing. */
    @Test
    void fullDisk_isNoHindranceToRemoving() {
        HostImage before = host.everything();
        host.createNetwork("n1", APART);
        everythingOfOne();
        host.refuseAll(Errno.ENOSPC, request -> request.startsWith("write record"));
        host.driver.deleteEndpoint("n1", "n1e2");
        host.driver.deleteNetwork("n1");
        assertThat(before.changesTo(host.everything())).isEmpty();
    }

    /** A firewall that cannot be read is not taken for an empty one: the host owner's rules would be lost with it. */
    @Test
    void tablesThatCannotBeRead_keepTheUsersRules() {
        Nft.in(namespace).run("add rule inet berth user ip saddr 203.0.113.7 drop");
        host.refuseEach(
                Errno.ENOMEM,
                request -> request.startsWith("list chain"),
                "n1",
                () -> host.createFirstNetwork("n1", APART),
                () -> host.driver.deleteNetwork("n1"));
        assertThat(Nft.in(namespace).ruleset()).contains("203.0.113.7 drop");
    }
}
