package dev.berth.plugin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.volume.MapVolumes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/plugins.md. */
class OwnPluginExampleTest {
    // example: begin
    static PluginServer serve(Path socket) {
        return PluginServer.serve(socket, PluginRouter.of(VolumePlugin.of(new MapVolumes())));
    }
    // example: end

    @Test
    void serve_thenClose_leavesNothing(@TempDir Path directory) {
        Path socket = directory.resolve("plugins/mine.sock");
        PluginServer server = serve(socket);
        assertThat(Files.exists(socket)).isTrue();
        server.close();
        assertThat(Files.exists(socket)).isFalse();
    }

    @Test
    void serve_staleSocket_isReplaced_andALivingOneIsNot(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("mine.sock");
        java.nio.channels.ServerSocketChannel dead =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX);
        dead.bind(java.net.UnixDomainSocketAddress.of(socket));
        dead.close();
        try (PluginServer server = serve(socket)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> serve(server.socket()))
                    .isInstanceOf(dev.berth.plugin.EngineException.Conflict.class);
        }
    }
}
