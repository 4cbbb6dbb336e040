package dev.berth.runtime.serve;

import dev.berth.bridge.BridgeNetworkDriver;
import dev.berth.bridge.HostNamespace;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.network.NetworkDriverContract;
import dev.berth.plugin.server.NetworkPlugin;
import dev.berth.plugin.server.PluginRouter;
import dev.berth.plugin.server.PluginServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The bridge driver behind a socket. */
@NetNsTest
class ServedNetworkContractIT extends NetworkDriverContract {
    @TempDir
    Path directory;

    private final List<NetNs> sandboxes = new ArrayList<>();
    private NetNs namespace;
    private HostNamespace host;
    private BridgeNetworkDriver inProcess;
    private PluginServer server;
    private NetworkDriver driver;

    @BeforeEach
    void serve(NetNs own) {
        namespace = own;
        host = HostNamespace.of(own);
        inProcess = new BridgeNetworkDriver(new DriverHome(directory.resolve("data"), directory.resolve("run")), host);
        server = PluginServer.serve(
                directory.resolve("berth-bridge.sock"), PluginRouter.of(NetworkPlugin.of(inProcess, own.path())));
        driver = Served.in(directory).network("berth-bridge").orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
        inProcess.close();
        host.close();
        sandboxes.forEach(sandbox -> {
            sandbox.close();
            NetNs.delete(sandbox.path());
        });
    }

    @Override
    protected NetworkDriver driver() {
        return driver;
    }

    @Override
    protected Path newSandbox() {
        NetNs sandbox = NetNs.create(directory.resolve("netns-" + sandboxes.size()));
        sandboxes.add(sandbox);
        return sandbox.path();
    }

    @Override
    protected List<String> linkNames(Optional<Path> sandbox) {
        if (sandbox.isEmpty()) {
            return Iproute2.in(namespace).linkNames();
        }
        try (NetNs inside = NetNs.open(sandbox.get())) {
            return Iproute2.in(inside).linkNames();
        }
    }
}
