package dev.berth.conformance.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Posts to a plugin as an engine does, one connection per call, and shows the answer as it came. */
final class PluginCaller {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** For a whole call: an engine's user does not wait longer either. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final ScheduledExecutorService DEADLINES = Executors.newSingleThreadScheduledExecutor(body -> {
        Thread thread = new Thread(body, "kit-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    private final URI address;

    /** @param address {@code unix:///path} or {@code tcp://host:port} */
    PluginCaller(URI address) {
        this.address = address;
    }

    /** An answer. @param text the body @param json the body, an empty object if it is {@code null}, none or no JSON */
    record Answer(int status, String text, JsonNode json) {
        /** The failure's message under {@code Err} or {@code Error}; empty if it is none. */
        String failure() {
            String said = json.path("Err").asText("") + json.path("Error").asText("");
            return said.isEmpty() && status != 200 ? "status " + status + ": " + text : said;
        }

        boolean failed() {
            return !failure().isEmpty();
        }
    }

    /** Posts keys and values. */
    Answer post(String method, Object... keysAndValues) {
        ObjectNode body = MAPPER.createObjectNode();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            body.set(String.valueOf(keysAndValues[i]), MAPPER.valueToTree(keysAndValues[i + 1]));
        }
        return postText(method, body.toString());
    }

    /** Posts keys and values and requires that it is no failure. @throws AssertionError it is one, with its words */
    JsonNode ok(String method, Object... keysAndValues) {
        Answer answer = post(method, keysAndValues);
        if (answer.failed()) {
            throw new AssertionError(method + " " + Arrays.toString(keysAndValues) + ": " + answer.failure());
        }
        return answer.json();
    }

    /** Posts exactly this body. */
    Answer postText(String method, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /" + method + " HTTP/1.1\r\nHost: plugin\r\nConnection: close\r\n"
                + "Accept: application/vnd.docker.plugins.v1.2+json\r\nContent-Length: " + content.length + "\r\n\r\n";
        try (SocketChannel channel = connect()) {
            ScheduledFuture<?> deadline =
                    DEADLINES.schedule(() -> cut(channel), DEADLINE.toSeconds(), TimeUnit.SECONDS);
            try {
                write(channel, (head + body).getBytes(StandardCharsets.UTF_8));
                return parse(readAll(channel));
            } finally {
                deadline.cancel(false);
            }
        } catch (AsynchronousCloseException silence) {
            throw new AssertionError(method + ": no answer within " + DEADLINE.toSeconds() + " s", silence);
        } catch (IOException failure) {
            throw new AssertionError(method + ": " + failure, failure);
        }
    }

    /** Ends a call that waits. */
    private static void cut(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private SocketChannel connect() throws IOException {
        boolean unix = address.getScheme().equals("unix");
        SocketAddress to = unix
                ? UnixDomainSocketAddress.of(address.getPath())
                : new InetSocketAddress(address.getHost(), address.getPort());
        SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        channel.connect(to);
        return channel;
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try {
            while (channel.read(buffer.clear()) >= 0) {
                all.write(buffer.array(), 0, buffer.position());
            }
        } catch (AsynchronousCloseException silence) {
            throw silence;
        } catch (IOException answeredWithoutReadingAll) {
            if (all.size() == 0) {
                throw answeredWithoutReadingAll;
            }
        }
        return all.toByteArray();
    }

    private static Answer parse(byte[] bytes) throws IOException {
        String all = new String(bytes, StandardCharsets.UTF_8);
        int cut = all.indexOf("\r\n\r\n");
        if (cut < 0) {
            throw new IOException("no HTTP answer: " + all);
        }
        String head = all.substring(0, cut).toLowerCase(java.util.Locale.ROOT);
        String body = all.substring(cut + 4);
        String text = head.contains("transfer-encoding: chunked") ? joinChunks(body) : body;
        return new Answer(Integer.parseInt(head.split(" ", 3)[1]), text, json(text));
    }

    private static String joinChunks(String body) {
        StringBuilder joined = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = body.indexOf("\r\n", at);
            int size = Integer.parseInt(
                    body.substring(at, lineEnd).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                return joined.toString();
            }
            joined.append(body, lineEnd + 2, lineEnd + 2 + size);
            at = lineEnd + 2 + size + 2;
        }
    }

    private static JsonNode json(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree != null && tree.isObject() ? tree : MAPPER.createObjectNode();
        } catch (JsonProcessingException plainText) {
            return MAPPER.createObjectNode();
        }
    }
}
