package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketsTest {
    /** Answers each packet with its length, then its content in upper case, as two packets. */
    private static final String SERVER = """
            import os, socket, sys
            os.chdir(sys.argv[1])
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            listener.bind("attach")
            listener.listen()
            peer = listener.accept()[0]
            while True:
                packet = peer.recv(65536)
                if not packet: break
                peer.send(str(len(packet)).encode())
                peer.send(packet.upper())
            """;

    @TempDir
    Path directory;

    @Test
    void connectSeqPacket_pathLongerThanAnAddress_keepsPacketBounds() throws Exception {
        Path deep = Files.createDirectories(directory.resolve("x".repeat(120)));
        Process server = new ProcessBuilder("python3", "-c", SERVER, deep.toString())
                .inheritIO()
                .start();
        Path path = deep.resolve("attach");
        try (Fd socket = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreException(ErrnoException.class)
                .until(() -> UnixSockets.connectSeqPacket(path), fd -> true)) {
            Sockets.send(socket, "hello".getBytes(StandardCharsets.US_ASCII));
            Sockets.send(socket, "you".getBytes(StandardCharsets.US_ASCII));

            byte[] buffer = new byte[100];
            assertThat(socket.read(buffer, 0, 100)).isEqualTo(1);
            assertThat(buffer[0]).isEqualTo((byte) '5');
            assertThat(Sockets.receive(socket)).asString().isEqualTo("HELLO");
            assertThat(Sockets.receive(socket)).asString().isEqualTo("3");
            assertThat(Sockets.receive(socket)).asString().isEqualTo("YOU");
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void shutdown_wakesAWaitingReader() throws Exception {
        Process server = new ProcessBuilder("python3", "-c", SERVER, directory.toString())
                .inheritIO()
                .start();
        try (Fd socket = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreException(ErrnoException.class)
                .until(() -> UnixSockets.connectSeqPacket(directory.resolve("attach")), fd -> true)) {
            CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> socket.read(new byte[10], 0, 10));
            Sockets.shutdown(socket);

            assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(-1);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void connect_nobodyListens_saysSo() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> UnixSockets.connectSeqPacket(file)).hasMessageContaining("ECONNREFUSED");
        assertThatThrownBy(() -> UnixSockets.connectStream(directory.resolve("no")))
                .hasMessageContaining("ENOENT");
    }
}
