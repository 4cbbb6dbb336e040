package dev.berth.runtime.cli.http;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.spec.ApiVersion;
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
    /** What an engine speaks that does not tell its version, as Docker's command has it. */
    private static final ApiVersion UNTOLD = new ApiVersion(1, 24);

    private final EngineAddress address;

    /** The version that requests ask for, empty until the engine was asked for its own; guarded by this object. */
    private Optional<ApiVersion> version;

    /**
     * @param version what requests ask for; if it is empty, the newest that the engine speaks as well, which is asked for
     *     its own before anything else
     */
    public EngineClient(EngineAddress address, Optional<ApiVersion> version) {
        this.address = address;
        this.version = version;
    }

    /** Where the engine is. */
    public EngineAddress address() {
        return address;
    }

    /** The version that requests ask for. */
    public synchronized ApiVersion version() throws IOException {
        ApiVersion known = version.isPresent() ? version.get() : negotiated();
        version = Optional.of(known);
        return known;
    }

    private ApiVersion negotiated() throws IOException {
        Request ping = Request.of("HEAD", "_ping");
        try (Answer answer = exchange(ping, ping.target(), "")) {
            String told = answer.header("api-version");
            return told.isEmpty() ? UNTOLD : ApiVersion.NEWEST.orOlder(ApiVersion.parse(told));
        } catch (EngineException.InvalidParameter malformed) {
            throw new IOException("HEAD /_ping at " + address + ": " + malformed.getMessage(), malformed);
        } catch (EngineError refused) {
            // why is told in the answer to the request itself, which has a body
            return ApiVersion.NEWEST;
        }
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
        return exchange(request, versioned(request), "");
    }

    /**
     * Sends a request that turns the connection into a stream in both directions.
     *
     * @throws EngineError if the engine refuses
     */
    public Answer hijack(Request request) throws IOException {
        return exchange(request, versioned(request), "Connection: Upgrade\r\nUpgrade: tcp\r\n");
    }

    private String versioned(Request request) throws IOException {
        return "/v" + version() + request.target();
    }

    private Answer exchange(Request request, String target, String headers) throws IOException {
        SocketChannel channel = connect();
        try {
            OutputStream out = SocketStreams.output(channel);
            InputStream in = new BufferedInputStream(SocketStreams.input(channel), 32 * 1024);
            try {
                write(request, target, headers, out);
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

    private static void write(Request request, String target, String headers, OutputStream out) throws IOException {
        Optional<byte[]> json = request.jsonBytes();
        StringBuilder head = new StringBuilder(256)
                .append(request.method())
                .append(' ')
                .append(target)
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
        } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
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
