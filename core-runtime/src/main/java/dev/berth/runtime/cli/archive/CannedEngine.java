package dev.berth.runtime.cli.archive;

import dev.berth.runtime.spec.ApiVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An engine that gives prepared answers on a Unix socket, one connection after the other. What it says to a ping, with which
 * clients begin, is prepared apart.
 */
public final class CannedEngine implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel server;
    private final String pong;
    private final Function<String, String> answers;
    /** Whole requests, head and body, in the order they came; written by the serving thread, read by any. */
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private CannedEngine(Path socket, ServerSocketChannel server, String pong, Function<String, String> answers) {
        this.socket = socket;
        this.server = server;
        this.pong = pong;
        this.answers = answers;
    }

    /** Starts to serve as an engine of today does. */
    public static CannedEngine start(Path socket, Function<String, String> answers) throws IOException {
        return start(socket, pong(ApiVersion.NEWEST), answers);
    }

    /**
     * Starts to serve.
     *
     * @param socket where; must not exist
     * @param pong the whole answer to a ping
     * @param answers the whole answer, status line first, for a request's first line such as
     *     {@code GET /v1.51/containers/json HTTP/1.1}
     */
    public static CannedEngine start(Path socket, String pong, Function<String, String> answers) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        CannedEngine engine = new CannedEngine(socket, server, pong, answers);
        Thread thread = new Thread(engine::serve, "canned-engine");
        thread.setDaemon(true);
        thread.start();
        return engine;
    }

    /** The answer to a ping of an engine whose newest API version is that. */
    public static String pong(ApiVersion version) {
        return "HTTP/1.1 200 OK\r\nApi-Version: " + version + "\r\nContent-Length: 2\r\n\r\n";
    }

    /** A JSON answer. */
    public static String json(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    /** Every request so far but pings. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve() {
        while (true) {
            try (SocketChannel client = server.accept()) {
                String request = read(client);
                ByteBuffer answer = StandardCharsets.ISO_8859_1.encode(answer(request));
                while (answer.hasRemaining()) {
                    client.write(answer);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failure) {
                throw new UncheckedIOException("canned engine", failure);
            }
        }
    }

    private String answer(String request) {
        if (request.startsWith("HEAD /_ping ")) {
            return pong;
        }
        requests.add(request);
        return answers.apply(request.lines().findFirst().orElse(""));
    }

    private static String read(SocketChannel client) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        while (!isWhole(text) && client.read(buffer) >= 0) {
            buffer.flip();
            text.append(StandardCharsets.ISO_8859_1.decode(buffer));
            buffer.clear();
        }
        return text.toString();
    }

    private static boolean isWhole(StringBuilder text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String head = text.substring(0, end);
        if (head.contains("Transfer-Encoding: chunked")) {
            return text.toString().endsWith("\r\n0\r\n\r\n");
        }
        int length = head.indexOf("Content-Length: ");
        if (length < 0) {
            return true;
        }
        String number = head.substring(length + "Content-Length: ".length())
                .lines()
                .findFirst()
                .orElse("0");
        return text.length() >= end + 4 + Integer.parseInt(number.strip());
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
    }
}
