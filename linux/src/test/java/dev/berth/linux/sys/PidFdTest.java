package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PidFdTest {
    @Test
    void processOfAnother_signalEndsIt() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        try (PidFd held = PidFd.open((int) process.pid())) {
            assertThat(held.isAlive()).isTrue();
            assertThat(held.awaitExit(Duration.ofMillis(1))).isFalse();
            assertThat(held.exited()).isNotDone();

            held.signal(Signals.KILL);

            held.exited().get(60, TimeUnit.SECONDS);
            assertThat(held.awaitExit(Duration.ofSeconds(60))).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void exited_askedForAfterTheEnd_isDone() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        try (PidFd held = PidFd.open((int) process.pid())) {
            process.destroyForcibly().waitFor();

            held.exited().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void close_beforeTheEnd_forgetsTheProcess() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "1000").start();
        PidFd held = PidFd.open((int) process.pid());
        var exited = held.exited();
        held.close();
        held.close();
        process.destroyForcibly().waitFor();

        assertThat(exited).isNotDone();
    }

    @Test
    void open_noSuchProcess_saysSo() {
        assertThatThrownBy(() -> PidFd.open(Integer.MAX_VALUE)).hasMessageContaining("ESRCH");
    }
}
