package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.netlink.FaultyNetlink;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Nft;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.NetworkSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A kernel that refuses requests to it, each one in turn: nothing of what was begun may stay, and the object is named. */
@NetNsTest
class RefusedRequestsIT {
    private static final int MOST_REQUESTS = 60;

    @TempDir
    Path directory;

    private final FaultyNetlink kernel = new FaultyNetlink();
    private NetNs namespace;
    private NetNs sandbox;
    private HostNamespace host;
    private BridgeNetworkDriver driver;

    @BeforeEach
    void start(NetNs own) {
        namespace = own;
        sandbox = NetNs.create(directory.resolve("sandbox"));
        host = HostNamespace.of(own, kernel.open(own));
        driver = new BridgeNetworkDriver(new DriverHome(directory.resolve("data"), directory.resolve("run")), host);
        // Tables, and settings of the host that stay by design.
        driver.createNetwork(network("n0", "10.0.0"));
        driver.deleteNetwork("n0");
    }

    @AfterEach
    void stop() {
        Cleanup.all(driver::close, host::close, sandbox::close, () -> NetNs.delete(sandbox.path()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"ENOSPC", "ENOMEM", "EBUSY", "EEXIST"})
    void createNetwork_refusedAnywhere_isUndoneWhole(Errno errno) {
        int refused = refuseEach(
                errno, "br-n1", () -> driver.createNetwork(network("n1", "10.0.1")), () -> driver.deleteNetwork("n1"));
        assertThat(refused).isGreaterThan(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"ENOSPC", "ENOMEM", "EBUSY", "EEXIST"})
    void join_refusedAnywhere_isUndoneWhole(Errno errno) {
        driver.createNetwork(network("n1", "10.0.1"));
        driver.createEndpoint("n1", BridgeHost.endpointSpec("n1", 2));
        // A bridge that had a port has an address of its own kind, and other features, from then on.
        driver.join("n1", "n1e2", new JoinSpec(sandbox.path(), "eth0"));
        driver.leave("n1", "n1e2");
        int refused = refuseEach(
                errno,
                "vethn1e2",
                () -> driver.join("n1", "n1e2", new JoinSpec(sandbox.path(), "eth0")),
                () -> driver.leave("n1", "n1e2"));
        assertThat(refused).isGreaterThan(4);
    }

    /** Does the step again and again, each time with another of its requests refused, until none is left to refuse. */
    private int refuseEach(Errno errno, String object, Runnable step, Runnable back) {
        String before = everything();
        for (int number = 0; number < MOST_REQUESTS; number++) {
            kernel.refuse(number, errno);
            Optional<RuntimeException> failure = attempt(step);
            boolean reached = kernel.hasRefused();
            kernel.obey();
            if (failure.isPresent()) {
                assertThat(failure.get()).as("request " + number).hasMessageContaining(object);
            } else {
                back.run();
            }
            assertThat(everything())
                    .as("after request " + number + " was refused")
                    .isEqualTo(before);
            if (!reached) {
                return number;
            }
        }
        throw new AssertionError("more than " + MOST_REQUESTS + " requests");
    }

    private static Optional<RuntimeException> attempt(Runnable step) {
        try {
            step.run();
            return Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of(failure);
        }
    }

    /** All that a user could see of it, less what changes by itself: timers, and whether a bridge has a carrier yet. */
    private String everything() {
        Iproute2 ip = Iproute2.in(namespace);
        return String.join(
                        "\n",
                        ip.run("ip", "-d", "link").text(),
                        ip.run("ip", "-o", "address", "show", "scope", "global").text(),
                        ip.run("ip", "route").text(),
                        ip.run("ip", "-6", "route", "show", "root", "fd00::/8").text(),
                        ip.run("ip", "neighbour").text(),
                        Iproute2.in(sandbox).run("ip", "link").text(),
                        Nft.in(namespace).ruleset(),
                        records())
                .replaceAll("(_timer|_change|_detected) +[0-9.]+|<[A-Z_,]+>|state [A-Z]+|linkdown ?", "");
    }

    private String records() {
        try (Stream<Path> files = Files.walk(directory.resolve("run"))) {
            return files.filter(Files::isRegularFile).sorted().toList().toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static NetworkSpec network(String id, String prefix) {
        IpamData v4 = pool(prefix + ".0/24", prefix + ".1/24");
        IpamData v6 = pool("fd00:1::/64", "fd00:1::1/64");
        return new NetworkSpec(id, id, false, true, Map.of(), List.of(v4, v6));
    }

    private static IpamData pool(String subnet, String gateway) {
        return new IpamData(Cidr.parse(subnet), Optional.of(Cidr.parse(gateway)), Map.of());
    }
}
