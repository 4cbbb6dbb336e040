package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SpawnTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static SpawnRequest shell(String script, Map<Integer, Fd> descriptors) {
        return new SpawnRequest(
                List.of("sh", "-c", script),
                Map.of("WHO", "me", "PATH", "/usr/bin:/bin"),
                Optional.of(Path.of("/usr")),
                descriptors);
    }

    /** What the script writes to descriptor {@code number}. */
    private static String output(String script, int number, Map<Integer, Fd> more) throws IOException {
        try (Pipe pipe = Pipes.create()) {
            Map<Integer, Fd> descriptors = new HashMap<>(more);
            descriptors.put(number, pipe.write());
            SpawnedProcess process = Spawn.start(shell(script, descriptors));
            pipe.write().close();
            String text = new String(FdStreams.input(pipe.read()).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE)).isZero();
            return text;
        }
    }

    @Test
    void start_environmentAndDirectory_areTheRequests() throws IOException {
        assertThat(output("echo $WHO; pwd; env | wc -l", 1, Map.of())).startsWith("me\n/usr\n");
    }

    @Test
    void start_descriptors_areThoseAndNoOther() throws IOException {
        assertThat(output("exec ls /proc/self/fd >&7 7>&-", 7, Map.of())).isEqualTo("0\n1\n2\n3\n");
        assertThat(output("readlink /proc/$$/fd/7", 7, Map.of())).isEmpty();
        assertThat(output("readlink /proc/$$/fd/0 /proc/$$/fd/2", 1, Map.of())).isEqualTo("/dev/null\n/dev/null\n");
    }

    @Test
    void start_descriptorsSwapped_eachArrives() throws IOException {
        try (Pipe first = Pipes.create();
                Pipe second = Pipes.create()) {
            Map<Integer, Fd> crossed = Map.of(
                    first.write().number(), second.write(),
                    second.write().number(), first.write());
            SpawnedProcess process = Spawn.start(shell(
                    "echo one >/proc/$$/fd/" + second.write().number() + "; echo two >/proc/$$/fd/"
                            + first.write().number(),
                    crossed));
            first.write().close();
            second.write().close();

            assertThat(FdStreams.input(first.read()).readAllBytes()).asString().isEqualTo("one\n");
            assertThat(FdStreams.input(second.read()).readAllBytes()).asString().isEqualTo("two\n");
            assertThat(process.waitFor(PATIENCE)).isZero();
        }
    }

    @Test
    void exit_codeOrSignal() {
        assertThat(Spawn.start(shell("exit 42", Map.of())).waitFor(PATIENCE)).isEqualTo(42);
        SpawnedProcess process = Spawn.start(shell("exec sleep 1000", Map.of()));
        process.kill(Signals.TERM);
        assertThat(process.exit().join()).isEqualTo(128 + Signals.TERM);
        process.kill(Signals.TERM);
    }

    @Test
    void start_noSuchProgram_saysSo() {
        SpawnRequest request = new SpawnRequest(List.of("/no/such"), Map.of(), Optional.empty(), Map.of());

        assertThatThrownBy(() -> Spawn.start(request))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT))
                .hasMessage("posix_spawn(/no/such): ENOENT (No such file or directory)");
    }

    @Test
    void waitFor_timeIsOver_failsAndTheProcessRunsOn() {
        SpawnedProcess process = Spawn.start(shell("exec sleep 1000", Map.of()));
        try {
            assertThatThrownBy(() -> process.waitFor(Duration.ofMillis(20))).isInstanceOf(IllegalStateException.class);
            assertThat(process.exit()).isNotDone();
        } finally {
            process.kill(Signals.KILL);
        }
        assertThat(process.waitFor(PATIENCE)).isEqualTo(128 + Signals.KILL);
    }

    @Test
    void exit_slowDependent_delaysNoOther() {
        SpawnedProcess first = Spawn.start(shell("exec sleep 1000", Map.of()));
        CountDownLatch held = new CountDownLatch(1);
        // Registered while it still runs: on an ended process this thread itself would wait.
        var blocked = first.exit().thenRun(() -> uninterruptibly(held));
        first.kill(Signals.KILL);
        try {
            assertThat(Spawn.start(shell("exit 2", Map.of())).waitFor(PATIENCE)).isEqualTo(2);
        } finally {
            held.countDown();
        }
        blocked.join();
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Test
    void start_aThousandTimes_leaksNoDescriptorAndNoZombie() {
        Spawn.start(shell("exit 0", Map.of())).waitFor(PATIENCE);
        long before = Descriptors.count();
        List<SpawnedProcess> processes = new ArrayList<>();
        for (int each = 0; each < 1000; each++) {
            processes.add(Spawn.start(new SpawnRequest(List.of("/bin/true"), Map.of(), Optional.empty(), Map.of())));
        }
        processes.forEach(process -> assertThat(process.waitFor(PATIENCE)).isZero());

        assertThat(processes)
                .noneMatch(process -> Path.of("/proc/" + process.pid()).toFile().exists());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Descriptors.count()).isLessThan(before + Descriptors.SLACK));
    }

    @Test
    void programRun_hasCodeAndBothOutputs() {
        ProgramRun run =
                ProgramRun.of(List.of("sh", "-c", "echo out; echo err >&2; exit 3"), Map.of(), Duration.ofSeconds(30));
        assertThat(run).isEqualTo(new ProgramRun(3, "out\n", "err\n"));
    }

    @Test
    void programRun_late_isKilled() {
        ProgramRun run = ProgramRun.of(List.of("sleep", "600"), Map.of(), Duration.ofMillis(50));
        assertThat(run.code()).isEqualTo(128 + Signals.KILL);
    }

    @Test
    void programRun_noSuchProgram_saysSo() {
        assertThatThrownBy(() -> ProgramRun.of(List.of("/no/such"), Map.of(), Duration.ofSeconds(30)))
                .hasMessageContaining("ENOENT");
    }
}
