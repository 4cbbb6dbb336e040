package dev.berth.runtime.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.linux.testing.HostProcess;
import dev.berth.linux.testing.TestHost;
import dev.berth.runtime.state.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.awaitility.Awaitility;

/** The daemon on a throw-away host, and a plain client of its socket. */
final class EngineHost implements AutoCloseable {
    private static final String SOCKET = "/run/berth/docker.sock";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestHost host = TestHost.start();
    private HostProcess daemon;
    private int starts;

    EngineHost() {
        daemon = startDaemon();
    }

    /** An answer: status and body. */
    record Answer(int status, String body) {
        JsonNode json() {
            return Json.tree(body);
        }
    }

    private HostProcess startDaemon() {
        HostProcess started = host.spawn("daemon" + starts++, daemonCommand(SOCKET));
        Awaitility.await().atMost(PATIENCE).until(() -> !started.isAlive() || answers());
        if (!started.isAlive()) {
            throw new AssertionError("the daemon has ended:\n" + started.log());
        }
        return started;
    }

    private static String[] daemonCommand(String socket) {
        return new String[] {
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.berth.runtime.BerthMain",
            "daemon",
            "--pidfile",
            socket + ".pid",
            "--host",
            "unix://" + socket
        };
    }

    /** One more daemon on the same data root. @return what it wrote until it ended, with a failure */
    String startSecond() {
        try (HostProcess second = host.spawn("second", daemonCommand("/run/second.sock"))) {
            if (second.awaitExit(PATIENCE) == 0) {
                throw new AssertionError("a second daemon has run:\n" + second.log());
            }
            return second.log();
        }
    }

    /** Kills the daemon as a crash would, runs {@code meanwhile}, and starts it again. */
    void crash(Runnable meanwhile) {
        daemon.signal("KILL");
        daemon.awaitExit(PATIENCE);
        meanwhile.run();
        daemon = startDaemon();
    }

    TestHost host() {
        return host;
    }

    private boolean answers() {
        try {
            return call("GET", "/_ping", new byte[0]).status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    Answer get(String path) {
        return call("GET", path, new byte[0]);
    }

    Answer post(String path, String json) {
        return call("POST", path, json.getBytes(StandardCharsets.UTF_8));
    }

    Answer delete(String path) {
        return call("DELETE", path, new byte[0]);
    }

    /** One request on a connection of its own. */
    Answer call(String method, String path, byte[] body) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(host.path(SOCKET)));
            String head = method + " " + path + " HTTP/1.1\r\nHost: berth\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
            write(channel, head.getBytes(StandardCharsets.US_ASCII));
            write(channel, body);
            return answer(readAll(channel));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (channel.read(buffer) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static Answer answer(String text) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + text);
        }
        String body = text.substring(end + 4);
        boolean chunked =
                text.substring(0, end).toLowerCase(java.util.Locale.ROOT).contains("chunked");
        return new Answer(Integer.parseInt(text.substring(9, 12)), chunked ? joined(body) : body);
    }

    /** The content of a chunked body; good for ASCII. */
    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            int size =
                    line < 0 ? 0 : Integer.parseInt(chunks.substring(at, line).strip(), 16);
            if (size == 0) {
                return body.toString();
            }
            body.append(chunks, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
    }

    /** Makes the image {@code busybox} of this machine's static busybox. */
    void importBusybox() {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar)) {
            byte[] program = Files.readAllBytes(Path.of("/bin/busybox"));
            TarArchiveEntry busybox = new TarArchiveEntry("bin/busybox");
            busybox.setSize(program.length);
            busybox.setMode(0755);
            out.putArchiveEntry(busybox);
            out.write(program);
            out.closeArchiveEntry();
            for (String applet : new String[] {"sh", "sleep", "echo", "cat", "true"}) {
                TarArchiveEntry link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
                link.setLinkName("busybox");
                out.putArchiveEntry(link);
                out.closeArchiveEntry();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Answer answer = call("POST", "/images/create?fromSrc=-&repo=busybox", tar.toByteArray());
        if (answer.status() != 200 || answer.body().contains("errorDetail")) {
            throw new AssertionError("import busybox: " + answer);
        }
    }

    /** Makes a container. @return its id */
    String create(String name, String hostConfig, String... command) {
        String cmd = Json.write(command);
        Answer answer = post(
                "/containers/create?name=" + name,
                "{\"Image\":\"busybox\",\"Cmd\":" + cmd + ",\"HostConfig\":" + hostConfig + "}");
        if (answer.status() != 201) {
            throw new AssertionError("create " + name + ": " + answer);
        }
        return answer.json().path("Id").asText();
    }

    JsonNode state(String name) {
        return get("/containers/" + name + "/json").json().path("State");
    }

    @Override
    public void close() {
        host.close();
    }
}
