package dev.berth.runtime.container;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.Pipe;
import dev.berth.linux.sys.Pipes;
import dev.berth.linux.sys.Signals;
import dev.berth.linux.sys.Spawn;
import dev.berth.linux.sys.SpawnRequest;
import dev.berth.linux.sys.SpawnedProcess;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Starts one conmon per container and per exec. conmon has the OCI runtime create the process, holds its standard
 * streams, serves them on its attach socket, writes them to a file, and keeps the exit code, whether the daemon lives or
 * not.
 *
 * @see <a href="https://github.com/containers/conmon/blob/v2.1.6/src/conmon.c">conmon</a>
 */
final class Conmon {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SYNC = 3;
    private static final int START = 4;
    private static final int ATTACH = 5;

    private final ConmonProgram program;
    private final Path temporary;
    private final CgroupGrace grace;

    /**
     * @param temporary where it binds its console socket; short, as a socket's address has 107 bytes
     */
    Conmon(ConmonProgram program, Path temporary, CgroupGrace grace) {
        this.program = program;
        this.grace = grace;
        this.temporary = temporary;
    }

    /** A created container, whose program does not run yet, and its monitor. */
    record Monitored(int pid, SpawnedProcess conmon) {}

    /**
     * Starts the monitor of a container to come. What it takes to get ready, it takes while the rest of the container is
     * made.
     *
     * @param request its bundle's directory is there
     */
    Waiting begin(ConmonRequest request, OciRuntime runtime) {
        List<String> argv = arguments(request.id(), request.id(), request.bundle(), runtime);
        argv.addAll(List.of(
                "-n",
                request.name(),
                "-l",
                request.log(),
                "--exit-dir",
                request.exits().toString()));
        argv.addAll(List.of("--persist-dir", request.bundle().toString()));
        argv.addAll(program.options());
        addIf(argv, request.tty(), "-t");
        addIf(argv, request.stdin(), "-i");
        addIf(argv, request.keepStdin(), "--leave-stdin-open");
        Pipe sync = Pipes.create();
        Pipe start = Pipes.create();
        try (Fd write = sync.write();
                Fd read = start.read()) {
            SpawnedProcess conmon = spawn(
                    argv,
                    request.bundle(),
                    Map.of(SYNC, write, START, read),
                    Map.of("_OCI_SYNCPIPE", SYNC, "_OCI_STARTPIPE", START));
            return new Waiting(conmon, new SyncPipe(sync.read()), start.write(), request.bundle(), grace);
        } catch (RuntimeException failure) {
            sync.close();
            start.close();
            throw failure;
        }
    }

    /** A monitor that waits to be told to have its container created. For one thread. */
    static final class Waiting implements AutoCloseable {
        private final SpawnedProcess conmon;
        private final SyncPipe reports;
        private final Fd start;
        private final Path bundle;
        private final CgroupGrace grace;
        private boolean told;

        private Waiting(SpawnedProcess conmon, SyncPipe reports, Fd start, Path bundle, CgroupGrace grace) {
            this.conmon = conmon;
            this.reports = reports;
            this.start = start;
            this.bundle = bundle;
            this.grace = grace;
        }

        /**
         * Has the container created, of the bundle as it is now.
         *
         * @throws EngineException.SystemFailure the OCI runtime's words
         */
        Monitored create() {
            // Again: what was between may have taken longer than the kernel waits for the next.
            grace.begin(conmon.pid());
            go(start);
            told = true;
            return new Monitored(pid(reports, bundle, "create"), conmon);
        }

        /** Ends it if it still waits; one that was told ends with its container. */
        @Override
        public void close() {
            try (reports;
                    start) {
                if (!told) {
                    // The end of the pipe would be a go for it.
                    conmon.kill(Signals.KILL);
                }
            }
        }
    }

    /**
     * Has one more process started in a running container.
     *
     * @param directory for its socket, pipes and pid file; exists
     * @param connect called with the attach socket before the program runs
     * @throws EngineException the OCI runtime's words
     */
    RunningExec exec(ExecRequest request, Path directory, OciRuntime runtime, Consumer<Path> connect) {
        List<String> argv = arguments(request.containerId(), request.execId(), directory, runtime);
        argv.addAll(List.of(
                "-e",
                "--exec-attach",
                "--exec-process-spec",
                request.processSpec().toString()));
        argv.addAll(List.of("-n", request.execId(), "-l", "k8s-file:" + request.log()));
        addIf(argv, request.tty(), "-t");
        addIf(argv, request.stdin(), "-i");
        Pipe sync = Pipes.create();
        SyncPipe reports = new SyncPipe(sync.read());
        try {
            SpawnedProcess conmon = execAttached(argv, directory, sync.write(), connect);
            return new RunningExec(pid(reports, directory, "exec"), directory, exitCode(conmon, reports));
        } catch (RuntimeException failure) {
            reports.close();
            throw failure;
        }
    }

    /** conmon waits for a go, tells when its socket is there, and waits for another go before the program runs. */
    private SpawnedProcess execAttached(List<String> argv, Path directory, Fd sync, Consumer<Path> connect) {
        try (sync;
                Pipe start = Pipes.create();
                Pipe attach = Pipes.create()) {
            SpawnedProcess conmon = spawn(
                    argv,
                    directory,
                    Map.of(SYNC, sync, START, start.read(), ATTACH, attach.write()),
                    Map.of("_OCI_SYNCPIPE", SYNC, "_OCI_STARTPIPE", START, "_OCI_ATTACHPIPE", ATTACH));
            start.read().close();
            attach.write().close();
            go(start.write());
            awaitSocket(attach.read());
            connect.accept(directory.resolve("attach"));
            go(start.write());
            return conmon;
        }
    }

    private static void awaitSocket(Fd attachPipe) {
        try (SyncPipe socket = new SyncPipe(attachPipe)) {
            if (socket.next(PATIENCE).isEmpty()) {
                throw new EngineException.SystemFailure("OCI runtime exec failed: conmon ended before it listened");
            }
        }
    }

    /** Sets the size of a terminal, in characters. */
    static void resize(Path bundle, int height, int width) {
        byte[] order = ("1 " + height + " " + width + "\n").getBytes(StandardCharsets.US_ASCII);
        try (FileChannel control = FileChannel.open(bundle.resolve("ctl"), StandardOpenOption.WRITE)) {
            control.write(java.nio.ByteBuffer.wrap(order));
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("resize terminal: " + failure.getMessage(), failure);
        }
    }

    private List<String> arguments(String id, String unique, Path directory, OciRuntime runtime) {
        List<String> argv = new ArrayList<>(List.of(program.path().toString(), "--api-version", "1", "--sync"));
        argv.addAll(List.of("-c", id, "-u", unique, "-b", directory.toString(), "--full-attach"));
        argv.addAll(List.of(
                "-p",
                directory.resolve("pid").toString(),
                "-r",
                runtime.executable().toString()));
        runtime.globalArguments(runtimeLog(directory))
                .forEach(argument -> argv.addAll(List.of("--runtime-arg", argument)));
        return argv;
    }

    private static Path runtimeLog(Path directory) {
        return directory.resolve("create.log");
    }

    private SpawnedProcess spawn(List<String> argv, Path cwd, Map<Integer, Fd> files, Map<String, Integer> pipes) {
        Map<String, String> env = new HashMap<>(OciRuntime.ENVIRONMENT);
        env.put("TMPDIR", temporary.toString());
        pipes.forEach((name, number) -> env.put(name, number.toString()));
        SpawnedProcess conmon = Spawn.start(new SpawnRequest(argv, env, Optional.of(cwd), files));
        grace.begin(conmon.pid());
        return conmon;
    }

    /** A byte down conmon's start pipe lets it take the next step. */
    private static void go(Fd start) {
        start.write(new byte[] {0}, 0, 1);
    }

    private static int pid(SyncPipe reports, Path directory, String action) {
        Optional<SyncPipe.Report> report = reports.next(PATIENCE);
        int pid = report.map(SyncPipe.Report::data).orElse(-1);
        if (pid > 0) {
            return pid;
        }
        String said = report.map(SyncPipe.Report::message).orElse("conmon ended without a word");
        throw new EngineException.SystemFailure("OCI runtime " + action + " failed: "
                + OciRuntime.failure(runtimeLog(directory)).orElse(said.strip()) + ": unknown");
    }

    private static CompletableFuture<Integer> exitCode(SpawnedProcess conmon, SyncPipe reports) {
        return conmon.exit().thenApply(code -> {
            try (reports) {
                int status = reports.next(PATIENCE).map(SyncPipe.Report::data).orElse(code);
                return status < 0 ? 255 : status;
            }
        });
    }

    private static void addIf(List<String> argv, boolean wanted, String option) {
        if (wanted) {
            argv.add(option);
        }
    }

    /** Takes away what an earlier run left, so that nothing of it is taken for this one's. */
    static void clear(Path bundle) {
        for (String left : List.of("exit", "oom", "pid", "create.log", "attach", "ctl", "winsz")) {
            try {
                Files.deleteIfExists(bundle.resolve(left));
            } catch (IOException failure) {
                throw new UncheckedIOException("clear " + bundle.resolve(left), failure);
            }
        }
    }
}
