package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.sys.PidFd;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.event.StepTimes;
import dev.berth.runtime.image.Rootfs;
import dev.berth.runtime.network.SandboxInfo;
import dev.berth.runtime.oci.OciRequest;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.volume.ResolvedMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a container to life: its files, its network, its process; all of it or nothing. */
final class ContainerStart {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerStart.class);

    private final ContainerParts parts;
    private final Conmon conmon;
    private final Clock clock;
    private final SharedMemory shared;

    ContainerStart(ContainerParts parts, Conmon conmon, Clock clock) {
        this.parts = parts;
        this.shared = new SharedMemory(parts.paths(), parts.table());
        this.conmon = conmon;
        this.clock = clock;
    }

    /** A container that runs, and its monitor. */
    record Started(Run run, Conmon.Monitored monitored) {}

    /**
     * Starts it; its lock is held. When this returns its state says so on disk.
     *
     * @param restarts how often its policy has started it
     * @throws EngineException it did not start, and why; its state says so too
     */
    Started start(LiveContainer live, int restarts) {
        Container container = live.now();
        Deque<Runnable> undo = new ArrayDeque<>();
        StepTimes times = StepTimes.begin();
        try {
            Started started = bringUp(live, undo, times);
            ContainerState running = container
                    .state()
                    .started(
                            started.monitored().pid(),
                            (int) started.monitored().conmon().pid(),
                            clock.instant(),
                            restarts);
            boolean checked = HealthCheck.of(container.config()).isPresent();
            parts.table()
                    .save(
                            live,
                            container.with(
                                    checked
                                            ? running.with(Health.begin(
                                                    container.state().health()))
                                            : running));
            times.done("save");
            LOG.debug("action=start container={} {}", container.id(), times);
            return started;
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, undo.toArray(Runnable[]::new));
            StartFailure why = StartFailure.of(failure);
            String said = String.valueOf(why.cause().getMessage());
            parts.table().save(live, container.with(container.state().failed(why.exitCode(), said, clock.instant())));
            throw why.cause();
        }
    }

    private Started bringUp(LiveContainer live, Deque<Runnable> undo, StepTimes times) {
        Container container = live.now();
        Path bundle = parts.paths().containerRun(container.id());
        OciRuntime runtime = parts.runtimes().get(container.hostConfig().runtime());
        prepare(container.id(), bundle);
        try (Conmon.Waiting monitor = conmon.begin(request(container, bundle), runtime)) {
            times.done("monitor");
            return bringUp(live, monitor, runtime, undo, times);
        }
    }

    private Started bringUp(
            LiveContainer live, Conmon.Waiting monitor, OciRuntime runtime, Deque<Runnable> undo, StepTimes times) {
        Container container = live.now();
        String id = container.id();
        Path bundle = parts.paths().containerRun(id);
        Rootfs rootfs = parts.images().rootfs(id);
        undo.push(rootfs::unmount);
        Path root = rootfs.mount();
        times.done("rootfs");
        undo.push(() -> parts.volumes().unmount(id));
        List<ResolvedMount> mounts = parts.volumes().mount(id);
        times.done("volumes");
        undo.push(() -> parts.networks().tearDown(id));
        SandboxInfo sandbox = parts.networks().setUp(parts.networkRequest(container));
        times.done("network");
        undo.push(() -> shared.unmount(id));
        writeConfig(container, bundle, root, mounts, sandbox, runtime);
        times.done("config");
        parts.logs().started(id);
        times.done("logs");
        undo.push(() -> parts.logs().ended(id));
        undo.push(() -> runtime.delete(id, bundle));
        Conmon.Monitored monitored = monitor.create();
        times.done("create");
        for (AttachWish wish : live.wishes) {
            if (live.wishes.remove(wish)) {
                wish.starting(bundle.resolve("attach"));
            }
        }
        PidFd init = PidFd.open(monitored.pid());
        undo.push(init::close);
        times.done("attach");
        runtime.start(id, bundle);
        times.done("start");
        return new Started(new Run(init, bundle, runtime), monitored);
    }

    private void prepare(String id, Path bundle) {
        try {
            Files.createDirectories(bundle);
            Files.deleteIfExists(parts.paths().exits().resolve(id));
        } catch (IOException failure) {
            throw new UncheckedIOException("prepare bundle " + bundle, failure);
        }
        Conmon.clear(bundle);
    }

    private void writeConfig(
            Container container,
            Path bundle,
            Path root,
            List<ResolvedMount> mounts,
            SandboxInfo sandbox,
            OciRuntime runtime) {
        ObjectNode config = parts.spec()
                .config(new OciRequest(
                        container.id(),
                        container.config(),
                        container.hostConfig(),
                        root,
                        mounts,
                        sandbox,
                        peer(container.hostConfig().ipcMode()),
                        peer(container.hostConfig().pidMode()),
                        runtime.program(),
                        shared.mount(container)));
        try {
            Files.writeString(bundle.resolve("config.json"), Json.write(config));
        } catch (IOException failure) {
            throw new UncheckedIOException("write " + bundle.resolve("config.json"), failure);
        }
    }

    /** The process of the container that {@code container:X} names. */
    private OptionalInt peer(String mode) {
        if (!mode.startsWith("container:")) {
            return OptionalInt.empty();
        }
        Container peer =
                parts.table().find(mode.substring("container:".length())).now();
        if (!peer.state().isRunning()) {
            throw new EngineException.Conflict("cannot join namespaces of a non running container: " + peer.id());
        }
        return OptionalInt.of(peer.state().pid());
    }

    private ConmonRequest request(Container container, Path bundle) {
        ContainerConfig config = container.config();
        return new ConmonRequest(
                container.id(),
                container.name(),
                bundle,
                parts.logs().conmonLogPath(container.id()),
                parts.paths().exits(),
                config.tty(),
                config.openStdin(),
                // A terminal's input ends by a typed key only: who detached may come back and go on typing.
                config.openStdin() && (config.tty() || !config.stdinOnce()));
    }
}
