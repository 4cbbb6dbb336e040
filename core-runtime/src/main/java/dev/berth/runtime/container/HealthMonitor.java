package dev.berth.runtime.container;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes running containers that have a health check, one probe of each at a time. */
final class HealthMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);

    private final ContainerParts parts;
    private final HealthProbe probe;
    private final ScheduledExecutorService timers;

    /** Runs probes, which wait for their programs: on threads of their own, not on the timers'. */
    private final Executor workers;

    private final Clock clock;

    HealthMonitor(
            ContainerParts parts, HealthProbe probe, ScheduledExecutorService timers, Executor workers, Clock clock) {
        this.parts = parts;
        this.probe = probe;
        this.timers = timers;
        this.workers = workers;
        this.clock = clock;
    }

    /** Watches the container's present run, to its end; nothing to do without a check. */
    void watch(LiveContainer live) {
        int pid = live.state().pid();
        HealthCheck.of(live.now().config()).ifPresent(check -> later(live, check, pid));
    }

    private void later(LiveContainer live, HealthCheck check, int pid) {
        ContainerState state = live.state();
        boolean starting = state.health() == null || state.health().isStarting();
        Duration pause = check.pause(starting, Duration.between(state.startedAt(), clock.instant()));
        try {
            timers.schedule(
                    () -> workers.execute(() -> look(live, check, pid)), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("action=health container={} state=daemon-stops", live.id());
        }
    }

    private void look(LiveContainer live, HealthCheck check, int pid) {
        if (!isSameRun(live, pid)) {
            return;
        }
        try {
            if (!live.state().isPaused()) {
                note(live, check, pid, probe.run(live.now(), check));
            }
        } catch (RuntimeException failure) {
            LOG.error("action=health container={} error={}", live.id(), failure.toString());
        }
        later(live, check, pid);
    }

    private void note(LiveContainer live, HealthCheck check, int pid, Health.Probe result) {
        String before;
        String after;
        live.lock.lock();
        try {
            if (!isSameRun(live, pid) || live.state().isPaused()) {
                return;
            }
            ContainerState state = live.state();
            Health known = state.health() == null ? Health.STARTING : state.health();
            boolean forgiven =
                    Duration.between(state.startedAt(), result.start()).compareTo(check.startPeriod()) < 0;
            Health next = known.after(result, forgiven, check.retries());
            before = known.status();
            after = next.status();
            parts.table().note(live, live.now().with(state.with(next)));
        } finally {
            live.lock.unlock();
        }
        if (!before.equals(after)) {
            parts.tell(live.now(), "health_status: " + after);
        }
    }

    private static boolean isSameRun(LiveContainer live, int pid) {
        return live.state().isRunning() && live.state().pid() == pid;
    }
}
