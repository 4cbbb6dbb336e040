package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.volume.backup.WriterFreeze;
import dev.berth.runtime.event.EventType;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The life of containers. {@code ref} is an id, a prefix of exactly one id, or a name with or without slash; where it
 * is none the answer is {@code NotFound}. Safe for many threads; calls that change one container follow each other.
 */
public final class ContainerService implements AutoCloseable {
    private static final int TIMER_THREADS = 4;

    private final ContainerParts parts;
    private final Clock clock;
    private final ContainerInquiries inquiries;
    private final ContainerStreams streams;
    private final ContainerExec execs;
    private final ScheduledExecutorService timers;
    private final ExecutorService workers;
    private final ContainerCreation creation;
    private final ContainerRemoval removal;
    private final ContainerLife life;
    private final ContainerSignals signals;
    private final FreezeLeases leases;
    private final CgroupGrace grace = new CgroupGrace();

    /**
     * @param settings what containers get that do not say themselves
     * @param cgroupV2 whether the host has no cgroup v1
     * @param conmonProgram path or name
     */
    public ContainerService(
            ContainerParts parts, ContainerSettings settings, boolean cgroupV2, Path conmonProgram, Clock clock) {
        this.parts = parts;
        this.clock = clock;
        this.inquiries = new ContainerInquiries(parts.table(), clock);
        this.streams = new ContainerStreams(parts, inquiries);
        Conmon conmon =
                new Conmon(new ConmonProgram(conmonProgram), parts.paths().execRoot(), grace);
        this.execs = new ContainerExec(parts, conmon);
        this.workers = Executors.newCachedThreadPool(body -> daemon(body, "health-check"));
        this.timers = Executors.newScheduledThreadPool(TIMER_THREADS, body -> daemon(body, "container-timer"));
        this.creation = new ContainerCreation(parts, new HostDefaults(settings, cgroupV2), new SecureRandom(), clock);
        this.removal = new ContainerRemoval(parts);
        this.life = new ContainerLife(
                parts,
                new ContainerStart(parts, conmon, clock),
                new ContainerEnd(parts, clock),
                new HealthMonitor(parts, new HealthProbe(parts, execs, clock), timers, workers, clock),
                timers,
                removal::removeUnattended);
        this.signals = new ContainerSignals(parts, life);
        this.leases = new FreezeLeases(parts.paths().freezes(), parts.table());
        parts.table().findAlso(parts.networks()::linkTarget);
    }

    private static Thread daemon(Runnable body, String name) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Takes over what an earlier daemon left: running containers go on, ended ones are taken down, half removed ones
     * are removed, and those whose policy says so are started. Called once, before anything else.
     */
    public void restore() {
        leases.reconcile();
        parts.discards().open();
        parts.runtimes().open();
        new ContainerRestoration(parts, execs, life, removal).run();
    }

    /**
     * Makes a container.
     *
     * @param name without slash; empty for a generated one
     * @throws EngineException.InvalidParameter a bad name or setting
     * @throws EngineException.NotFound no such image
     * @throws EngineException.Conflict the name is taken
     */
    public Created create(Optional<String> name, CreateRequest request) {
        return creation.create(name, request);
    }

    /**
     * Starts it.
     *
     * @return false if it runs already (304)
     */
    public boolean start(String ref) {
        return life.start(parts.table().find(ref));
    }

    /**
     * Ends it: the signal, then SIGKILL.
     *
     * @param signal empty for the container's own, SIGTERM by default
     * @param seconds before SIGKILL, -1 for never; empty for the container's own, 10 by default
     * @return false if it does not run (304)
     */
    public boolean stop(String ref, Optional<String> signal, OptionalInt seconds) {
        return signals.stop(parts.table().find(ref), signal, seconds, StopReason.USER);
    }

    /**
     * Ends every container, all at the same time, as the daemon ends; those whose policy says so are started again at
     * its next start.
     *
     * @param seconds the longest that one gets before SIGKILL, -1 for no limit
     */
    public void stopAll(int seconds) {
        life.stopRestarting();
        List<CompletableFuture<Void>> stops = parts.table().all().stream()
                .map(live -> CompletableFuture.runAsync(() -> signals.shutDown(live, seconds), workers))
                .toList();
        CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new)).join();
    }

    /** Stops it if it runs and starts it. */
    public void restart(String ref, Optional<String> signal, OptionalInt seconds) {
        LiveContainer live = parts.table().find(ref);
        try {
            signals.stop(live, signal, seconds, StopReason.RESTART);
            life.start(live);
        } finally {
            live.lock.lock();
            live.keep(false);
            live.lock.unlock();
        }
        parts.tell(live.now(), "restart");
    }

    /** Sends a signal; empty is SIGKILL. @throws EngineException.Conflict it does not run */
    public void kill(String ref, String signal) {
        signals.kill(parts.table().find(ref), ref, signal);
    }

    /** Freezes its processes. */
    public void pause(String ref) {
        signals.pause(parts.table().find(ref));
    }

    /** Thaws its processes. */
    public void unpause(String ref) {
        signals.unpause(parts.table().find(ref));
    }

    /**
     * Freezes containers while {@code body} runs, and no longer than {@code most}; those that do not run are kept from
     * starting, those that are paused stay so.
     *
     * @param users ids of the containers; asked again at the end, as there may be more by then
     */
    public WriterFreeze.Outcome freezeDuring(Supplier<List<String>> users, Duration most, Runnable body) {
        return new FreezeWindow(parts.table(), leases).during(users, most, body);
    }

    /**
     * Freezes containers while {@code body} runs, to its end; those that do not run are kept from starting.
     *
     * @param most the longest time that freezing them may take
     * @throws EngineException.Unavailable they could not be frozen: nothing was run
     */
    public WriterFreeze.Outcome freezeAround(List<String> ids, Duration most, Runnable body) {
        return new FreezeWindow(parts.table(), leases).around(ids, most, body);
    }

    /** Gives it another name. @throws EngineException.Conflict it is taken */
    public void rename(String ref, String newName) {
        new ContainerRename(parts).rename(parts.table().find(ref), newName);
    }

    /**
     * Removes it.
     *
     * @param force kill it first if it runs
     * @param volumes its anonymous volumes as well
     * @param link {@code ref} is {@code /child/alias} and only that link is removed
     */
    public void remove(String ref, boolean force, boolean volumes, boolean link) {
        if (link) {
            removeLink(ref);
            return;
        }
        LiveContainer live = parts.table().find(ref);
        if (force) {
            endByForce(live, ref);
        }
        removal.remove(live, volumes);
    }

    private void removeLink(String ref) {
        String path = ref.startsWith("/") ? ref.substring(1) : ref;
        int slash = path.lastIndexOf('/');
        if (slash < 1) {
            throw new EngineException.InvalidParameter(
                    "Conflict, cannot remove the default link name of the container");
        }
        parts.networks().removeLink(find(path.substring(0, slash)).id(), path.substring(slash + 1));
    }

    private void endByForce(LiveContainer live, String ref) {
        try {
            signals.kill(live, ref, "");
        } catch (EngineException.Conflict notRunning) {
            // That is what was wanted.
        }
    }

    /** Completes when the condition holds; never blocks, so that the API can flush its headers at once. */
    public CompletableFuture<WaitResult> wait(String ref, WaitCondition condition) {
        return parts.table().find(ref).met(condition);
    }

    /** What may be asked of all this. */
    public ContainerInquiries inquiries() {
        return inquiries;
    }

    /** Their terminals and streams. */
    public ContainerStreams streams() {
        return streams;
    }

    /** The container. @throws EngineException.NotFound {@code No such container: REF} */
    public Container find(String ref) {
        return parts.table().find(ref).now();
    }

    /** Changes limits and restart policy to those that {@code changes} has, live where it runs. @return warnings */
    public List<String> update(String ref, ObjectNode changes) {
        return new ContainerUpdate(parts).update(parts.table().find(ref), changes);
    }

    /** Removes stopped containers. @param filters {@code until}, {@code label}, {@code label!} */
    public PruneReport prune(Map<String, List<String>> filters) {
        PruneReport report = new ContainerPrune(parts, removal, clock).prune(filters);
        parts.events()
                .publish(EventType.CONTAINER, "prune", "", Map.of("reclaimed", Long.toString(report.spaceReclaimed())));
        return report;
    }

    /**
     * Starts one more process in a running container.
     *
     * @param connect called with the attach socket before the program runs
     */
    public RunningExec startExec(ExecRequest request, Consumer<Path> connect) {
        Container container = inquiries.running(request.containerId());
        return execs.start(container, request, connect);
    }

    /** Variables that a running container's legacy links give its processes, {@code NAME=value}. */
    public List<String> linkEnvironment(String containerId) {
        return parts.networks().linkEnvironment(containerId);
    }

    /** Starts nothing any more by itself; containers go on. */
    @Override
    public void close() {
        timers.shutdownNow();
        workers.shutdownNow();
        grace.close();
        parts.discards().close();
        parts.runtimes().close();
    }
}
