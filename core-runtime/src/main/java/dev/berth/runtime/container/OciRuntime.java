package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.linux.sys.Spawn;
import dev.berth.linux.sys.SpawnRequest;
import dev.berth.linux.sys.SpawnedProcess;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that makes containers of bundles, such as runc or crun. It runs for moments only, and keeps what it knows of
 * a container below {@code root}.
 *
 * @param name as the user calls it
 * @param program its absolute path
 * @param root its state directory
 * @param mount where it is started from, if that is not its own place
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/runtime.md">OCI runtime spec, operations</a>
 */
public record OciRuntime(String name, Path program, Path root, Optional<ProgramMount> mount) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What the programs that it starts find in their environment. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/root");

    /** One that is started from its own place. */
    OciRuntime(String name, Path program, Path root) {
        this(name, program, root, Optional.empty());
    }

    /** The path that it is started by. */
    Path executable() {
        return mount.map(ProgramMount::path).orElse(program);
    }

    /** Runs the program of a container that was created. */
    void start(String id, Path bundle) {
        run("start", bundle, "start", id);
    }

    /** Takes away what is left of it, killing what still runs; one that is not there is not an error. */
    void delete(String id, Path bundle) {
        beginDelete(id, bundle).run();
    }

    /**
     * Begins to {@link #delete}, as it takes its time and what else belongs to a container can be taken away meanwhile.
     *
     * @return waits for the end of it
     */
    Runnable beginDelete(String id, Path bundle) {
        return begin("delete", bundle, "delete", "--force", id);
    }

    /** Sets its limits to those in the file, an OCI {@code resources} object. */
    void update(String id, Path bundle, Path resources) {
        run("update", bundle, "update", "--resources", resources.toString(), id);
    }

    /** Whether it knows the container. */
    boolean knows(String id) {
        return Files.exists(root.resolve(id));
    }

    /** The arguments that go before the operation; failures are written to {@code log} as JSON. */
    List<String> globalArguments(Path log) {
        return List.of("--root", root.toString(), "--log", log.toString(), "--log-format", "json");
    }

    private void run(String action, Path bundle, String... arguments) {
        begin(action, bundle, arguments).run();
    }

    private Runnable begin(String action, Path bundle, String... arguments) {
        Path log = bundle.resolve(action + ".log");
        List<String> argv = new ArrayList<>();
        argv.add(executable().toString());
        argv.addAll(globalArguments(log));
        argv.addAll(List.of(arguments));
        SpawnedProcess process = Spawn.start(new SpawnRequest(argv, ENVIRONMENT, Optional.empty(), Map.of()));
        return () -> check(action, log, process.waitFor(PATIENCE));
    }

    private void check(String action, Path log, int code) {
        if (code != 0) {
            throw new EngineException.SystemFailure("OCI runtime " + action + " failed: "
                    + failure(log).orElse(program + " ended with status " + code) + ": unknown");
        }
    }

    /** The last error that the program wrote into its log, if it wrote any. */
    static Optional<String> failure(Path log) {
        try {
            if (!Files.exists(log)) {
                return Optional.empty();
            }
            return Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith("{"))
                    .map(Json::tree)
                    .filter(entry -> !entry.path("level").asText().matches("debug|info|warning"))
                    .map((JsonNode entry) -> entry.path("msg").asText())
                    .reduce((earlier, later) -> later);
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + log, failure);
        }
    }
}
