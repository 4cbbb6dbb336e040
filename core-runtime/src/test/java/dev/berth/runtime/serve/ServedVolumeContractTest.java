package dev.berth.runtime.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.server.PluginServer;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.VolumeDriverContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local volume driver behind a socket. */
class ServedVolumeContractTest extends VolumeDriverContract {
    @TempDir
    Path place;

    private PluginServer server;
    private VolumeDriver driver;

    @BeforeEach
    void serve() {
        server = ServedPlugin.serve(
                EnumSet.of(ServedType.VOLUME),
                place.resolve("berth-volume.sock"),
                type -> place.resolve("state"),
                List.of());
        driver = Served.in(place).volume("berth-volume").orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected VolumeDriver driver() {
        return driver;
    }

    @Test
    void serve_again_hasWhatWasMade() throws Exception {
        driver.create("data", Map.of());
        Files.writeString(driver.mount("data", "one").resolve("file"), "kept");
        server.close();
        serve();
        assertThat(driver().mount("data", "two").resolve("file")).hasContent("kept");
    }
}
