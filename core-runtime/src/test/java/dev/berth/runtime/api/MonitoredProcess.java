package dev.berth.runtime.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A shell command under a real conmon, with a script in the place of the OCI runtime: no container, no privileges. The
 * command waits for {@link #go}.
 */
final class MonitoredProcess implements AutoCloseable {
    private final Path directory;
    private final Process conmon;

    MonitoredProcess(Path directory, String command) {
        this.directory = directory;
        try {
            Path payload = script("payload", "read go < " + directory.resolve("go") + "\n" + command + "\n");
            Path runtime = script(
                    "runtime", "exec 3<&0\n" + payload + " <&3 & echo -n $! > " + directory.resolve("pid") + "\n");
            run("mkfifo", directory.resolve("go").toString());
            conmon = new ProcessBuilder(List.of(
                            "conmon",
                            "--api-version",
                            "1",
                            "--sync",
                            "-i",
                            "-c",
                            "c",
                            "-u",
                            "c",
                            "-n",
                            "c",
                            "--full-attach",
                            "-b",
                            directory.toString(),
                            "-p",
                            directory.resolve("pid").toString(),
                            "-r",
                            runtime.toString(),
                            "-l",
                            "k8s-file:" + directory.resolve("log"),
                            "--exit-dir",
                            directory.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("conmon.out").toFile())
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path socket() {
        return directory.resolve("attach");
    }

    /** Whether conmon listens. */
    boolean isThere() {
        return Files.exists(socket());
    }

    /** Lets the command run. */
    void go() {
        try {
            Files.writeString(directory.resolve("go"), "\n", java.nio.file.StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static void run(String... command) throws IOException {
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        conmon.descendants().forEach(ProcessHandle::destroyForcibly);
        conmon.destroyForcibly();
    }
}
