package dev.berth.runtime.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.attach.DetachKeys;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.EngineAddress;
import dev.berth.runtime.cli.http.EngineClient;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.spec.ApiVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentTest {
    @TempDir
    Path directory;

    @Test
    void copyOutput_detachKeysTyped_endsItAndKeepsThemFromTheProcess() throws Exception {
        assertThat(attach("ls\n\020x\020\021never", new Attachment.Mode(true, true, DetachKeys.parse(""))))
                .isEqualTo(new Attached(Attachment.End.DETACH, "ls\n\020x"));
    }

    @Test
    void copyOutput_keysOfOnesOwn_areLookedFor() throws Exception {
        assertThat(attach("1ab2", new Attachment.Mode(true, true, DetachKeys.parse("a,b"))))
                .isEqualTo(new Attached(Attachment.End.DETACH, "1"));
    }

    @Test
    void copyOutput_withoutTerminal_detachKeysAreInputAsAnyOther() throws Exception {
        assertThat(attach("a\020\021b", new Attachment.Mode(false, true, DetachKeys.parse(""))))
                .isEqualTo(new Attached(Attachment.End.PROCESS, "a\020\021b"));
    }

    private record Attached(Attachment.End end, String input) {}

    /** Attaches to an engine that keeps the connection as long as the client does. */
    private Attached attach(String typed, Attachment.Mode mode) throws Exception {
        Path path = directory.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<String> input = CompletableFuture.supplyAsync(() -> serve(server));
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            Context context = new Context(
                    new EngineClient(new EngineAddress(path), Optional.of(ApiVersion.NEWEST)),
                    Map.of(),
                    new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                    nowhere,
                    nowhere);
            try (Attachment attachment = Attachment.open(context, Request.post("containers", "a", "attach"), mode)) {
                Attachment.End end = attachment.copyOutput();
                return new Attached(end, input.get(30, TimeUnit.SECONDS));
            }
        }
    }

    private static String serve(ServerSocketChannel server) {
        try (SocketChannel client = server.accept()) {
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (!got.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
                read(client, one, got);
            }
            got.reset();
            client.write(ByteBuffer.wrap("HTTP/1.1 101 UPGRADED\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
            boolean more = true;
            while (more) {
                more = read(client, one, got);
            }
            return got.toString(StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new IllegalStateException("the test's engine", broken);
        }
    }

    private static boolean read(SocketChannel client, ByteBuffer one, ByteArrayOutputStream into) throws IOException {
        one.clear();
        int count = client.read(one);
        into.write(one.array(), 0, Math.max(0, count));
        return count > 0;
    }
}
