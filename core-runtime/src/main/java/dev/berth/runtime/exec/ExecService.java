package dev.berth.runtime.exec;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.container.ExecRequest;
import dev.berth.runtime.container.RunningExec;
import dev.berth.runtime.container.StartFailure;
import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.oci.ExecProcess;
import dev.berth.runtime.oci.OciSpec;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.RandomIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Execs of all containers. As with Docker they are forgotten when the daemon ends; an ended one is forgotten after
 * {@value #ENDED_KEPT} others have ended. Thread-safe.
 */
public final class ExecService {
    private static final Logger LOG = LoggerFactory.getLogger(ExecService.class);
    private static final int ENDED_KEPT = 1000;

    /** Docker 20.10's exit code of an exec whose program cannot be started, whatever the reason. */
    private static final int NOT_STARTED = 126;

    private final ContainerService containers;
    private final ImageService images;
    private final OciSpec spec;
    private final EventBus events;
    private final Path directory;
    private final Map<String, Exec> execs = new ConcurrentHashMap<>();

    /** Ids in the order in which they ended; guarded by itself. */
    private final ArrayDeque<String> ended = new ArrayDeque<>();

    /** @param directory for what belongs to a running exec; short, as sockets are in it */
    public ExecService(
            ContainerService containers, ImageService images, OciSpec spec, EventBus events, Path directory) {
        this.containers = containers;
        this.images = images;
        this.spec = spec;
        this.events = events;
        this.directory = directory;
    }

    /**
     * Makes an exec; it does not run yet.
     *
     * @return its id
     * @throws EngineException.Conflict the container does not run, or is paused
     * @throws EngineException.InvalidParameter no command
     */
    public String create(String containerRef, ExecConfig config) {
        Container container = containers.inquiries().readyForExec(containerRef);
        if (config.cmd().isEmpty()) {
            throw new EngineException.InvalidParameter("No exec command specified");
        }
        String id = RandomIds.next();
        execs.put(id, new Exec(id, container.id(), config, Exec.Stage.CREATED, 0, 0));
        tell(container, id, "exec_create: " + words(config), Map.of());
        return id;
    }

    /** @throws EngineException.NotFound {@code No such exec instance: ID} */
    public Exec find(String id) {
        Exec exec = execs.get(id);
        if (exec == null) {
            throw new EngineException.NotFound("No such exec instance: " + id);
        }
        return exec;
    }

    /**
     * The execs of a container that have not ended, Docker's {@code ExecIDs}.
     *
     * @param containerId full id
     */
    public List<String> of(String containerId) {
        return execs.values().stream()
                .filter(exec -> exec.containerId().equals(containerId) && exec.stage() == Exec.Stage.RUNNING)
                .map(Exec::id)
                .sorted()
                .toList();
    }

    /**
     * Checks that it can be started, and that nobody else does so.
     *
     * @throws EngineException.Conflict it has been started, or its container does not run
     */
    public Exec claim(String id) {
        containers.inquiries().readyForExec(find(id).containerId());
        return change(id, exec -> {
            if (exec.stage() != Exec.Stage.CREATED) {
                String how = exec.stage() == Exec.Stage.ENDED ? " has already run" : " is already running";
                throw new EngineException.Conflict("Error: Exec command " + id + how);
            }
            return exec.at(Exec.Stage.STARTING);
        });
    }

    /**
     * Starts a claimed exec.
     *
     * @param connect called with conmon's attach socket before the program runs
     * @return its exit code, completed when {@link #find} tells it too
     * @throws EngineException the OCI runtime's words
     */
    public CompletableFuture<Integer> start(Exec exec, Consumer<Path> connect) {
        Path place = directory.resolve(exec.id());
        try {
            Container container = containers.inquiries().readyForExec(exec.containerId());
            tell(container, exec.id(), "exec_start: " + words(exec.config()), Map.of());
            RunningExec running = containers.startExec(request(container, exec, place), connect);
            change(exec.id(), claimed -> claimed.running(running.pid()));
            return running.exit().whenComplete((code, failure) -> end(exec, place, failure == null ? code : 255));
        } catch (RuntimeException failure) {
            end(exec, place, NOT_STARTED);
            throw StartFailure.of(failure).cause();
        }
    }

    private ExecRequest request(Container container, Exec exec, Path place) {
        ExecConfig config = exec.config();
        Path file = place.resolve("process.json");
        try {
            Files.createDirectories(place);
            Files.writeString(file, Json.write(spec.process(process(container, config))));
        } catch (IOException failure) {
            throw new UncheckedIOException("write " + file, failure);
        }
        return new ExecRequest(
                container.id(), exec.id(), file, config.tty(), config.attachStdin(), Path.of("/dev/null"));
    }

    private ExecProcess process(Container container, ExecConfig config) {
        return new ExecProcess(
                container.config(),
                container.hostConfig(),
                containers.linkEnvironment(container.id()),
                images.rootfs(container.id()).path(),
                container.config().hostname(),
                config.cmd(),
                config.env(),
                config.user(),
                config.workingDir(),
                config.tty(),
                config.privileged());
    }

    /** Sets the size of its terminal, in characters. */
    public void resize(String id, int height, int width) {
        if (find(id).stage() != Exec.Stage.RUNNING) {
            throw new EngineException.Conflict("exec process is not started");
        }
        Path control = directory.resolve(id).resolve("ctl");
        try {
            Files.writeString(control, "1 " + height + " " + width + "\n", StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("resize terminal of exec " + id + ": " + failure, failure);
        }
    }

    /** Docker puts a space after a program that has no arguments, too. */
    private static String words(ExecConfig config) {
        return config.cmd().get(0)
                + " "
                + String.join(" ", config.cmd().subList(1, config.cmd().size()));
    }

    private void end(Exec exec, Path place, int exitCode) {
        execs.computeIfPresent(exec.id(), (id, before) -> before.ended(exitCode));
        forgetOldest(exec.id());
        deleteAll(place);
        Container container;
        try {
            container = containers.find(exec.containerId());
        } catch (EngineException.NotFound removedMeanwhile) {
            return;
        }
        tell(container, exec.id(), "exec_die", Map.of("exitCode", Integer.toString(exitCode)));
    }

    private void forgetOldest(String id) {
        synchronized (ended) {
            ended.addLast(id);
            if (ended.size() > ENDED_KEPT) {
                execs.remove(ended.removeFirst());
            }
        }
    }

    private static void deleteAll(Path place) {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(place);
        } catch (IOException failure) {
            LOG.warn("event=exec-directory-left path={}", place, failure);
        }
    }

    private Exec change(String id, UnaryOperator<Exec> step) {
        find(id);
        Exec changed = execs.computeIfPresent(id, (key, exec) -> step.apply(exec));
        if (changed == null) {
            throw new EngineException.NotFound("No such exec instance: " + id);
        }
        return changed;
    }

    private void tell(Container container, String execId, String action, Map<String, String> more) {
        Map<String, String> attributes = new TreeMap<>(container.config().labels());
        attributes.put("image", container.config().image());
        attributes.put("name", container.name());
        attributes.put("execID", execId);
        attributes.putAll(more);
        events.publish(EventType.CONTAINER, action, container.id(), attributes);
    }
}
