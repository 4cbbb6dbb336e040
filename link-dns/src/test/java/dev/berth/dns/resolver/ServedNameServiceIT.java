package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.client.PluginDeadlines;
import dev.berth.plugin.client.PluginDirectories;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.client.RemoteNameService;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameDiagnostics;
import dev.berth.plugin.name.NameQuery;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.NameServiceContract;
import dev.berth.plugin.name.SandboxNames;
import dev.berth.plugin.server.NamePlugin;
import dev.berth.plugin.server.PluginRouter;
import dev.berth.plugin.server.PluginServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resolver behind a socket. */
@NetNsTest
class ServedNameServiceIT extends NameServiceContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final SandboxNameService inProcess = new SandboxNameService();
    private PluginServer server;
    private RemoteNameService service;
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

    @Test
    void diagnostics_areTheResolversOwn() {
        service.register(
                new NameRecord(FRONT, "front", "e1", List.of("web"), List.of(Cidr.parseAddress("172.18.0.2"))));
        service.attach(new SandboxNames("sandbox", sandbox(), List.of(FRONT), Map.of(), List.of(), List.of(), true));
        dig("web");
        List<NameQuery> told = new CopyOnWriteArrayList<>();
        try (NameDiagnostics.Subscription watching = service.watch("sandbox", told::add)) {
            assertThat(watching).isNotNull();
            dig("nobody");
            Awaitility.await().until(() -> !told.isEmpty());
        }
        assertThat(told)
                .extracting(query -> query.name() + " " + query.answer())
                .containsExactly("nobody NXDOMAIN");
        assertThat(service.recent("sandbox")).isEqualTo(inProcess.recent("sandbox"));
        assertThat(service.recent("sandbox")).extracting(NameQuery::number).containsExactly(1L, 2L);
        assertThat(service.recent("unknown")).isEmpty();
        assertThat(service.lookUp(FRONT, "WEB", "a"))
                .isEqualTo(new NameAnswer.Addresses(List.of(Cidr.parseAddress("172.18.0.2"))));
    }

    private void dig(String name) {
        Iproute2.in(namespace).run("dig", "+tries=1", "+time=20", "@127.0.0.11", name);
    }
}
