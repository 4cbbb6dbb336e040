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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends containers, freezes and thaws them, and sends them signals. */
final class ContainerSignals {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerSignals.class);
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
     * @param why decides whether its restart policy and its {@code AutoRemove} still count
     * @return false if it did not run
     */
    boolean stop(LiveContainer live, Optional<String> signal, OptionalInt seconds, StopReason why) {
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
            live.keep(why == StopReason.RESTART);
            if (why != StopReason.SHUTDOWN) {
                markStopping(live);
            }
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

    /** Ends it because the daemon ends; what goes wrong is logged. */
    void shutDown(LiveContainer live, int seconds) {
        Integer own = live.now().config().stopTimeout();
        int wanted = own == null ? DEFAULT_SECONDS : own;
        try {
            stop(
                    live,
                    Optional.empty(),
                    OptionalInt.of(seconds < 0 ? wanted : Math.min(wanted, seconds)),
                    StopReason.SHUTDOWN);
        } catch (RuntimeException failure) {
            LOG.error("action=shut-down container={} error={}", live.id(), failure.toString());
        }
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
            if (ends(live, number)) {
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
        if (live.state().isPaused() && ends(live, signal)) {
            thaw(live);
        }
        parts.tell(live.now(), "kill", Map.of("signal", Integer.toString(signal)));
    }

    /** Whether the signal is meant to end it. */
    private static boolean ends(LiveContainer live, int signal) {
        String own = live.now().config().stopSignal();
        return signal == Signals.KILL || signal == (own.isEmpty() ? Signals.TERM : ConfigRules.signal(own));
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
