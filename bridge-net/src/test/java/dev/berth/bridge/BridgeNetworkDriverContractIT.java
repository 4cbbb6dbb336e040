package dev.berth.bridge;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Sandboxes;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.network.NetworkDriverContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

@NetNsTest
class BridgeNetworkDriverContractIT extends NetworkDriverContract {
    @TempDir
    Path directory;

    private Sandboxes sandboxes;
    private HostNamespace host;
    private BridgeNetworkDriver driver;

    @BeforeEach
    void open(NetNs own) {
        sandboxes = new Sandboxes(directory, own);
        host = HostNamespace.of(own);
        driver = new BridgeNetworkDriver(new DriverHome(directory.resolve("data"), directory.resolve("run")), host);
    }

    @AfterEach
    void close() {
        driver.close();
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
