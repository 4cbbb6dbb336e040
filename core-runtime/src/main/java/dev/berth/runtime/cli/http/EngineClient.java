package dev.berth.runtime.cli.http;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;

/** Talks to the engine, one connection per request. */
public final class EngineClient {
    /** Version that requests ask for: what every engine since Docker 20.10 answers. */
    public static final String API_VERSION = "1.41";

    private final EngineAddress address;
    private final String version;

    /** @param version API version without {@code v} */
    public EngineClient(EngineAddress address, String version) {
        this.address = address;
        this.version = version;
    }

    /** Where the engine is. */
    public EngineAddress address() {
        return address;
    }

    /**
     * Sends a request and reads the whole answer as JSON.
     *
     * @throws EngineError if the engine refuses
     */
    public JsonValue call(Request request) throws IOException {
        try (Answer answer = open(request)) {
            return answer.json();
        }
    }

    /**
     * Sends a request and ignores the answer's body.
     *
     * @return HTTP status, below 400
     * @throws EngineError if the engine refuses
     */
    public int send(Request request) throws IOException {
        try (Answer answer = open(request)) {
            answer.body().transferTo(OutputStream.nullOutputStream());
            return answer.status();
        }
    }

    /**
     * Sends a request; the body is the caller's to read.
     *
     * @throws EngineError if the engine refuses
     */
    public Answer open(Request request) throws IOException {
        return exchange(request, "");
    }

    /**
     * Sends a request that turns the connection into a stream in both directions.
     *
     * @throws EngineError if the engine refuses
     */
    public Answer hijack(Request request) throws IOException {
        return exchange(request, "Connection: Upgrade\r\nUpgrade: tcp\r\n");
    }

    private Answer exchange(Request request, String headers) throws IOException {
        SocketChannel channel = connect();
        try {
            OutputStream out = SocketStreams.output(channel);
            InputStream in = new BufferedInputStream(SocketStreams.input(channel), 32 * 1024);
            try {
                write(request, headers, out);
            } catch (IOException broken) {
                // an engine that refuses early closes its side; its reason is then waiting to be read
                return answer(request, channel, in, Optional.of(broken));
            }
            return answer(request, channel, in, Optional.empty());
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(address.socket()));
            return channel;
        } catch (IOException refused) {
            channel.close();
            throw unreachable(refused);
        }
    }

    private CliException unreachable(IOException refused) {
        boolean denied = refused instanceof AccessDeniedException
                || String.valueOf(refused.getMessage()).contains("Permission denied");
        if (denied || (Files.exists(address.socket()) && !Files.isWritable(address.socket()))) {
            return new CliException(
                    1,
                    "Got permission denied while trying to connect to the Berth daemon socket at " + address
                            + ": connect: permission denied");
        }
        return new CliException(1, "Cannot connect to the Berth daemon at " + address + ". Is the daemon running?");
    }

    private void write(Request request, String headers, OutputStream out) throws IOException {
        Optional<byte[]> json = request.jsonBytes();
        StringBuilder head = new StringBuilder(256)
                .append(request.method())
                .append(" /v")
                .append(version)
                .append(request.target())
                .append(" HTTP/1.1\r\n")
                .append("Host: docker\r\nUser-Agent: berth\r\n")
                .append(headers);
        request.headers().forEach(line -> head.append(line).append("\r\n"));
        if (json.isPresent()) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(json.get().length)
                    .append("\r\n");
        } else if (request.stream().isPresent()) {
            head.append("Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n");
        } else if (!request.method().equals("GET")) {
            head.append("Content-Length: 0\r\n");
        }
        if (headers.isEmpty()) {
            head.append("Connection: close\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (json.isPresent()) {
            out.write(json.get());
        } else if (request.stream().isPresent()) {
            writeChunks(request.stream().get(), out);
        }
    }

    private static void writeChunks(InputStream body, OutputStream out) throws IOException {
        byte[] chunk = new byte[64 * 1024];
        for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
            if (count > 0) {
                out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(chunk, 0, count);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private Answer answer(Request request, SocketChannel channel, InputStream in, Optional<IOException> broken)
            throws IOException {
        HeadReader.Head head;
        try {
            head = HeadReader.read(in);
        } catch (IOException unread) {
            throw broken.orElse(unread);
        }
        Answer answer = new Answer(
                head, channel, request.method().equals("HEAD") ? InputStream.nullInputStream() : body(head, in));
        if (head.status() >= 400) {
            byte[] body = answer.body().readAllBytes();
            channel.close();
            throw new EngineError(head.status(), message(head, body));
        }
        return answer;
    }

    private static InputStream body(HeadReader.Head head, InputStream in) {
        if (head.status() == 101
                || head.header("content-type").startsWith("application/vnd.docker.raw-stream")
                        && head.header("content-length").isEmpty()
                        && head.header("transfer-encoding").isEmpty()) {
            return in;
        }
        if (head.status() == 204 || head.status() == 304) {
            return InputStream.nullInputStream();
        }
        if (head.header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return new ChunkedInput(in);
        }
        String length = head.header("content-length");
        return length.isEmpty() ? in : new BoundedInput(in, Long.parseLong(length));
    }

    private static String message(HeadReader.Head head, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).trim();
        if (head.header("content-type").contains("json")) {
            try {
                return JsonText.read(body).at("message").text();
            } catch (IOException notJson) {
                return text;
            }
        }
        return text.isEmpty() ? "request returned status " + head.status() : text;
    }
}
