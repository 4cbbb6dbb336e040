package dev.berth.conformance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Where an engine stands: a host and its neighbour, joined by a wire, and directories that end with them. */
final class Ground implements AutoCloseable {
    static final String HOST_ADDRESS = "192.0.2.1";
    static final String NEIGHBOUR_ADDRESS = "192.0.2.2";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path directory;
    private final TestHost host;
    private final TestHost neighbour;
    private int fresh;

    private Ground(Path directory, TestHost host, TestHost neighbour) {
        this.directory = directory;
        this.host = host;
        this.neighbour = neighbour;
    }

    static Ground prepare(Engine.Kind kind) {
        try {
            Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "berth-conformance-");
            TestHost host = TestHost.start(directory.resolve("host"));
            TestHost neighbour = TestHost.start(directory.resolve("neighbour"));
            host.wire(neighbour, HOST_ADDRESS, NEIGHBOUR_ADDRESS);
            return new Ground(directory, host, neighbour);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String hostAddress() {
        return HOST_ADDRESS;
    }

    String neighbourAddress() {
        return NEIGHBOUR_ADDRESS;
    }

    Path dataRoot() {
        return directory.resolve("data");
    }

    Path berth() {
        return Path.of(System.getProperty("berth.command"));
    }

    Docker.Result onHost(Map<String, String> environment, String input, String... words) {
        return host.exec(environment, input, LIMIT, words);
    }

    Docker.Result onNeighbour(String... words) {
        return neighbour.exec(Map.of(), "", LIMIT, words);
    }

    Process spawnOnNeighbour(String... words) {
        return neighbour.spawn(directory.resolve("neighbour.log"), List.of(words));
    }

    void spawnDaemon(List<String> words) {
        host.spawn(directory.resolve("daemon.log"), words);
    }

    /** SIGKILL to the daemon alone; its pid is in its pid file. */
    void killDaemon() {
        onHost(
                Map.of(),
                "",
                "sh",
                "-c",
                "kill -9 $(cat /run/engine.sock.pid); while kill -0 $(cat /run/engine.sock.pid) 2>/dev/null; do sleep 0.05; done");
    }

    String daemonLog() {
        try {
            return Files.readString(directory.resolve("daemon.log"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path freshDirectory(String name) {
        try {
            return Files.createDirectories(directory.resolve("dirs").resolve(name + fresh++));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        host.close();
        neighbour.close();
        try {
            new ProcessBuilder("rm", "-rf", "--one-file-system", directory.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
