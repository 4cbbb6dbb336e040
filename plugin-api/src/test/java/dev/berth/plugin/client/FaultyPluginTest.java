package dev.berth.plugin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.volume.VolumeInfo;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that hang, die, lie or babble hurt nobody but themselves. */
class FaultyPluginTest {
    private static final PluginDeadlines SHORT = new PluginDeadlines(Duration.ofMillis(500), Duration.ofMillis(20));
    private static final PluginDeadlines LONG = new PluginDeadlines(Duration.ofSeconds(30), Duration.ofSeconds(30));

    @TempDir
    Path place;

    private Path socket;
    private ServerSocketChannel listening;

    @BeforeEach
    void listen() throws IOException {
        socket = place.resolve("faulty.sock");
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket), 1);
    }

    @AfterEach
    void stop() throws IOException {
        listening.close();
    }

    private RemoteVolumeDriver driver(PluginDeadlines deadlines) {
        return new RemoteVolumeDriver(
                PluginClient.of("faulty", PluginAddress.unix(socket), deadlines), task -> thread(task));
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "faulty-plugin");
        thread.setDaemon(true);
        thread.start();
    }

    /** Says the same to each client and closes. */
    private void say(String answer) {
        thread(() -> {
            try {
                while (true) {
                    SocketChannel client = listening.accept();
                    if (client.read(ByteBuffer.allocate(4096)) > 0 && !hasGivenUp(client)) {
                        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                    }
                    client.close();
                }
            } catch (IOException closed) {
                assertThat(listening.isOpen()).isFalse();
            }
        });
    }

    /** A client whose deadline is over closes its connection, which may wait here all the same. */
    private static boolean hasGivenUp(SocketChannel client) throws IOException {
        client.configureBlocking(false);
        boolean ended = client.read(ByteBuffer.allocate(1)) < 0;
        client.configureBlocking(true);
        return ended;
    }

    private static String answer(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Test
    void call_pluginNeverAnswers_failsByItsDeadlineAndNamesIt() {
        assertThatThrownBy(() -> driver(SHORT).get("data"))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("plugin faulty: VolumeDriver.Get")
                .hasMessageContaining("500 ms");
    }

    /** The undo of what has failed for want of an answer is not to wait as long again, for each of its steps. */
    @Test
    void call_afterOneThatWasNotAnswered_isAskedForASignOfLifeFirst() {
        RemoteVolumeDriver driver = driver(new PluginDeadlines(Duration.ofSeconds(2), Duration.ofMillis(20)));
        assertThatThrownBy(() -> driver.get("data")).hasMessageContaining("2000 ms");
        assertThatThrownBy(() -> driver.remove("data"))
                .hasMessageContaining("plugin faulty: VolumeDriver.Remove")
                .hasMessageContaining("100 ms");
        say(answer("200 OK", "{\"Implements\":[\"VolumeDriver\"],\"Volumes\":[]}"));
        assertThat(driver.list()).isEmpty();
    }

    @Test
    void glance_pluginNeverAnswers_isNotWaitedForByTheCall() {
        RemoteVolumeDriver driver = driver(new PluginDeadlines(Duration.ofMinutes(10), Duration.ofMillis(20)));
        assertThatThrownBy(driver::glanceAll)
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("20 ms");
    }

    @Test
    void call_nobodyListens_isUnavailable() throws IOException {
        listening.close();
        assertThatThrownBy(() -> driver(LONG).list()).isInstanceOf(EngineException.Unavailable.class);
    }

    @Test
    void call_diesInTheMiddle_isUnavailable() {
        say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Mountpoi");
        assertThatThrownBy(() -> driver(LONG).mount("data", "id"))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("before it had answered");
    }

    @Test
    void call_failureUnder200_isAFailure() {
        say(answer("200 OK", "{\"Err\":\"out of cheese\"}"));
        assertThatThrownBy(() -> driver(LONG).create("data", Map.of())).hasMessage("out of cheese");
    }

    @Test
    void call_plainTextUnder500_isTheMessage() {
        say(answer("500 Internal Server Error", "out of cheese\n"));
        assertThatThrownBy(() -> driver(LONG).create("data", Map.of())).hasMessageContaining("out of cheese");
    }

    @Test
    void get_nullBody_isNoVolume() {
        say(answer("200 OK", "null"));
        assertThatThrownBy(() -> driver(LONG).get("data")).isInstanceOf(EngineException.NotFound.class);
    }

    @Test
    void get_tellsOfAnotherVolume_isNoVolume() {
        say(answer("200 OK", "{\"Volume\":{\"Name\":\"other\",\"Mountpoint\":\"/other\"}}"));
        assertThatThrownBy(() -> driver(LONG).get("data")).isInstanceOf(EngineException.NotFound.class);
    }

    @Test
    void mount_noOrRelativePath_isAFailure() {
        say(answer("200 OK", "{\"Mountpoint\":\"etc\"}"));
        assertThatThrownBy(() -> driver(LONG).mount("data", "id"))
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessageContaining("gave no absolute path");
    }

    @Test
    void list_notJson_isAFailure() {
        say(answer("200 OK", "<html>"));
        assertThatThrownBy(() -> driver(LONG).list())
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessageContaining("malformed JSON");
    }

    @Test
    void list_announcesAGigabyte_isRefused() {
        say("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
        assertThatThrownBy(() -> driver(LONG).list()).hasMessageContaining("larger than");
    }

    @Test
    void list_inChunksWithOddTime_isRead() {
        say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk("{\"Volumes\":[{\"Name\":\"data\",")
                + chunk("\"CreatedAt\":\"2026-11-28 21:00 +0000\"}]}")
                + "0\r\n\r\n");
        assertThat(driver(LONG).list()).extracting(VolumeInfo::name).containsExactly("data");
    }
}
