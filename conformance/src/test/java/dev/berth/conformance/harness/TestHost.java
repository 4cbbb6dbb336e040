package dev.berth.conformance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Interim host; goes when linux's test-jar has its own. */
final class TestHost implements AutoCloseable {
    private static final String INIT = """
            mount --make-rprivate /
            ip link set lo up
            mount -t tmpfs tmpfs /run
            mkdir /run/cgroup && mount --rbind /sys/fs/cgroup /run/cgroup
            mount -t tmpfs tmpfs /sys/fs/cgroup
            for c in /run/cgroup/*; do mkdir -p /sys/fs/cgroup/${c##*/} && mount --bind $c /sys/fs/cgroup/${c##*/}; done
            umount -l /run/cgroup; rmdir /run/cgroup
            touch "$0/ready"
            exec sleep 100000
            """;
    private final Process outer;
    private final long pid;
    private final Path directory;

    private TestHost(Process outer, long pid, Path directory) {
        this.outer = outer;
        this.pid = pid;
        this.directory = directory;
    }

    static TestHost start(Path directory) throws IOException {
        Files.createDirectories(directory);
        Process outer = new ProcessBuilder(
                        "unshare",
                        "--net",
                        "--mount",
                        "--pid",
                        "--uts",
                        "--ipc",
                        "--fork",
                        "--mount-proc",
                        "--kill-child=SIGKILL",
                        "sh",
                        "-c",
                        INIT,
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Files.exists(directory.resolve("ready")));
        long pid = outer.children().findFirst().orElseThrow().pid();
        return new TestHost(outer, pid, directory);
    }

    void wire(TestHost other, String mine, String its) {
        try {
            new ProcessBuilder(
                            "nsenter",
                            "-t",
                            "" + pid,
                            "--net",
                            "ip",
                            "link",
                            "add",
                            "wire0",
                            "type",
                            "veth",
                            "peer",
                            "name",
                            "wire0",
                            "netns",
                            "" + other.pid)
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        run("sh", "-c", "ip addr add " + mine + "/24 dev wire0 && ip link set wire0 up");
        other.run("sh", "-c", "ip addr add " + its + "/24 dev wire0 && ip link set wire0 up");
    }

    private Docker.Result run(String... words) {
        return exec(Map.of(), "", Duration.ofSeconds(20), words);
    }

    private List<String> inside(List<String> words) {
        List<String> all =
                new ArrayList<>(List.of("nsenter", "-t", "" + pid, "--net", "--mount", "--pid", "--uts", "--ipc"));
        all.addAll(words);
        return all;
    }

    Docker.Result exec(Map<String, String> environment, String input, Duration limit, String... words) {
        try {
            Path out = Files.createTempFile(directory, "out", "");
            Path err = Files.createTempFile(directory, "err", "");
            Path in = Files.createTempFile(directory, "in", "");
            Files.writeString(in, input);
            ProcessBuilder builder = new ProcessBuilder(inside(List.of(words)))
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("after " + limit + ": " + String.join(" ", words) + "\n"
                        + Files.readString(out) + Files.readString(err));
            }
            Docker.Result result = new Docker.Result(
                    process.exitValue(), Files.readString(out, StandardCharsets.UTF_8), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            Files.delete(in);
            return result;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    Process spawn(Path log, List<String> words) {
        try {
            return new ProcessBuilder(inside(words))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        outer.destroyForcibly();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
