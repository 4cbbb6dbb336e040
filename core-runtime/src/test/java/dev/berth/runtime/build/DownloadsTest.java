package dev.berth.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.registry.http.CannedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
    @TempDir
    Path directory;

    private final CannedRegistry server = new CannedRegistry();
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void stop() {
        over.countDown();
        server.close();
    }

    private Downloads.Fetched fetch(Optional<String> checksum) {
        return new Downloads(cancellation).fetch("http://" + server.domain() + "/dir/file", directory, checksum);
    }

    /** Until the test is over the server says no more. */
    private void cancelAndWait() {
        cancellation.cancel();
        try {
            over.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void fetch_file_hasItsNameAndContent() {
        server.on("GET /dir/file", exchange -> CannedRegistry.reply(exchange, 200, "content"));

        Downloads.Fetched fetched = fetch(Optional.empty());

        assertThat(fetched.name()).isEqualTo("file");
        assertThat(fetched.file()).hasContent("content");
    }

    @Test
    void fetch_anotherChecksum_isRefused() {
        server.on("GET /dir/file", exchange -> CannedRegistry.reply(exchange, 200, "content"));

        assertThatThrownBy(() -> fetch(Optional.of("sha256:00")))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageContaining("digest mismatch sha256:");
    }

    @Test
    void fetch_cancelledBeforeAnAnswer_ends() {
        server.on("GET /dir/file", exchange -> cancelAndWait());

        assertThatThrownBy(() -> fetch(Optional.empty())).isInstanceOf(EngineException.Unavailable.class);
    }

    @Test
    void fetch_cancelledInTheMiddle_ends() {
        server.on("GET /dir/file", this::half);

        assertThatThrownBy(() -> fetch(Optional.empty())).isInstanceOf(EngineException.Unavailable.class);
    }

    private void half(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write(new byte[50]);
        exchange.getResponseBody().flush();
        cancelAndWait();
    }
}
