package dev.berth.runtime.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a container stands at one moment.
 *
 * @param pid of its first process, as the host sees it; 0 while there is none
 * @param conmonPid of its monitor; 0 while there is none
 * @param exitCode of the last run, 0..255
 * @param error why the last start failed, empty if it did not
 * @param oomKilled whether the last run ended for lack of memory
 * @param startedAt {@link #NEVER} before the first start
 * @param finishedAt {@link #NEVER} before the first exit
 * @param restartCount restarts by the restart policy since the last start by a user
 * @param stoppedByUser whether a user's stop or kill ended the last run: {@code unless-stopped} looks at it
 * @param health absent without a health check
 */
public record ContainerState(
        ContainerStatus status,
        int pid,
        int conmonPid,
        int exitCode,
        String error,
        boolean oomKilled,
        Instant startedAt,
        Instant finishedAt,
        int restartCount,
        boolean stoppedByUser,
        @Nullable Health health) {
    /** Docker's zero time, {@code 0001-01-01T00:00:00Z}. */
    public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    /** Of a container that never ran. */
    public static final ContainerState CREATED =
            new ContainerState(ContainerStatus.CREATED, 0, 0, 0, "", false, NEVER, NEVER, 0, false, null);

    /** Whether it has a process: running, paused. */
    @JsonIgnore
    public boolean isRunning() {
        return status == ContainerStatus.RUNNING || status == ContainerStatus.PAUSED;
    }

    /** Whether Docker calls it running: it has a process, or will have one again by its restart policy. */
    @JsonIgnore
    public boolean isUp() {
        return isRunning() || status == ContainerStatus.RESTARTING;
    }

    /** Whether it is paused. */
    @JsonIgnore
    public boolean isPaused() {
        return status == ContainerStatus.PAUSED;
    }

    /** The same at another status. */
    public ContainerState with(ContainerStatus other) {
        return with(other, stoppedByUser, other == ContainerStatus.RUNNING ? health : unwatched(health));
    }

    private static @Nullable Health unwatched(@Nullable Health health) {
        return health == null ? null : health.unwatched();
    }

    /** Running since {@code now}. */
    public ContainerState started(int newPid, int newConmonPid, Instant now, int restarts) {
        return new ContainerState(
                ContainerStatus.RUNNING, newPid, newConmonPid, 0, "", false, now, finishedAt, restarts, false, null);
    }

    /** Ended at {@code now}; {@code next} is {@code EXITED} or {@code RESTARTING}. */
    public ContainerState exited(ContainerStatus next, int code, boolean oom, Instant now) {
        Health last = unwatched(health);
        return new ContainerState(next, 0, 0, code, error, oom, startedAt, now, restartCount, stoppedByUser, last);
    }

    /** Not started, and why. */
    public ContainerState failed(int code, String why, Instant now) {
        ContainerStatus next = startedAt.equals(NEVER) ? ContainerStatus.CREATED : ContainerStatus.EXITED;
        return new ContainerState(
                next, 0, 0, code, why, false, startedAt, finishedAt, restartCount, stoppedByUser, null);
    }

    /** A user asked for its end. */
    public ContainerState stopping() {
        return with(status, true, health);
    }

    /** With the health check's latest. */
    public ContainerState with(Health latest) {
        return with(status, stoppedByUser, latest);
    }

    private ContainerState with(ContainerStatus other, boolean stopped, @Nullable Health latest) {
        return new ContainerState(
                other,
                pid,
                conmonPid,
                exitCode,
                error,
                oomKilled,
                startedAt,
                finishedAt,
                restartCount,
                stopped,
                latest);
    }
}
