package dev.berth.runtime.container;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Signals;
import dev.berth.plugin.EngineException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends containers, freezes and thaws them, and sends them signals. */
final class ContainerSignals {
    private static final int DEFAULT_SECONDS = 10;
    private static final Duration AFTER_KILL = Duration.ofSeconds(30);

    private final ContainerParts parts;
    private final ContainerLife life;

    ContainerSignals(ContainerParts parts, ContainerLife life) {
        this.parts = parts;
        this.life = life;
    }

    /**
     * Ends it: the signal, then SIGKILL.
     *
     * @param kept whether it is not removed although its {@code AutoRemove} is set
     * @return false if it did not run
     */
    boolean stop(LiveContainer live, Optional<String> signal, OptionalInt seconds, boolean kept) {
        Container container = live.now();
        int number = signal.filter(name -> !name.isEmpty())
                .or(() -> Optional.of(container.config().stopSignal()).filter(name -> !name.isEmpty()))
                .map(ConfigRules::signal)
                .orElse(Signals.TERM);
        Integer own = container.config().stopTimeout();
        int patience = seconds.orElse(own == null ? DEFAULT_SECONDS : own);
        CompletableFuture<WaitResult> exit = live.nextExit();
        live.lock.lock();
        try {
            if (life.giveUpRestart(live)) {
                return true;
            }
            if (!live.state().isRunning()) {
                return false;
            }
            exit = live.nextExit();
            live.keep(kept);
            markStopping(live);
            send(live, number);
        } finally {
            live.lock.unlock();
        }
        if (!ends(exit, patience < 0 ? Duration.ofDays(10_000) : Duration.ofSeconds(patience))) {
            killAndWait(live, exit);
        }
        parts.tell(live.now(), "stop");
        return true;
    }

    /**
     * Sends a signal; after SIGKILL it has ended when this returns.
     *
     * @param ref what the caller named it by
     */
    void kill(LiveContainer live, String ref, String signal) {
        int number = signal.isEmpty() ? Signals.KILL : ConfigRules.signal(signal);
        CompletableFuture<WaitResult> exit;
        live.lock.lock();
        try {
            if (life.giveUpRestart(live)) {
                return;
            }
            if (!live.state().isRunning()) {
                throw new EngineException.Conflict(
                        "Cannot kill container: " + ref + ": Container " + live.id() + " is not running");
            }
            exit = live.nextExit();
            String own = live.now().config().stopSignal();
            if (number == Signals.KILL || number == (own.isEmpty() ? Signals.TERM : ConfigRules.signal(own))) {
                markStopping(live);
            }
            send(live, number);
        } finally {
            live.lock.unlock();
        }
        if (number == Signals.KILL && !ends(exit, AFTER_KILL)) {
            throw new EngineException.SystemFailure("Cannot kill container: " + ref + ": it does not end");
        }
    }

    private void killAndWait(LiveContainer live, CompletableFuture<WaitResult> exit) {
        live.lock.lock();
        try {
            if (!exit.isDone() && live.state().isRunning()) {
                send(live, Signals.KILL);
            }
        } finally {
            live.lock.unlock();
        }
        if (!ends(exit, AFTER_KILL)) {
            throw new EngineException.SystemFailure("stop container " + live.id() + ": it does not end after SIGKILL");
        }
    }

    private void markStopping(LiveContainer live) {
        parts.table().save(live, live.now().with(live.state().stopping()));
    }

    /** Its lock is held. A frozen process does not see the signal, so it is thawed then. */
    private void send(LiveContainer live, int signal) {
        try {
            live.run().ifPresent(run -> run.init().signal(signal));
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.ESRCH) {
                throw failure;
            }
        }
        if (live.state().isPaused() && live.state().stoppedByUser()) {
            thaw(live);
        }
        parts.tell(live.now(), "kill", Map.of("signal", Integer.toString(signal)));
    }

    private static boolean ends(CompletableFuture<WaitResult> exit, Duration patience) {
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new EngineException.Unavailable("interrupted while waiting for the end of a container", stop);
        } catch (ExecutionException failure) {
            throw new EngineException.SystemFailure("wait for the end of a container", failure);
        }
    }

    void pause(LiveContainer live) {
        live.lock.lock();
        try {
            if (live.state().isPaused()) {
                throw new EngineException.Conflict("Container " + live.id() + " is already paused");
            }
            if (!live.state().isRunning()) {
                throw new EngineException.Conflict("Container " + live.id() + " is not running");
            }
            Cgroup.of(live.state().pid()).freeze(true);
            parts.table().save(live, live.now().with(live.state().with(ContainerStatus.PAUSED)));
        } finally {
            live.lock.unlock();
        }
        parts.tell(live.now(), "pause");
    }

    void unpause(LiveContainer live) {
        live.lock.lock();
        try {
            if (!live.state().isPaused()) {
                throw new EngineException.SystemFailure("Container " + live.id() + " is not paused");
            }
            thaw(live);
        } finally {
            live.lock.unlock();
        }
    }

    private void thaw(LiveContainer live) {
        Cgroup.of(live.state().pid()).freeze(false);
        parts.table().save(live, live.now().with(live.state().with(ContainerStatus.RUNNING)));
        parts.tell(live.now(), "unpause");
    }
}
