package dev.berth.bridge;

import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Sandboxes;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.network.NetworkDriverContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@NetNsTest
@ExtendWith(NothingLeaks.class)
class BridgeNetworkDriverContractIT extends NetworkDriverContract {
    private Sandboxes sandboxes;
    private BridgeHost host;

    @BeforeEach
    void open(BridgeHost fresh) {
        host = fresh;
        sandboxes = new Sandboxes(host.directory(), host.namespace);
    }

    @AfterEach
    void close() {
        host.dismantle();
        sandboxes.close();
    }

    @Override
    protected NetworkDriver driver() {
        return host.driver;
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
