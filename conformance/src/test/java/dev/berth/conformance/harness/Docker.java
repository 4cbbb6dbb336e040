package dev.berth.conformance.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.testing.HostProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The real {@code docker} command on the host of the engine under test, and what a person would look at beside it. */
public final class Docker {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Ground ground;
    private final Map<String, String> environment;
    private final Path socket;

    Docker(Ground ground, Path socket) {
        this.ground = ground;
        this.socket = socket;
        this.environment = Map.of(
                "DOCKER_HOST", "unix://" + socket, "DOCKER_CLI_HINTS", "false", "HOME", "/run", "DOCKER_BUILDKIT", "0");
    }

    /** What a command did. */
    public record Result(int exit, String out, String err) {}

    /** What an API call was answered. */
    public record Answer(int status, String body) {}

    /** Runs {@code docker} with these words. */
    public Result run(String... words) {
        return runWithInput("", words);
    }

    /** Runs {@code docker} with these words and this on its standard input. */
    public Result runWithInput(String input, String... words) {
        return ground.onHost(environment, input, join(new String[] {"docker"}, words));
    }

    /** Runs Debian's {@code docker}, an older client than the one on the path may be. */
    public Result runOld(String... words) {
        return ground.onHost(environment, "", join(new String[] {"/usr/bin/docker"}, words));
    }

    /** Runs {@code docker} under a pseudo terminal of its own. */
    public Result runInTerminal(String... words) {
        StringBuilder line = new StringBuilder("docker");
        for (String word : words) {
            line.append(" '").append(word.replace("'", "'\\''")).append("'");
        }
        return ground.onHost(environment, "", "script", "-qec", line.toString(), "/dev/null");
    }

    /** Runs {@code docker} and expects success; its output without the last line feed. */
    public String ok(String... words) {
        Result result = run(words);
        assertThat(result.exit())
                .as("docker %s%n%s%s", String.join(" ", words), result.out(), result.err())
                .isZero();
        return result.out().stripTrailing();
    }

    /** Runs Compose on a file and expects success; its output without the last line feed. */
    public String compose(String file, String... words) {
        Result result = ground.onHost(environment, "", join(new String[] {"docker-compose", "-f", file}, words));
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        return result.out().stripTrailing();
    }

    /** Waits until it holds, a minute at most; an assertion that fails meanwhile is asked again. */
    public void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition);
    }

    /** One call of the Engine API at version 1.41. */
    public Answer api(String method, String path) {
        return api(method, path, "");
    }

    /** One call of the Engine API at version 1.41 with a JSON body. */
    public Answer api(String method, String path, String body) {
        return apiRaw(method, path.startsWith("/no/") ? path : "/v1.41" + path, body);
    }

    /** One call on exactly this path. */
    public Answer apiRaw(String method, String path) {
        return apiRaw(method, path, "");
    }

    /** The same with a JSON body. */
    public Answer apiRaw(String method, String path, String body) {
        List<String> words = new ArrayList<>(List.of(
                "curl",
                "-s",
                "-S",
                "--max-time",
                "60",
                "-X",
                method,
                "--unix-socket",
                socket.toString(),
                "-w",
                "\n%{http_code}"));
        if (!body.isEmpty()) {
            words.addAll(List.of("-H", "Content-Type: application/json", "-d", body));
        }
        words.add("http://engine" + path);
        Result result = ground.onHost(Map.of(), "", words.toArray(String[]::new));
        assertThat(result.exit()).as(result.err()).isZero();
        int cut = result.out().lastIndexOf('\n');
        return new Answer(
                Integer.parseInt(result.out().substring(cut + 1)), result.out().substring(0, cut));
    }

    /** The engine's socket, for what speaks to it by itself. */
    public String socket() {
        return socket.toString();
    }

    /** The container's address on the default bridge. */
    public String address(String container) {
        return ok("inspect", "-f", "{{.NetworkSettings.IPAddress}}", container);
    }

    /** The present moment as the docker command takes it. */
    public String now() {
        Instant now = Instant.now();
        return now.getEpochSecond() + "." + String.format("%09d", now.getNano());
    }

    /** What dig is answered in a container's network, by the server that images are set up for. */
    public String dig(String container, String... words) {
        String pid = ok("inspect", "-f", "{{.State.Pid}}", container);
        String[] dig = {"nsenter", "-t", pid, "--net", "dig", "+tries=1", "+time=5", "@127.0.0.11"};
        return ground.onHost(Map.of(), "", join(dig, words)).out().stripTrailing();
    }

    /** Runs this build's {@code berth} against the engine. */
    public Result berth(String... words) {
        return ground.onHost(
                Map.of("BERTH_HOST", "unix://" + socket, "BERTH_BUILD", "no", "HOME", "/run"),
                "",
                join(new String[] {System.getProperty("berth.command")}, words));
    }

    /** The host's address on the wire to its neighbour. */
    public String hostAddress() {
        return ground.hostAddress();
    }

    /** The neighbour's address. */
    public String neighbourAddress() {
        return ground.neighbourAddress();
    }

    /**
     * Builds, and interrupts it, as Ctrl-C does, as soon as a shell's condition holds. What a shell runs in the background
     * has interrupts ignored, which docker 20.10 leaves so.
     */
    public void interruptBuild(Path context, String moment) {
        onHost(
                "sh",
                "-c",
                "export DOCKER_BUILDKIT=0 HOME=/run DOCKER_HOST=unix:///run/engine.sock;"
                        + " env --default-signal=INT docker build " + context + " & build=$!; until " + moment
                        + "; do sleep 0.1; done; kill -INT $build; wait $build; true");
    }

    /** Runs a program on the engine's host and expects success; its output without the last line feed. */
    public String onHost(String... words) {
        Result result = ground.onHost(Map.of(), "", words);
        assertThat(result.exit())
                .as(String.join(" ", words) + "\n" + result.err())
                .isZero();
        return result.out().stripTrailing();
    }

    /** An empty directory of the engine's host. */
    public Path hostDirectory(String name) {
        return ground.freshDirectory(name);
    }

    /** What the neighbour is answered by a web server, empty if nothing. */
    public String fetchAtNeighbour(String address, int port) {
        return ground.onNeighbour(fetch(address, port)).out();
    }

    /** What the host itself is answered by a web server, empty if nothing. */
    public String fetchOnHost(String address, int port) {
        return ground.onHost(Map.of(), "", fetch(address, port)).out();
    }

    private static String[] fetch(String address, int port) {
        return new String[] {"curl", "-s", "--noproxy", "*", "--max-time", "2", "http://" + address + ":" + port + "/"};
    }

    /** What a server says to the neighbour before it closes, empty if nothing. */
    public String readAtNeighbour(String address, int port) {
        return ground.onNeighbour("timeout", "3", "socat", "-u", "TCP:" + address + ":" + port, "-")
                .out();
    }

    /** Sends one datagram from the neighbour. */
    public void sendUdpAtNeighbour(String address, int port, String text) {
        ground.onNeighbour("sh", "-c", "printf '%s\\n' " + text + " | socat -u - UDP:" + address + ":" + port);
    }

    /** Runs the body while the neighbour tells each client on TCP port 7000 the address that it sees. */
    public String atNeighbour(Supplier<String> body) {
        try (HostProcess server =
                ground.spawnOnNeighbour("socat", "TCP-LISTEN:7000,reuseaddr,fork", "SYSTEM:echo $SOCAT_PEERADDR")) {
            until(() -> server.isAlive()
                    && ground.onNeighbour("sh", "-c", "ss -ltn | grep -q :7000").exit() == 0);
            return body.get();
        }
    }

    /** A file of the container's cgroup by its name in version 1, {@code memory/memory.limit_in_bytes}. */
    public String cgroupFile(String container, String file) {
        String pid = ok("inspect", "-f", "{{.State.Pid}}", container);
        String controller = file.substring(0, file.indexOf('/'));
        String own = onHost(
                "sh",
                "-c",
                "grep -E '^[0-9]+:([^:]*,)?" + controller + "(,[^:]*)?:' /proc/" + pid + "/cgroup | cut -d: -f3");
        return onHost("cat", "/sys/fs/cgroup/" + controller + own + file.substring(file.indexOf('/')));
    }

    /** Imports the real nginx and postgres, once; they are built by conformance/images.sh. */
    public void importRealImages() {
        if (run("image", "inspect", "nginx", "postgres").exit() == 0) {
            return;
        }
        String images = System.getProperty("berth.images");
        ok(
                "import",
                "-c",
                "EXPOSE 80",
                "-c",
                "CMD [\"nginx\", \"-g\", \"daemon off;\"]",
                images + "/nginx.tar",
                "nginx");
        ok(
                "import",
                "-c",
                "VOLUME /var/lib/postgresql/data",
                "-c",
                "ENV LANG=C.UTF-8",
                images + "/postgres.tar",
                "postgres");
    }

    /** Imports the bare Debian of conformance/images.sh, for Dockerfiles. */
    public void importDebian() {
        ok("import", "-c", "CMD [\"bash\"]", System.getProperty("berth.images") + "/debian.tar", "debian");
    }

    /** What the host's kernel and the engine's directories hold that may belong to a container. */
    public List<String> leftovers() {
        return Stream.of(
                        "ip -o link | awk '{print $2}' | grep veth | sort",
                        "nft list ruleset | grep -cE 'veth|dnat to [0-9]' || true",
                        "awk '$5 ~ /berth/ || $5 ~ /netns/ {print $5}' /proc/self/mountinfo | grep -v '^/run$' | sort",
                        "ls /run/berth/netns /run/berth/containers 2>/dev/null",
                        "ls " + ground.dataRoot() + "/containers " + ground.dataRoot() + "/overlay 2>/dev/null")
                .map(script -> ground.onHost(Map.of(), "", "sh", "-c", script).out())
                .toList();
    }

    /** All words in a row. */
    public static String[] join(String[]... parts) {
        return Arrays.stream(parts).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
