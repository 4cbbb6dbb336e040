package dev.berth.conformance.harness;

import dev.berth.linux.testing.HostProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** An engine that listens on a socket of a host of its own, with the suite's images in it. */
public final class Engine implements AutoCloseable {
    private static final Path SOCKET = Path.of("/run/engine.sock");

    private static final int FIRST_REGISTRY = 5000;

    /** Which engine. */
    public enum Kind {
        BERTH,
        DOCKERD,
        /** Berth, with every driver in another process, behind a socket. */
        REMOTE
    }

    /** What stands in for all four drivers of {@link Kind#REMOTE}. */
    private static final String DRIVERS = "drivers";

    private final Kind kind;
    private final Ground ground;
    private final Docker docker;
    private int registries;
    private Optional<HostProcess> daemon = Optional.empty();

    private final List<String> flags;

    private Engine(Kind kind, List<String> flags) {
        this.kind = kind;
        this.flags = List.copyOf(flags);
        this.ground = new Ground();
        this.docker = new Docker(ground, SOCKET);
    }

    /** The kind that this run is for. */
    public static Kind kindUnderTest() {
        return Kind.valueOf(System.getProperty("berth.engine", "berth").toUpperCase(Locale.ROOT));
    }

    /** Starts it and imports the images. @param flags further ones of the daemon */
    public static Engine start(Kind kind, String... flags) {
        Engine engine = new Engine(kind, List.of(flags));
        try {
            if (kind == Kind.REMOTE) {
                engine.serveDrivers();
            }
            engine.startDaemon();
            if (kind == Kind.REMOTE) {
                engine.requireDriversElsewhere();
            }
            TestImages.importAll(engine.docker, engine.ground);
            return engine;
        } catch (RuntimeException | Error failure) {
            failure.addSuppressed(new IllegalStateException(engine.daemonLog()));
            engine.close();
            throw failure;
        }
    }

    private void serveDrivers() {
        new ServedPlugins(
                ground,
                List.of("bridge", "ipam", "volume", "names"),
                "--socket",
                "/run/berth/plugins/" + DRIVERS + ".sock");
    }

    private void requireDriversElsewhere() {
        docker.ok("volume", "create", "probe");
        String place = docker.ok("volume", "inspect", "-f", "{{.Mountpoint}}", "probe");
        docker.ok("volume", "rm", "probe");
        if (place.startsWith(ground.dataRoot().toString())) {
            throw new IllegalStateException("volumes are kept by the daemon itself, at " + place);
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

    /** Serves Berth's drivers of these types on the engine's host. */
    public ServedPlugins servePlugins(String... types) {
        return new ServedPlugins(ground, List.of(types));
    }

    /** Serves a plugin of this name that does one thing wrong. */
    public FaultPlugin serveFaults(String name, FaultPlugin.Fault fault) {
        return new FaultPlugin(ground.fromOutside(Path.of("/run/docker/plugins", name + ".sock")), fault);
    }

    /** Starts a registry on the engine's host. */
    public LocalRegistry registry(LocalRegistry.Kind kind) {
        return new LocalRegistry(ground, kind, FIRST_REGISTRY + registries++);
    }

    /** Serves Debian's packages to containers. */
    public DebianMirror debianMirror() {
        return new DebianMirror(ground);
    }

    /** The docker command on a real dockerd that is started beside the engine, on a bridge of its own; it ends with its host. */
    public Docker dockerdBeside() {
        Path other = Path.of("/run/beside.sock");
        List<String> words = command(
                Kind.DOCKERD,
                new Place("unix://" + other, ground.freshDirectory("beside"), Path.of("/run/beside"), other + ".pid"));
        // without one it would use docker0, and with none it would delete it
        words.addAll(List.of("--bridge", "beside0", "--iptables=false"));
        Docker beside = new Docker(ground, other);
        if (beside.run("version").exit() != 0) {
            docker.onHost("ip", "link", "add", "beside0", "up", "type", "bridge");
            docker.onHost("ip", "address", "add", "10.250.0.1/24", "dev", "beside0");
            ground.spawnOnHost("beside", words);
            beside.until(() -> beside.run("version").exit() == 0);
        }
        return beside;
    }

    /** Where the engine keeps everything, on its host. */
    public Path dataRoot() {
        return ground.dataRoot();
    }

    /** The engine's socket on its host. */
    public Path socket() {
        return SOCKET;
    }

    /** Starts the daemon and waits until it answers. */
    public void startDaemon() {
        List<String> words = new ArrayList<>(command(kind, home("unix://" + SOCKET, SOCKET + ".pid")));
        words.addAll(flags);
        daemon = Optional.of(ground.spawnDaemon(words));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> docker.run("version").exit() == 0);
    }

    /** Ends the daemon as a crash would: SIGKILL, to it alone. */
    public void killDaemon() {
        docker.onHost("sh", "-c", "kill -9 $(cat " + SOCKET + ".pid)");
        killed();
    }

    /** The daemon has been killed by a case; waits until it is gone. */
    public void killed() {
        daemon.orElseThrow().awaitExit(Duration.ofSeconds(60));
    }

    /** Tries a second daemon on the same data root with a socket of its own; it is expected to give up. */
    public Docker.Result startSecondDaemon() {
        return tryDaemon(command(kind, home("unix:///run/second.sock", "/run/second.pid")));
    }

    /** Tries a daemon with a data root of its own that serves there; it is expected to give up. */
    public Docker.Result startOtherDaemon(String host, String... options) {
        List<String> words =
                command(kind, new Place(host, ground.freshDirectory("other"), Path.of("/run/other"), "/run/other.pid"));
        words.addAll(List.of(options));
        return tryDaemon(words);
    }

    private Docker.Result tryDaemon(List<String> command) {
        return ground.onHost(Map.of(), "", Docker.join(new String[] {"timeout", "60"}, command.toArray(String[]::new)));
    }

    /** Removes every container, network, volume and image that a case left. */
    public void empty() {
        ground.onHost(Map.of("DOCKER_HOST", "unix://" + SOCKET, "HOME", "/run"), "", "sh", "-c", """
                c=$(docker ps -aq); [ -z "$c" ] || docker rm -f -v $c
                n=$(docker network ls -q --filter type=custom); [ -z "$n" ] || docker network rm $n
                v=$(docker volume ls -q); [ -z "$v" ] || docker volume rm $v
                """);
    }

    /** Where a daemon keeps what it has. */
    private record Place(String host, Path dataRoot, Path execRoot, String pidFile) {}

    /** This engine's own place, with a socket and a pid file that may be others. */
    private Place home(String host, String pidFile) {
        return new Place(
                host, ground.dataRoot(), Path.of(kind == Kind.DOCKERD ? "/run/docker" : "/run/berth"), pidFile);
    }

    private static List<String> command(Kind kind, Place place) {
        List<String> words = new ArrayList<>(
                kind == Kind.DOCKERD ? List.of("dockerd") : List.of(System.getProperty("berth.command"), "daemon"));
        words.addAll(
                List.of("--host", place.host(), "--data-root", place.dataRoot().toString()));
        words.addAll(List.of("--exec-root", place.execRoot().toString(), "--pidfile", place.pidFile()));
        if (kind == Kind.REMOTE) {
            Stream.of("bridge", "ipam", "volume", "names")
                    .forEach(type -> words.addAll(List.of("--driver-plugin", type + "=" + DRIVERS)));
        }
        return words;
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
