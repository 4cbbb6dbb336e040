package dev.berth.linux.testing;

import dev.berth.linux.sys.Signals;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program that runs in the background; closing it kills it. */
public final class HostProcess implements AutoCloseable {
    private final HostCommand command;
    private final Process outer;
    private final Path log;

    HostProcess(HostCommand command, Process outer, Path log) {
        this.command = command;
        this.outer = outer;
        this.log = log;
    }

    /** Its number on this machine, not the one it has on its host. */
    public long pid() {
        if (command.prefix().isEmpty()) {
            return outer.pid();
        }
        // nsenter stays outside the pid namespace and has the program as its only child.
        while (outer.isAlive()) {
            Optional<ProcessHandle> child = outer.toHandle().children().findFirst();
            if (child.isPresent()) {
                return child.get().pid();
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError(command.argv() + " has ended:\n" + log());
    }

    public boolean isAlive() {
        return outer.isAlive();
    }

    /** What it wrote so far. */
    public String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + log, failure);
        }
    }

    /** Its standard input. */
    public OutputStream input() {
        return outer.getOutputStream();
    }

    /** Sends a signal such as {@code TERM} to the program itself. */
    public void signal(String signal) {
        Signals.kill((int) pid(), Signals.number(signal));
        if (signal.equals("CONT")) {
            // nsenter stops itself when its child is stopped, and would never see the child's end
            Signals.kill((int) outer.pid(), Signals.number(signal));
        }
    }

    /**
     * Waits for its end.
     *
     * @return the exit code, 128 + signal if one ended it
     * @throws AssertionError with its log, when the time is over
     */
    public int awaitExit(Duration timeout) {
        try {
            if (outer.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return outer.exitValue();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError(command.argv() + " still runs after " + timeout + ":\n" + log());
    }

    /** Ends it by SIGTERM, as an administrator would. @return the exit code */
    public int terminate(Duration timeout) {
        signal("TERM");
        return awaitExit(timeout);
    }

    /** Kills it, if it runs, and waits for its end. */
    @Override
    public void close() {
        if (outer.isAlive()) {
            outer.toHandle().children().forEach(ProcessHandle::destroyForcibly);
            outer.destroyForcibly();
            awaitExit(Duration.ofSeconds(30));
        }
    }
}
