package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.Cidr;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A network service on fakes, with a real store; a restart keeps the store, the driver and the kernel. */
final class FakeHost implements AutoCloseable {
    final FakeDriver driver = new FakeDriver();
    final FakeIpam ipam = new FakeIpam();
    final FakeKernel kernel = new FakeKernel();
    final List<NetworkEvent> events = new ArrayList<>();
    FakeNames names = new FakeNames();
    NetworkService service;
    boolean namesOnBridge;

    private final Path directory;
    private final Store store;
    private final Map<String, ContainerNetworkRequest> containers = new LinkedHashMap<>();

    FakeHost(Path directory) {
        this.directory = directory;
        this.store = Store.open(directory.resolve("test.db"));
        this.service = assemble(defaults(Optional.empty()));
        service.restore(List.of(), Set.of());
        service.addListener(events::add);
    }

    NetworkDefaults defaults(Optional<Cidr> bip) {
        return defaults(bip, NetworkDefaults.BridgeFlags.UNSAID);
    }

    NetworkDefaults defaults(Optional<Cidr> bip, NetworkDefaults.BridgeFlags bridge) {
        return new NetworkDefaults(
                directory.resolve("netns"),
                bip,
                Optional.empty(),
                0,
                true,
                true,
                Cidr.parseAddress("0.0.0.0"),
                Optional.empty(),
                bridge,
                new NetworkDefaults.ResolverDefaults(
                        directory.resolve("no-resolv.conf"), List.of(), List.of(), List.of(), namesOnBridge, 5));
    }

    private NetworkService assemble(NetworkDefaults defaults) {
        return NetworkAssembly.assemble(
                store,
                defaults,
                new NetworkDrivers(Map.of("bridge", driver), Map.of("default", ipam)),
                new NamePlugins(names, names, names),
                kernel);
    }

    /** The daemon is killed and comes back. */
    void restart(NetworkDefaults defaults, String... running) {
        names = new FakeNames();
        service = assemble(defaults);
        List<String> ids = new ArrayList<>();
        for (String name : running) {
            ids.add(id(name));
        }
        service.restore(containers.values(), Set.copyOf(ids));
    }

    static String id(String name) {
        return String.format("%64s", Integer.toHexString(name.hashCode())).replace(' ', '0');
    }

    Path directory(String name) {
        return directory.resolve(name);
    }

    Path sandbox(String name) {
        return directory.resolve("netns").resolve(id(name));
    }

    /** A container with Docker's JSON for both configurations. */
    ContainerNetworkRequest container(
            String name, String config, String hostConfig, Map<String, EndpointSettings> endpoints) {
        assertThat(directory(name).toFile().mkdirs() || directory(name).toFile().isDirectory())
                .isTrue();
        return new ContainerNetworkRequest(
                id(name),
                name,
                Json.read(config, ContainerConfig.class),
                Json.read(hostConfig, HostConfig.class),
                endpoints,
                directory(name));
    }

    ContainerNetworkRequest create(String name, String config, String hostConfig) {
        ContainerNetworkRequest container = container(name, config, hostConfig, Map.of());
        service.reserve(container);
        containers.put(name, container);
        return container;
    }

    SandboxInfo run(String name, String config, String hostConfig) {
        return service.setUp(create(name, config, hostConfig));
    }

    SandboxInfo run(String name, String hostConfig) {
        return run(name, "{}", hostConfig);
    }

    SandboxInfo start(String name) {
        return service.setUp(containers.get(name));
    }

    void stop(String name) {
        service.tearDown(id(name));
    }

    /** The sandbox's default routes as {@code HOP dev INTERFACE}, IPv4 first. */
    List<String> defaultRoutes(String name) {
        return kernel.routes.getOrDefault(sandbox(name), SandboxKernel.DefaultRoutes.NONE).hops().stream()
                .map(hop -> Addresses.text(hop.address()) + " dev " + hop.interfaceName())
                .toList();
    }

    /** Changes what the store has of the container's networks. */
    void rewrite(String name, UnaryOperator<String> change) {
        store.put("endpoint", id(name), change.apply(store.all("endpoint").get(id(name))));
    }

    EndpointState endpoint(String name, String network) {
        return service.endpoints(id(name)).get(network);
    }

    @Override
    public void close() {
        store.close();
    }
}
