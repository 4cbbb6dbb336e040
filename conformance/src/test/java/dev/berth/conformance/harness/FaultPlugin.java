package dev.berth.conformance.harness;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A volume, network and IPAM plugin that does one thing wrong, for any engine to be pointed at. The handshake, and what
 * only looks ({@code Get}, {@code List}, {@code Capabilities}), it answers well unless the fault says otherwise.
 */
public final class FaultPlugin implements AutoCloseable {
    private static final byte[] GIGABYTE_PART = new byte[1 << 20];
    private static final Map<String, String> SANE = Map.of(
            "/Plugin.Activate", "{\"Implements\":[\"VolumeDriver\",\"NetworkDriver\",\"IpamDriver\"]}",
            "/VolumeDriver.Capabilities", "{\"Capabilities\":{\"Scope\":\"local\"}}",
            "/VolumeDriver.List", "{\"Volumes\":[]}",
            "/VolumeDriver.Get", "{\"Err\":\"no such volume\"}",
            "/NetworkDriver.GetCapabilities", "{\"Scope\":\"local\"}");

    /** What it does wrong. */
    public enum Fault {
        /** Takes every call and answers none, the handshake included. */
        HANGS_AT_ONCE,
        /** Answers the handshake, and then nothing that does something. */
        HANGS,
        DIES_MID_ANSWER,
        FAILS_UNDER_200,
        FAILS_IN_PLAIN_TEXT,
        NULL_BODY,
        NOT_JSON,
        OTHER_SHAPE,
        GIGABYTE,
        /** A byte each 100 ms, for ever. */
        SLOW_BYTES,
        /** Says that volumes are where nothing is. */
        LIES
    }

    private final Fault fault;
    private final ServerSocketChannel listening;
    private final Path socket;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    /** @param socket as seen from this process */
    public FaultPlugin(Path socket, Fault fault) {
        this.fault = fault;
        this.socket = socket;
        try {
            Files.createDirectories(socket.getParent());
            listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listening.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException failure) {
            throw new IllegalStateException("serve faults on " + socket, failure);
        }
        thread(this::acceptAll);
    }

    private static void thread(Runnable body) {
        Thread thread = new Thread(body, "fault-plugin");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel client = listening.accept();
                clients.add(client);
                thread(() -> converse(client));
            }
        } catch (IOException closed) {
            clients.forEach(FaultPlugin::end);
        }
    }

    private void converse(SocketChannel client) {
        try (client) {
            while (true) {
                String path = request(client);
                boolean sane = fault == Fault.LIES || fault != Fault.HANGS_AT_ONCE && SANE.containsKey(path);
                if (sane) {
                    send(client, "200 OK", fault == Fault.LIES ? lie(path) : SANE.get(path));
                } else {
                    misbehave(client);
                }
            }
        } catch (IOException over) {
            clients.remove(client);
        }
    }

    private static String lie(String path) {
        List<String> placing = List.of("/VolumeDriver.Mount", "/VolumeDriver.Path");
        if (placing.contains(path)) {
            return "{\"Mountpoint\":\"/nowhere/at/all\"}";
        }
        if (path.equals("/VolumeDriver.Get")) {
            return "{\"Volume\":{\"Name\":\"v1\",\"Mountpoint\":\"../../etc\"}}";
        }
        return SANE.getOrDefault(path, "{}");
    }

    private void misbehave(SocketChannel client) throws IOException {
        switch (fault) {
            case HANGS_AT_ONCE, HANGS, LIES -> request(client);
            case DIES_MID_ANSWER -> {
                write(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Mountpoi");
                throw new IOException("died");
            }
            case FAILS_UNDER_200 -> send(client, "200 OK", "{\"Err\":\"out of cheese\",\"Error\":\"out of cheese\"}");
            case FAILS_IN_PLAIN_TEXT -> send(client, "500 Internal Server Error", "out of cheese");
            case NULL_BODY -> send(client, "200 OK", "null");
            case NOT_JSON -> send(client, "200 OK", "<html>cheese</html>");
            case OTHER_SHAPE -> send(client, "200 OK", "[{\"Mountpoint\":{\"cheese\":[]}}]");
            case GIGABYTE -> gigabyte(client);
            case SLOW_BYTES -> slowBytes(client);
        }
    }

    private static void gigabyte(SocketChannel client) throws IOException {
        write(client, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"Mountpoint\":\"");
        for (int i = 0; i < 1024; i++) {
            ByteBuffer part = ByteBuffer.wrap(GIGABYTE_PART);
            while (part.hasRemaining()) {
                client.write(part);
            }
        }
        throw new IOException("said all");
    }

    private static void slowBytes(SocketChannel client) throws IOException {
        write(client, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{");
        while (true) {
            write(client, " ");
            try {
                Thread.sleep(Duration.ofMillis(100).toMillis());
            } catch (InterruptedException stop) {
                throw new IOException("stopped", stop);
            }
        }
    }

    /** Reads one request whole. @return its path */
    private static String request(SocketChannel client) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        int length = -1;
        int head = -1;
        while (head < 0 || text.length() < head + 4 + Math.max(0, length)) {
            if (client.read(buffer.clear()) < 0) {
                throw new IOException("client closed");
            }
            text.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
            head = text.indexOf("\r\n\r\n");
            length = head < 0 ? -1 : length(text.substring(0, head));
        }
        return text.toString().split(" ", 3)[1];
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .map(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private static void send(SocketChannel client, String status, String body) throws IOException {
        write(client, "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void write(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static void end(SocketChannel client) {
        try {
            client.close();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Where it serves, as seen from this process. */
    public Path socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            listening.close();
            Files.deleteIfExists(socket);
        } catch (IOException failure) {
            throw new IllegalStateException("stop serving faults on " + socket, failure);
        }
    }
}
