package dev.berth.plugin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.Scope;
import dev.berth.plugin.server.PluginRouter;
import dev.berth.plugin.server.PluginServer;
import dev.berth.plugin.server.VolumePlugin;
import dev.berth.plugin.volume.MapVolumes;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.VolumeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    private static final PluginDeadlines PATIENT = new PluginDeadlines(Duration.ofSeconds(30), Duration.ofSeconds(30));

    @TempDir
    Path place;

    private Path sockets;
    private Path specs;
    private Plugins plugins;

    @BeforeEach
    void set() throws IOException {
        sockets = Files.createDirectory(place.resolve("sockets"));
        specs = Files.createDirectory(place.resolve("specs"));
        plugins = new Plugins(new PluginDirectories(List.of(sockets), List.of(specs)), PATIENT);
    }

    private static PluginServer serve(Path socket) {
        return PluginServer.serve(socket, PluginRouter.of(VolumePlugin.of(new MapVolumes())));
    }

    @Test
    void volume_unknownName_isEmptyAtOnce() {
        assertThat(plugins.volume("nobody")).isEmpty();
        assertThat(plugins.volume("../sockets/nobody")).isEmpty();
    }

    @Test
    void volume_servedPlugin_isADriver() {
        try (PluginServer server = serve(sockets.resolve("mine.sock"))) {
            VolumeDriver driver = plugins.volume("mine").orElseThrow();
            driver.create("data", Map.of("size", "1"));
            assertThat(driver.mount("data", "one")).isEqualTo(Path.of("/volumes/data"));
            assertThat(driver.list()).extracting(VolumeInfo::name).containsExactly("data");
            assertThat(driver.get("data").status()).containsEntry("served", true);
            assertThat(driver.scope()).isEqualTo(Scope.GLOBAL);
            assertThatThrownBy(() -> driver.get("other")).isInstanceOf(EngineException.NotFound.class);
            assertThatThrownBy(() -> driver.create("x", Map.of("bad", "")))
                    .isInstanceOf(EngineException.InvalidParameter.class)
                    .hasMessage("invalid option: bad");
            assertThat(plugins.used()).containsOnlyKeys("VolumeDriver");
            assertThat(server.socket()).exists();
        }
    }

    @Test
    void volume_servedAgainAfterRestart_goesOnWithTheSameDriver() {
        PluginServer first = serve(sockets.resolve("mine.sock"));
        VolumeDriver driver = plugins.volume("mine").orElseThrow();
        driver.create("data", Map.of());
        first.close();
        assertThatThrownBy(driver::list)
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("plugin mine: VolumeDriver.List");
        try (PluginServer second = serve(sockets.resolve("mine.sock"))) {
            assertThat(driver.list()).isEmpty();
            assertThat(second.socket()).exists();
        }
    }

    @Test
    void volume_specThatAppears_isUsed() throws IOException {
        assertThat(plugins.volume("spec")).isEmpty();
        try (PluginServer server = serve(place.resolve("elsewhere.sock"))) {
            Files.writeString(specs.resolve("spec.spec"), "unix://" + server.socket() + "\n");
            assertThat(plugins.volume("spec").orElseThrow().list()).isEmpty();
        }
    }

    @Test
    void network_pluginOfAnotherType_isRefusedByName() {
        try (PluginServer server = serve(sockets.resolve("mine.sock"))) {
            assertThatThrownBy(() -> plugins.network("mine").orElseThrow().scope())
                    .hasMessageContaining("plugin does not implement the requested driver: plugin=\"mine\"");
            assertThat(server.socket()).exists();
        }
    }

    @Test
    void found_listsUsedUnusedAndMalformed_withoutAsking() throws IOException {
        Files.writeString(specs.resolve("broken.spec"), "smoke://signal\n");
        Files.writeString(specs.resolve("notes.txt"), "no plugin\n");
        Files.writeString(specs.resolve("silent.spec"), "unix:///nobody/listens\n");
        try (PluginServer server = serve(sockets.resolve("mine.sock"))) {
            assertThat(plugins.found()).extracting(FoundPlugin::name).containsExactly("broken", "mine", "silent");
            assertThat(plugins.found().get(1).types()).isEmpty();

            plugins.volume("mine").orElseThrow().list();

            assertThat(plugins.found().get(0).fault()).contains("broken.spec", "unknown protocol: smoke://signal");
            assertThat(plugins.found().get(1).types()).containsExactly("VolumeDriver");
            assertThat(plugins.found().get(1).address()).contains(PluginAddress.unix(server.socket()));
        }
        assertThat(plugins.found()).extracting(FoundPlugin::name).containsExactly("broken", "silent");
    }
}
