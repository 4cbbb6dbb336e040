package dev.berth.conformance.harness;

import dev.berth.linux.testing.HostProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** An engine that listens on a socket of a host of its own, with the suite's images in it. */
public final class Engine implements AutoCloseable {
    private static final Path SOCKET = Path.of("/run/engine.sock");

    /** Which engine. */
    public enum Kind {
        BERTH,
        DOCKERD
    }

    private final Kind kind;
    private final Ground ground;
    private final Docker docker;
    private Optional<HostProcess> daemon = Optional.empty();

    private Engine(Kind kind) {
        this.kind = kind;
        this.ground = new Ground();
        this.docker = new Docker(ground, SOCKET);
    }

    /** Starts it and imports the images. */
    public static Engine start(Kind kind) {
        Engine engine = new Engine(kind);
        try {
            engine.startDaemon();
            TestImages.importAll(engine.docker, engine.ground);
            return engine;
        } catch (RuntimeException | Error failure) {
            failure.addSuppressed(new IllegalStateException(engine.daemonLog()));
            engine.close();
            throw failure;
        }
    }

    /** Which it is. */
    public Kind kind() {
        return kind;
    }

    /** The docker command on its host. */
    public Docker docker() {
        return docker;
    }

    /** The engine's socket as seen from this JVM, which is not on the engine's host. */
    public Path socketFromOutside() {
        return ground.fromOutside(SOCKET);
    }

    /** Starts the daemon and waits until it answers. */
    public void startDaemon() {
        daemon = Optional.of(ground.spawnDaemon(command(SOCKET)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> docker.run("version").exit() == 0);
    }

    /** Ends the daemon as a crash would: SIGKILL, to it alone. */
    public void killDaemon() {
        docker.onHost("sh", "-c", "kill -9 $(cat " + SOCKET + ".pid)");
        daemon.orElseThrow().awaitExit(Duration.ofSeconds(60));
    }

    /** Tries a second daemon on the same data root with a socket of its own; it is expected to give up. */
    public Docker.Result startSecondDaemon() {
        return ground.onHost(
                Map.of(),
                "",
                Docker.join(
                        new String[] {"timeout", "30"},
                        command(Path.of("/run/second.sock")).toArray(String[]::new)));
    }

    /** Removes every container, network, volume and image that a case left. */
    public void empty() {
        ground.onHost(Map.of("DOCKER_HOST", "unix://" + SOCKET, "HOME", "/run"), "", "sh", "-c", """
                c=$(docker ps -aq); [ -z "$c" ] || docker rm -f -v $c
                n=$(docker network ls -q --filter type=custom); [ -z "$n" ] || docker network rm $n
                v=$(docker volume ls -q); [ -z "$v" ] || docker volume rm $v
                """);
    }

    private List<String> command(Path socket) {
        return switch (kind) {
            case BERTH ->
                List.of(
                        System.getProperty("berth.command"),
                        "daemon",
                        "--host",
                        "unix://" + socket,
                        "--data-root",
                        ground.dataRoot().toString(),
                        "--exec-root",
                        "/run/berth",
                        "--pidfile",
                        socket + ".pid");
            case DOCKERD ->
                List.of(
                        "dockerd",
                        "--host",
                        "unix://" + socket,
                        "--data-root",
                        ground.dataRoot().toString(),
                        "--exec-root",
                        "/run/docker",
                        "--pidfile",
                        socket + ".pid");
        };
    }

    /** What the daemon has logged. */
    public String daemonLog() {
        return daemon.map(HostProcess::log).orElse("");
    }

    @Override
    public void close() {
        ground.close();
    }
}
