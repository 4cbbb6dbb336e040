package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The life of containers. {@code ref} is an id, a prefix of exactly one id, or a name with or without slash; where it
 * is none the answer is {@code NotFound}. Safe for many threads; calls that change one container follow each other.
 */
public final class ContainerService {
    private static final String SOON = "container service is being written";

    /**
     * Makes a container.
     *
     * @param name without slash; empty for a generated one
     * @throws dev.berth.plugin.EngineException.InvalidParameter a bad name or setting
     * @throws dev.berth.plugin.EngineException.NotFound no such image
     * @throws dev.berth.plugin.EngineException.Conflict the name is taken
     */
    public Created create(Optional<String> name, CreateRequest request) {
        throw new IllegalStateException(SOON);
    }

    /**
     * Starts it.
     *
     * @return false if it runs already (304)
     */
    public boolean start(String ref) {
        throw new IllegalStateException(SOON);
    }

    /**
     * Ends it: the signal, then SIGKILL.
     *
     * @param signal empty for the container's own, SIGTERM by default
     * @param seconds before SIGKILL, -1 for never; empty for the container's own, 10 by default
     * @return false if it does not run (304)
     */
    public boolean stop(String ref, Optional<String> signal, OptionalInt seconds) {
        throw new IllegalStateException(SOON);
    }

    /** Stops it if it runs and starts it. */
    public void restart(String ref, Optional<String> signal, OptionalInt seconds) {
        throw new IllegalStateException(SOON);
    }

    /** Sends a signal; empty is SIGKILL. @throws dev.berth.plugin.EngineException.Conflict it does not run */
    public void kill(String ref, String signal) {
        throw new IllegalStateException(SOON);
    }

    /** Freezes its processes. */
    public void pause(String ref) {
        throw new IllegalStateException(SOON);
    }

    /** Thaws its processes. */
    public void unpause(String ref) {
        throw new IllegalStateException(SOON);
    }

    /** Gives it another name. */
    public void rename(String ref, String newName) {
        throw new IllegalStateException(SOON);
    }

    /**
     * Removes it.
     *
     * @param force kill it first if it runs
     * @param volumes its anonymous volumes as well
     * @param link {@code ref} is {@code /child/alias} and only that link is removed
     */
    public void remove(String ref, boolean force, boolean volumes, boolean link) {
        throw new IllegalStateException(SOON);
    }

    /** Completes when the condition holds; never blocks, so that the API can flush its headers at once. */
    public CompletableFuture<WaitResult> wait(String ref, WaitCondition condition) {
        throw new IllegalStateException(SOON);
    }

    /** All containers, newest first. */
    public List<Container> list() {
        throw new IllegalStateException(SOON);
    }

    /** The container. @throws dev.berth.plugin.EngineException.NotFound {@code No such container: REF} */
    public Container find(String ref) {
        throw new IllegalStateException(SOON);
    }

    /** Changes limits and restart policy to those that {@code changes} has, live where it runs. @return warnings */
    public List<String> update(String ref, ObjectNode changes) {
        throw new IllegalStateException(SOON);
    }

    /** Removes stopped containers. @param filters {@code until}, {@code label}, {@code label!} */
    public PruneReport prune(Map<String, List<String>> filters) {
        throw new IllegalStateException(SOON);
    }

    /** Its processes. @param psArgs arguments of ps(1), empty for {@code -ef} */
    public ProcessList top(String ref, String psArgs) {
        throw new IllegalStateException(SOON);
    }

    /**
     * One sample of what it uses, in Docker's shape from {@code read} to {@code networks}, without
     * {@code precpu_stats}; without figures if it does not run.
     */
    public ObjectNode stats(String ref) {
        throw new IllegalStateException(SOON);
    }

    /** Sets the size of its terminal, in characters. */
    public void resize(String ref, int height, int width) {
        throw new IllegalStateException(SOON);
    }

    /** conmon's attach socket (SOCK_SEQPACKET) of a running container; its path always fits into {@code sun_path}. */
    public Path attachSocket(String ref) {
        throw new IllegalStateException(SOON);
    }

    /**
     * Has {@code connect} called with the attach socket at the next start, after the container is made and before its
     * program runs, so that no output is missed. Called once, on the starting thread.
     *
     * @return closing it takes the wish back
     */
    public AutoCloseable beforeNextStart(String ref, Consumer<Path> connect) {
        throw new IllegalStateException(SOON);
    }

    /**
     * Starts one more process in a running container.
     *
     * @param connect called with the attach socket before the program runs
     */
    public RunningExec startExec(ExecRequest request, Consumer<Path> connect) {
        throw new IllegalStateException(SOON);
    }
}
