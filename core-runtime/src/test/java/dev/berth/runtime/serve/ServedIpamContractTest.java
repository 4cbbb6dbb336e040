package dev.berth.runtime.serve;

import dev.berth.bridge.ipam.DefaultIpamDriver;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.ipam.IpamDriverContract;
import dev.berth.plugin.server.IpamPlugin;
import dev.berth.plugin.server.PluginRouter;
import dev.berth.plugin.server.PluginServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The IPAM driver behind a socket. */
class ServedIpamContractTest extends IpamDriverContract {
    @TempDir
    Path place;

    private DefaultIpamDriver inProcess;
    private PluginServer server;
    private IpamDriver driver;

    @BeforeEach
    void serve() {
        inProcess = new DefaultIpamDriver(place.resolve("allocations"), List.of(), List::of);
        server = PluginServer.serve(place.resolve("berth-ipam.sock"), PluginRouter.of(IpamPlugin.of(inProcess)));
        driver = Served.in(place).ipam("berth-ipam").orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
        inProcess.close();
    }

    @Override
    protected IpamDriver driver() {
        return driver;
    }
}
