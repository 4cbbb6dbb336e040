package dev.berth.runtime.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bridge.BridgeNetworkDriver;
import dev.berth.bridge.HostNamespace;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.client.PluginDeadlines;
import dev.berth.plugin.client.PluginDirectories;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.network.NetworkSpec;
import dev.berth.plugin.server.NetworkPlugin;
import dev.berth.plugin.server.PluginRouter;
import dev.berth.plugin.server.PluginServer;
import dev.berth.plugin.server.VolumePlugin;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.volume.VolumeDriverModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a socket between engine and driver costs; docs/plugins.md has the figures of a quiet machine. */
@NetNsTest
class PluginCostIT {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCostIT.class);
    private static final int WARM_UP = 3000;
    private static final int MEASURED = 2000;
    private static final double MOST_ADDED_MILLIS = 0.5;
    private static final int LEAST_PER_SECOND = 5000;
    private static final double MOST_FOR_A_SPEC_MILLIS = 50;
    private static final int SPECS = 100;
    private static final int CALLERS = 4;
    private static final int CALLS = 20_000;
    private static final String NETWORK = "c".repeat(64);

    @TempDir
    Path place;

    private HostNamespace host;
    private BridgeNetworkDriver networks;
    private VolumeDriver volumes;
    private PluginServer server;
    private NetworkDriver servedNetworks;
    private VolumeDriver servedVolumes;

    @BeforeEach
    void serve(NetNs own) {
        host = HostNamespace.of(own);
        DriverHome home = new DriverHome(place.resolve("data"), place.resolve("run"));
        networks = new BridgeNetworkDriver(home, host);
        volumes = VolumeDriverModule.localVolumeDriver(home);
        server = PluginServer.serve(
                place.resolve("own.sock"),
                PluginRouter.of(NetworkPlugin.of(networks, own.path()), VolumePlugin.of(volumes)));
        Plugins plugins = Served.in(place);
        servedNetworks = plugins.network("own").orElseThrow();
        servedVolumes = plugins.volume("own").orElseThrow();
        volumes.create("data", Map.of());
        networks.createNetwork(new NetworkSpec(
                NETWORK,
                "cost",
                false,
                false,
                Map.of(),
                List.of(new IpamData(
                        Cidr.parse("172.30.0.0/16"), Optional.of(Cidr.parse("172.30.0.1/16")), Map.of()))));
    }

    @AfterEach
    void stop() {
        server.close();
        networks.close();
        host.close();
    }

    private void mountOn(VolumeDriver driver, int number) {
        String id = "holder" + number;
        driver.mount("data", id);
        volumes.unmount("data", id);
    }

    private void createOn(NetworkDriver driver, int number) {
        String id = String.format("%064x", number);
        driver.createEndpoint(
                NETWORK,
                new EndpointSpec(
                        id, Optional.empty(), Optional.of(Cidr.parse("172.30.0.2/16")), Optional.empty(), Map.of()));
        networks.deleteEndpoint(NETWORK, id);
    }

    /** Both in turn, so that whatever else the machine does hurts both. */
    private static double added(String call, IntConsumer inProcess, IntConsumer served) {
        long[] without = new long[MEASURED];
        long[] with = new long[MEASURED];
        for (int i = -WARM_UP; i < MEASURED; i++) {
            long begin = System.nanoTime();
            inProcess.accept(2 * (i + WARM_UP));
            long between = System.nanoTime();
            served.accept(2 * (i + WARM_UP) + 1);
            if (i >= 0) {
                without[i] = between - begin;
                with[i] = System.nanoTime() - between;
            }
        }
        double added = (median(with) - median(without)) / 1e6;
        LOG.info(
                "{}: in process {} ms, served {} ms, added {} ms",
                call,
                median(without) / 1e6,
                median(with) / 1e6,
                added);
        return added;
    }

    private static double median(long[] times) {
        return Arrays.stream(times).sorted().skip(times.length / 2).findFirst().orElseThrow();
    }

    @Test
    void mount_throughTheSocket_addsLittle() {
        assertThat(added("Mount", i -> mountOn(volumes, i), i -> mountOn(servedVolumes, i)))
                .isLessThanOrEqualTo(MOST_ADDED_MILLIS);
    }

    @Test
    void createEndpoint_throughTheSocket_addsLittle() {
        assertThat(added("CreateEndpoint", i -> createOn(networks, i), i -> createOn(servedNetworks, i)))
                .isLessThanOrEqualTo(MOST_ADDED_MILLIS);
    }

    @Test
    void spec_thatAppears_isUsedAtOnce() throws Exception {
        Path specs = Files.createDirectories(place.resolve("specs"));
        Duration patience = Duration.ofSeconds(60);
        Plugins plugins =
                new Plugins(new PluginDirectories(List.of(), List.of(specs)), new PluginDeadlines(patience, patience));
        long[] times = new long[SPECS];
        for (int i = 0; i < SPECS; i++) {
            String name = "late" + i;
            assertThat(plugins.volume(name)).isEmpty();
            Files.writeString(specs.resolve(name + ".spec"), "unix://" + server.socket());
            long begin = System.nanoTime();
            assertThat(plugins.volume(name).orElseThrow().list()).isNotEmpty();
            times[i] = System.nanoTime() - begin;
        }
        double millis = median(times) / 1e6;
        LOG.info("a spec file that appears: first answer after {} ms", millis);
        assertThat(millis).isLessThanOrEqualTo(MOST_FOR_A_SPEC_MILLIS);
    }

    @Test
    void calls_fromSeveralThreads_areManyPerSecond() throws Exception {
        double best = 0;
        for (int round = 0; round < 3; round++) {
            best = Math.max(best, perSecond());
        }
        LOG.info("{} threads: {} calls/s on one socket", CALLERS, Math.round(best));
        assertThat(best).isGreaterThanOrEqualTo(LEAST_PER_SECOND);
    }

    private double perSecond() throws InterruptedException {
        AtomicInteger left = new AtomicInteger(CALLS);
        long begin = System.nanoTime();
        List<Thread> callers = IntStream.range(0, CALLERS)
                .mapToObj(number -> new Thread(() -> {
                    while (left.getAndDecrement() > 0) {
                        servedVolumes.get("data");
                    }
                }))
                .toList();
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }
        return CALLS / ((System.nanoTime() - begin) / 1e9);
    }
}
