package dev.berth.runtime.container;

import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Starts more processes in running containers. */
final class ContainerExec {
    private final ContainerParts parts;
    private final Conmon conmon;

    ContainerExec(ContainerParts parts, Conmon conmon) {
        this.parts = parts;
        this.conmon = conmon;
    }

    /**
     * Starts one.
     *
     * @param connect called with the attach socket before the program runs
     * @throws EngineException.Conflict the container is paused
     */
    RunningExec start(Container container, ExecRequest request, Consumer<Path> connect) {
        if (container.state().isPaused()) {
            throw new EngineException.Conflict(
                    "Container " + container.id() + " is paused, unpause the container before exec");
        }
        Path directory = directory(request.execId());
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("create " + directory, failure);
        }
        return conmon.exec(
                request, directory, parts.runtimes().get(container.hostConfig().runtime()), connect);
    }

    /** At the daemon's start: nobody asks for earlier execs any more; those that run need no file. */
    void forgetAll() {
        TreeDelete.delete(parts.paths().execRoot().resolve("exec"));
    }

    /** An exec's own files of this boot. */
    Path directory(String execId) {
        return parts.paths().execRoot().resolve("exec").resolve(execId);
    }
}
