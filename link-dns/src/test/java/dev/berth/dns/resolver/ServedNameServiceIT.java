package dev.berth.dns.resolver;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.client.PluginDeadlines;
import dev.berth.plugin.client.PluginDirectories;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.NameServiceContract;
import dev.berth.plugin.server.NamePlugin;
import dev.berth.plugin.server.PluginRouter;
import dev.berth.plugin.server.PluginServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The resolver behind a socket. */
@NetNsTest
class ServedNameServiceIT extends NameServiceContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final SandboxNameService inProcess = new SandboxNameService();
    private PluginServer server;
    private NameService service;
    private NetNs namespace;

    @BeforeEach
    void serve(NetNs own) {
        namespace = own;
        server = PluginServer.serve(directory.resolve("names.sock"), PluginRouter.of(NamePlugin.of(inProcess)));
        PluginDirectories sockets = new PluginDirectories(List.of(directory), List.of());
        service = new Plugins(sockets, new PluginDeadlines(PATIENCE, PATIENCE))
                .names("names")
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
        inProcess.detach("sandbox");
        inProcess.close();
    }

    @Override
    protected NameService service() {
        return service;
    }

    @Override
    protected Path sandbox() {
        return namespace.path();
    }
}
