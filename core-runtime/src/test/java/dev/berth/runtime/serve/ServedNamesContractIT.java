package dev.berth.runtime.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.NameServiceContract;
import dev.berth.plugin.name.SandboxNames;
import dev.berth.plugin.server.PluginServer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names behind a socket. */
@NetNsTest
class ServedNamesContractIT extends NameServiceContract {
    @TempDir
    Path place;

    private NetNs namespace;
    private PluginServer server;
    private NameService service;

    @BeforeEach
    void serve(NetNs own) {
        namespace = own;
        serve();
    }

    private void serve() {
        server = ServedPlugin.serve(
                EnumSet.of(ServedType.NAMES),
                place.resolve("berth-names.sock"),
                type -> place.resolve("state"),
                List.of());
        service = Served.in(place).names("berth-names").orElseThrow();
    }

    @AfterEach
    void stop() {
        service.detach("sandbox");
        server.close();
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
    void serve_again_answersWhatWasRegistered() {
        service.register(
                new NameRecord(FRONT, "front", "e1", List.of("web"), List.of(Cidr.parseAddress("172.18.0.2"))));
        service.attach(new SandboxNames("sandbox", sandbox(), List.of(FRONT), Map.of(), List.of(), List.of(), true));
        server.close();
        serve();
        assertThat(service.resolve("sandbox", "web", "A"))
                .isEqualTo(new NameAnswer.Addresses(List.of(Cidr.parseAddress("172.18.0.2"))));
    }
}
