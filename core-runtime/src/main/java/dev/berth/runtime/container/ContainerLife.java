package dev.berth.runtime.container;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.PidFd;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.ContainerEnd.Outcome;
import dev.berth.runtime.container.ContainerStart.Started;
import dev.berth.runtime.spec.HostConfig.RestartPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From start to exit, and again if the restart policy says so. */
final class ContainerLife {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerLife.class);

    private final ContainerParts parts;
    private final ContainerStart starting;
    private final ContainerEnd ending;
    private final HealthMonitor health;
    private final ScheduledExecutorService timers;

    private volatile boolean restarting = true;

    /** Removes a container whose {@code AutoRemove} is set, after its exit. */
    private final Consumer<LiveContainer> autoRemove;

    ContainerLife(
            ContainerParts parts,
            ContainerStart starting,
            ContainerEnd ending,
            HealthMonitor health,
            ScheduledExecutorService timers,
            Consumer<LiveContainer> autoRemove) {
        this.parts = parts;
        this.starting = starting;
        this.ending = ending;
        this.health = health;
        this.timers = timers;
        this.autoRemove = autoRemove;
    }

    /**
     * Starts it.
     *
     * @return false if it runs already
     */
    boolean start(LiveContainer live) {
        live.lock.lock();
        try {
            switch (live.state().status()) {
                case RUNNING, RESTARTING -> {
                    return false;
                }
                case PAUSED ->
                    throw new EngineException.Conflict("cannot start a paused container, try unpause instead");
                case REMOVING, DEAD ->
                    throw new EngineException.Conflict("container is marked for removal and cannot be started");
                default -> run(live, 0);
            }
            return true;
        } catch (RuntimeException failure) {
            if (live.now().hostConfig().autoRemove() && !live.state().isRunning()) {
                timers.execute(() -> autoRemove.accept(live));
            }
            throw failure;
        } finally {
            live.lock.unlock();
        }
    }

    private void run(LiveContainer live, int restarts) {
        live.cancelRestart();
        Started started = starting.start(live, restarts);
        live.runBy(started.run());
        parts.tell(live.now(), "start");
        health.watch(live);
        watch(live, started.monitored().conmon().exit(), (int)
                started.monitored().conmon().pid());
    }

    private void watch(LiveContainer live, CompletableFuture<?> exit, int conmonPid) {
        exit.whenComplete((code, failure) -> {
            try {
                ended(live, conmonPid, policy(live));
            } catch (RuntimeException unexpected) {
                LOG.error("action=exit container={} error={}", live.id(), unexpected.toString(), unexpected);
            }
        });
    }

    /** Takes over a container that an earlier daemon started and that may still run; called before anybody else. */
    void adopt(LiveContainer live, Map<String, PidFd> monitors) {
        ContainerState state = live.state();
        PidFd monitor = monitors.get(live.id());
        if (monitor == null) {
            // what is to be started again is started with all others, in the order of links
            ended(live, state.conmonPid(), RestartPolicy.NO);
            return;
        }
        live.lock.lock();
        try {
            OciRuntime runtime = parts.runtimes().get(live.now().hostConfig().runtime());
            live.runBy(new Run(PidFd.open(state.pid()), parts.paths().containerRun(live.id()), runtime));
            parts.logs().started(live.id());
            health.watch(live);
        } catch (ErrnoException gone) {
            LOG.info("action=adopt container={} process={} state=gone", live.id(), state.pid());
        } finally {
            live.lock.unlock();
        }
        watch(live, monitor.exited().thenRun(monitor::close), state.conmonPid());
    }

    /** Takes down whatever is left of a container that is not running; nobody waits any more to restart it. */
    void sweep(LiveContainer live) {
        live.lock.lock();
        try {
            ending.takeDown(live.now(), Optional.empty());
            if (live.state().status() == ContainerStatus.RESTARTING) {
                parts.table().save(live, live.now().with(live.state().with(ContainerStatus.EXITED)));
            }
        } finally {
            live.lock.unlock();
        }
    }

    /**
     * Starts it as its policy says at the daemon's start; what goes wrong is logged and kept in its state.
     *
     * @return whether it runs
     */
    boolean startByPolicy(LiveContainer live) {
        try {
            start(live);
            return true;
        } catch (RuntimeException failure) {
            LOG.error("action=start container={} error={}", live.id(), failure.toString());
            return false;
        }
    }

    private RestartPolicy policy(LiveContainer live) {
        return restarting ? live.now().hostConfig().restartPolicy() : RestartPolicy.NO;
    }

    private void ended(LiveContainer live, int conmonPid, RestartPolicy policy) {
        Outcome outcome;
        Optional<Duration> again;
        boolean remove;
        live.lock.lock();
        try {
            Container container = live.now();
            if (!container.state().isRunning() || container.state().conmonPid() != conmonPid) {
                return;
            }
            outcome = ending.outcome(container.id());
            ending.takeDown(container, live.endRun());
            again = live.backoff.afterExit(
                    policy,
                    outcome.exitCode(),
                    container.state().restartCount(),
                    container.state().stoppedByUser(),
                    Duration.between(container.state().startedAt(), outcome.at()));
            ContainerStatus next = again.isPresent() ? ContainerStatus.RESTARTING : ContainerStatus.EXITED;
            Container exited = container.with(
                    container.state().exited(next, outcome.exitCode(), outcome.oomKilled(), outcome.at()));
            remove = container.hostConfig().autoRemove() && !live.isKept();
            if (remove) {
                parts.table().note(live, exited);
            } else {
                parts.table().save(live, exited);
            }
            again.ifPresent(delay -> restartAfter(live, delay));
        } finally {
            live.lock.unlock();
        }
        tellEnd(live, outcome);
        if (remove) {
            autoRemove.accept(live);
        }
    }

    private void tellEnd(LiveContainer live, Outcome outcome) {
        if (outcome.oomKilled()) {
            parts.tell(live.now(), "oom");
        }
        parts.tell(live.now(), "die", Map.of("exitCode", Integer.toString(outcome.exitCode())));
        live.tellExit(new WaitResult(outcome.exitCode(), ""));
    }

    private void restartAfter(LiveContainer live, Duration delay) {
        live.restartBy(timers.schedule(() -> restartNow(live), delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void restartNow(LiveContainer live) {
        live.lock.lock();
        try {
            if (live.state().status() == ContainerStatus.RESTARTING) {
                run(live, live.state().restartCount() + 1);
            }
        } catch (RuntimeException failure) {
            // As Docker: a run that ends is restarted, one that cannot begin is not.
            LOG.error("action=restart container={} error={}", live.id(), failure.toString());
        } finally {
            live.lock.unlock();
        }
    }

    /** From now on no policy starts anything: the daemon ends. */
    void stopRestarting() {
        restarting = false;
    }

    /** Gives up a restart that waits; its lock is held. @return whether one did */
    boolean giveUpRestart(LiveContainer live) {
        if (live.state().status() != ContainerStatus.RESTARTING) {
            return false;
        }
        live.cancelRestart();
        ContainerState state = live.state().stopping().with(ContainerStatus.EXITED);
        parts.table().save(live, live.now().with(state));
        live.tellExit(new WaitResult(state.exitCode(), ""));
        return true;
    }
}
