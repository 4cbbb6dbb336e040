package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.state.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ContainerStateTest {
    private static final Instant START = Instant.parse("2026-11-28T20:00:00Z");
    private static final Instant END = Instant.parse("2026-11-28T20:00:05Z");

    private final ContainerState running = ContainerState.CREATED.started(100, 99, START, 0);

    @Test
    void started_hasProcessAndNoOldFailure() {
        ContainerState again =
                running.exited(ContainerStatus.EXITED, 7, true, END).started(200, 199, END, 2);

        assertThat(again.isRunning()).isTrue();
        assertThat(again.pid()).isEqualTo(200);
        assertThat(again.exitCode()).isZero();
        assertThat(again.oomKilled()).isFalse();
        assertThat(again.restartCount()).isEqualTo(2);
        assertThat(again.stoppedByUser()).isFalse();
    }

    @Test
    void restarting_hasNoProcessButIsUp() {
        ContainerState waiting = running.exited(ContainerStatus.RESTARTING, 1, false, END);

        assertThat(waiting.isRunning()).isFalse();
        assertThat(waiting.isUp()).isTrue();
        assertThat(waiting.with(ContainerStatus.EXITED).isUp()).isFalse();
    }

    @Test
    void exited_hasNoProcessAndKeepsWhoEndedIt() {
        ContainerState ended = running.stopping().exited(ContainerStatus.EXITED, 143, false, END);

        assertThat(ended.isRunning()).isFalse();
        assertThat(ended.pid()).isZero();
        assertThat(ended.conmonPid()).isZero();
        assertThat(ended.exitCode()).isEqualTo(143);
        assertThat(ended.startedAt()).isEqualTo(START);
        assertThat(ended.finishedAt()).isEqualTo(END);
        assertThat(ended.stoppedByUser()).isTrue();
    }

    @Test
    void failed_neverRan_staysCreated() {
        ContainerState failed = ContainerState.CREATED.failed(127, "not found", END);

        assertThat(failed.status()).isEqualTo(ContainerStatus.CREATED);
        assertThat(failed.exitCode()).isEqualTo(127);
        assertThat(failed.error()).isEqualTo("not found");
    }

    @Test
    void failed_ranBefore_isExited() {
        ContainerState failed =
                running.exited(ContainerStatus.EXITED, 0, false, END).failed(128, "no", END);

        assertThat(failed.status()).isEqualTo(ContainerStatus.EXITED);
    }

    @Test
    void paused_isRunning() {
        assertThat(running.with(ContainerStatus.PAUSED).isRunning()).isTrue();
        assertThat(running.with(ContainerStatus.PAUSED).isPaused()).isTrue();
        assertThat(running.with(ContainerStatus.RESTARTING).isRunning()).isFalse();
    }

    @Test
    void json_roundTrip_isTheSame() {
        assertThat(Json.read(Json.write(running), ContainerState.class)).isEqualTo(running);
    }
}
