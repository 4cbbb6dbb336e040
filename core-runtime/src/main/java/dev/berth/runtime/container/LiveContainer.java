package dev.berth.runtime.container;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A container that the daemon knows: what it is now, and who waits for what will become of it. */
final class LiveContainer {
    /**
     * Held by whoever changes the container, from looking at its state to having written the new one: create, start,
     * the end of a run, pause, rename, update, removal. It is also held around the calls to network, volumes and
     * images that belong to such a change, so these follow each other for one container and run side by side for two.
     * Nothing waits for the end of a run while holding it. Readers need no lock: {@link #now}.
     */
    final ReentrantLock lock = new ReentrantLock();

    /** Who wants to be connected before the next start's program runs. */
    final List<AttachWish> wishes = new CopyOnWriteArrayList<>();

    /** Completes with the container's removal. */
    final CompletableFuture<WaitResult> removed = new CompletableFuture<>();

    final RestartBackoff backoff = new RestartBackoff();

    private volatile Container now;
    private volatile CompletableFuture<WaitResult> nextExit = new CompletableFuture<>();

    /** These three are guarded by the lock. */
    private @Nullable ScheduledFuture<?> restart;

    private @Nullable Run run;
    private boolean kept;

    LiveContainer(Container now) {
        this.now = now;
    }

    Container now() {
        return now;
    }

    ContainerState state() {
        return now.state();
    }

    String id() {
        return now.id();
    }

    /** To be called with the lock held, after the change has been written down. */
    void become(Container next) {
        now = next;
    }

    CompletableFuture<WaitResult> nextExit() {
        return nextExit;
    }

    /** Completes when the condition holds; never blocks. */
    CompletableFuture<WaitResult> met(WaitCondition condition) {
        CompletableFuture<WaitResult> exit = nextExit;
        return switch (condition) {
            case NEXT_EXIT -> exit.copy();
            case REMOVED -> removed.copy();
            case NOT_RUNNING ->
                state().isUp()
                        ? exit.copy()
                        : CompletableFuture.completedFuture(new WaitResult(state().exitCode(), ""));
        };
    }

    /** Tells those who wait for an exit. */
    void tellExit(WaitResult result) {
        CompletableFuture<WaitResult> told = nextExit;
        nextExit = new CompletableFuture<>();
        told.complete(result);
    }

    /** Tells those who wait for its removal, or for a start that does not come. */
    void tellRemoved(WaitResult result) {
        removed.complete(result);
        for (AttachWish wish : wishes) {
            if (wishes.remove(wish)) {
                wish.removed();
            }
        }
    }

    /** To be called with the lock held. */
    void restartBy(ScheduledFuture<?> timer) {
        restart = timer;
    }

    /** Takes a pending restart back; to be called with the lock held. @return whether there was one */
    boolean cancelRestart() {
        Optional<ScheduledFuture<?>> pending = Optional.ofNullable(restart);
        restart = null;
        return pending.map(timer -> timer.cancel(false)).orElse(false);
    }

    /** Its present run, if it has one; to be called with the lock held. */
    Optional<Run> run() {
        return Optional.ofNullable(run);
    }

    /** To be called with the lock held. */
    void runBy(Run present) {
        run = present;
    }

    /** The run is over; to be called with the lock held. @return the run */
    Optional<Run> endRun() {
        Optional<Run> ended = Optional.ofNullable(run);
        run = null;
        return ended;
    }

    /** Whether its end is only half of a restart, after which it is not removed by itself; with the lock held. */
    boolean isKept() {
        return kept;
    }

    /** To be called with the lock held. */
    void keep(boolean keep) {
        kept = keep;
    }
}
