package dev.berth.runtime.cli.daemon;

import dev.berth.runtime.cli.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that holds the daemon's pid while it runs. */
final class PidFile implements AutoCloseable {
    private final Path file;
    private final long pid;

    private PidFile(Path file, long pid) {
        this.file = file;
        this.pid = pid;
    }

    /**
     * Writes it; one that a daemon left which no longer runs is replaced.
     *
     * @throws CliException if the pid in it is that of a running process
     */
    static PidFile create(Path file) {
        long pid = ProcessHandle.current().pid();
        try {
            if (Files.exists(file)) {
                refuseRunning(file, pid);
            }
            Path directory = file.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(file, pid + "\n");
            return new PidFile(file, pid);
        } catch (IOException failure) {
            throw new CliException(
                    1, "failed to start daemon: cannot write pid file " + file + ": " + failure.getMessage());
        }
    }

    private static void refuseRunning(Path file, long own) throws IOException {
        String text = Files.readString(file).strip();
        boolean running = text.matches("\\d{1,10}")
                && Long.parseLong(text) != own
                && Files.exists(Path.of("/proc", text))
                && Files.readString(Path.of("/proc", text, "cmdline")).contains("BerthMain");
        if (running) {
            throw new CliException(
                    1, "failed to start daemon: pid file found, ensure berth is not running or delete " + file);
        }
    }

    /** What is in it. */
    long pid() {
        return pid;
    }

    @Override
    public void close() {
        try {
            if (Files.exists(file) && Files.readString(file).strip().equals(String.valueOf(pid))) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("delete " + file, failure);
        }
    }
}
