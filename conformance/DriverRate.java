import dev.berth.bridge.BridgeNetworkDriver;
import dev.berth.bridge.HostNamespace;
import dev.berth.linux.sys.NetNs;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.NetworkSpec;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What the bridge driver's own calls take, in this network namespace: {@code DIRECTORY ROUNDS PORTS}. Prints a line for
 * each, {@code WHAT|MEDIAN|P99} in milliseconds. PORTS are published, 1,000 to an endpoint, when one more is added.
 */
final class DriverRate implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int PER_ENDPOINT = 1000;

    private final Path directory;
    private final int rounds;
    private final HostNamespace host = HostNamespace.own();
    private final BridgeNetworkDriver driver;

    private DriverRate(Path directory, int rounds) {
        this.directory = directory;
        this.rounds = rounds;
        driver = new BridgeNetworkDriver(new DriverHome(directory.resolve("data"), directory.resolve("run")), host);
    }

    public static void main(String[] words) throws Exception {
        try (DriverRate rate = new DriverRate(Path.of(words[0]), Integer.parseInt(words[1]))) {
            rate.networks();
            rate.endpoints("endpoint create + join, alone", 1);
            rate.endpoints("endpoint create + join, 8 threads", THREADS);
            rate.onePort(Integer.parseInt(words[2]));
        }
    }

    private void networks() {
        List<Long> took = new ArrayList<>();
        for (int round = -rounds; round < rounds; round++) {
            String id = id("a", round + rounds);
            long began = System.nanoTime();
            createNetwork(id, 1);
            if (round >= 0) {
                took.add(System.nanoTime() - began);
            }
            driver.deleteNetwork(id);
        }
        print("network create", took);
    }

    /** Each thread has a network and a sandbox of its own. */
    private void endpoints(String what, int threads) throws Exception {
        ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> lives = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread + 1;
                lives.add(pool.submit(() -> endpoints(number, took)));
            }
            for (Future<?> life : lives) {
                life.get();
            }
        } finally {
            pool.shutdown();
        }
        print(what, List.copyOf(took));
    }

    private void endpoints(int number, ConcurrentLinkedQueue<Long> took) {
        String network = id("b", number);
        createNetwork(network, number);
        Path file = directory.resolve("netns" + number);
        try (NetNs sandbox = NetNs.create(file)) {
            for (int round = -rounds; round < rounds; round++) {
                EndpointSpec endpoint = endpoint(number, round + rounds);
                long began = System.nanoTime();
                driver.createEndpoint(network, endpoint);
                driver.join(network, endpoint.id(), new JoinSpec(sandbox.path(), "eth0"));
                if (round >= 0) {
                    took.add(System.nanoTime() - began);
                }
                driver.deleteEndpoint(network, endpoint.id());
            }
        }
        NetNs.delete(file);
        driver.deleteNetwork(network);
    }

    private void onePort(int ports) {
        String network = id("c", 1);
        createNetwork(network, 1);
        int endpoints = (ports + PER_ENDPOINT - 1) / PER_ENDPOINT;
        for (int number = 0; number < endpoints; number++) {
            int first = number * PER_ENDPOINT;
            publish(network, number, first, Math.min(PER_ENDPOINT, ports - first));
        }
        List<Long> took = new ArrayList<>();
        for (int round = -rounds; round < rounds; round++) {
            EndpointSpec endpoint = endpoint(1, endpoints);
            driver.createEndpoint(network, endpoint);
            long began = System.nanoTime();
            driver.programExternalConnectivity(network, endpoint.id(), List.of(binding(ports)));
            if (round >= 0) {
                took.add(System.nanoTime() - began);
            }
            driver.deleteEndpoint(network, endpoint.id());
        }
        print("publish one port beside " + ports, took);
        driver.deleteNetwork(network);
    }

    private void publish(String network, int number, int first, int count) {
        EndpointSpec endpoint = endpoint(1, number);
        driver.createEndpoint(network, endpoint);
        driver.programExternalConnectivity(
                network,
                endpoint.id(),
                IntStream.range(first, first + count).mapToObj(DriverRate::binding).toList());
    }

    /** The number inside differs, so that no run of ports is one element. */
    private static PortBinding binding(int index) {
        int port = 10_000 + index;
        return new PortBinding(
                new ContainerPort(port + 20_000, Protocol.TCP), Cidr.parseAddress("0.0.0.0"), port, port);
    }

    private void createNetwork(String id, int number) {
        IpamData pool = new IpamData(
                Cidr.parse("10." + number + ".0.0/16"), Optional.of(Cidr.parse("10." + number + ".0.1/16")), Map.of());
        driver.createNetwork(new NetworkSpec(id, id, false, false, Map.of(), List.of(pool)));
    }

    private static EndpointSpec endpoint(int network, int number) {
        Cidr address = Cidr.parse("10." + network + "." + (1 + number / 250) + "." + (2 + number % 250) + "/16");
        return new EndpointSpec(
                id("e" + network, number), Optional.empty(), Optional.of(address), Optional.empty(), Map.of());
    }

    /** The first digits differ, for links are named by them. */
    private static String id(String kind, int number) {
        return String.format("%s%06x", kind, number) + "0".repeat(57 - kind.length());
    }

    private static void print(String what, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        System.out.printf(
                "%s|%.2f|%.2f%n",
                what,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100)) / 1e6);
    }

    @Override
    public void close() {
        driver.close();
        host.close();
    }
}
