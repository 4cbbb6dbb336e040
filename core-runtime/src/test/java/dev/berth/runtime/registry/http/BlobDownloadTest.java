package dev.berth.runtime.registry.http;

import static dev.berth.runtime.registry.http.CannedRegistry.cut;
import static dev.berth.runtime.registry.http.CannedRegistry.reply;
import static dev.berth.runtime.registry.http.CannedRegistry.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlobDownloadTest {
    private static final byte[] CONTENT = content();
    private static final Descriptor BLOB = new Descriptor("", Digests.sha256(CONTENT), CONTENT.length);
    private static final String PATH = "GET /v2/team/app/blobs/" + BLOB.digest();

    @TempDir
    Path directory;

    private final CannedRegistry canned = new CannedRegistry();
    private final Cancellation cancellation = new Cancellation();

    private static byte[] content() {
        byte[] bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @AfterEach
    void close() {
        canned.close();
    }

    private Path file() {
        return directory.resolve("blob");
    }

    private void download(Descriptor blob, int attempts) throws IOException {
        Registry registry = canned.open("team/app", Credentials.NONE);
        new BlobDownload(registry, blob, file(), attempts, cancellation, bytes -> {}).run();
    }

    @Test
    void connectionBreaks_goesOnWhereItBroke() throws IOException {
        canned.onInTurn(PATH, exchange -> cut(exchange, CONTENT, 40_000), exchange -> rest(exchange, CONTENT));

        download(BLOB, 5);

        assertThat(file()).hasBinaryContent(CONTENT);
        assertThat(canned.asked().get(canned.asked().size() - 1))
                .contains(" bytes=")
                .doesNotContain("bytes=0-");
    }

    @Test
    void beginningOfAnEarlierTry_isNotAskedForAgain() throws IOException {
        Files.write(file(), Arrays.copyOf(CONTENT, 60_000));
        canned.on(PATH, exchange -> rest(exchange, CONTENT));

        download(BLOB, 1);

        assertThat(file()).hasBinaryContent(CONTENT);
        assertThat(canned.asked()).last().asString().endsWith("bytes=60000-");
    }

    @Test
    void wholeOfAnEarlierTry_isNotAskedForAtAll() throws IOException {
        Files.write(file(), CONTENT);

        download(BLOB, 1);

        assertThat(canned.asked()).containsExactly("GET /v2/");
    }

    @Test
    void registryWithoutRanges_isReadFromTheBeginning() throws IOException {
        Files.write(file(), Arrays.copyOf(CONTENT, 60_000));
        canned.on(PATH, exchange -> reply(exchange, 200, CONTENT));

        download(BLOB, 1);

        assertThat(file()).hasBinaryContent(CONTENT);
    }

    @Test
    void otherBytes_areRefusedAndDeleted() {
        byte[] other = CONTENT.clone();
        other[5000]++;
        canned.on(PATH, exchange -> reply(exchange, 200, other));

        assertThatThrownBy(() -> download(BLOB, 5))
                .hasMessage("filesystem layer verification failed for digest " + BLOB.digest());
        assertThat(file()).doesNotExist();
        assertThat(canned.asked()).hasSize(2);
    }

    @Test
    void moreBytesThanTheManifestSays_areRefused() {
        canned.on(PATH, exchange -> reply(exchange, 200, CONTENT));
        Descriptor small = new Descriptor("", BLOB.digest(), 10_000);

        assertThatThrownBy(() -> download(small, 5)).hasMessageContaining("is larger than its manifest says: 10000");
        assertThat(file()).doesNotExist();
    }

    @Test
    void alwaysBreaking_isGivenUpAndKept() {
        canned.on(PATH, exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                reply(exchange, 206, new byte[0]);
            } else {
                cut(exchange, CONTENT, 40_000);
            }
        });

        assertThatThrownBy(() -> download(BLOB, 3)).isInstanceOf(IOException.class);
        assertThat(canned.pauses()).hasSize(2);
    }

    @Test
    void refusedByTheRegistry_isNotTriedAgain() {
        canned.on(PATH, exchange -> reply(exchange, 403, "{}"));

        assertThatThrownBy(() -> download(BLOB, 5)).hasMessageStartingWith("denied: ");
        assertThat(canned.asked()).hasSize(2);
    }

    @Test
    void cancelled_ends() {
        canned.on(PATH, exchange -> {
            cancellation.cancel();
            cut(exchange, CONTENT, 40_000);
        });

        assertThatThrownBy(() -> download(BLOB, 5)).hasMessage("context canceled");
    }
}
