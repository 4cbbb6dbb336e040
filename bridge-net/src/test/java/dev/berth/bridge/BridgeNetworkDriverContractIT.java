package dev.berth.bridge;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.network.NetworkDriverContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

@NetNsTest
class BridgeNetworkDriverContractIT extends NetworkDriverContract {
    @TempDir
    Path directory;

    private final List<NetNs> sandboxes = new ArrayList<>();
    private NetNs namespace;
    private HostNamespace host;
    private BridgeNetworkDriver driver;

    @BeforeEach
    void open(NetNs own) {
        namespace = own;
        host = HostNamespace.of(own);
        driver = new BridgeNetworkDriver(new DriverHome(directory.resolve("data"), directory.resolve("run")), host);
    }

    @AfterEach
    void close() {
        driver.close();
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
