package dev.berth.runtime.container;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A process that was started in a running container.
 *
 * @param pid as the host sees it
 * @param directory with conmon's {@code attach} socket and {@code ctl} pipe; the caller deletes it after the exit
 * @param exit its exit code, 0..255
 */
public record RunningExec(int pid, Path directory, CompletableFuture<Integer> exit) {}
