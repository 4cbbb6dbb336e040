package dev.berth.runtime.serve;

import dev.berth.bridge.BridgeNetworkDriver;
import dev.berth.bridge.HostNamespace;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Sandboxes;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.network.NetworkDriverContract;
import dev.berth.plugin.server.NetworkPlugin;
import dev.berth.plugin.server.PluginRouter;
import dev.berth.plugin.server.PluginServer;
import java.nio.file.Path;
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

    private Sandboxes sandboxes;
    private HostNamespace host;
    private BridgeNetworkDriver inProcess;
    private PluginServer server;
    private NetworkDriver driver;

    @BeforeEach
    void serve(NetNs own) {
        sandboxes = new Sandboxes(directory, own);
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
        sandboxes.close();
    }

    @Override
    protected NetworkDriver driver() {
        return driver;
    }

    @Override
    protected Path newSandbox() {
        return sandboxes.create();
    }

    @Override
    protected List<String> linkNames(Optional<Path> sandbox) {
        return sandboxes.linkNames(sandbox);
    }
}
