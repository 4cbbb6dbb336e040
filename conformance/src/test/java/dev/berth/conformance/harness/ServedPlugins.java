package dev.berth.conformance.harness;

import dev.berth.linux.testing.HostProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** {@code berth plugin serve} beside the engine, on its host, where an engine looks for plugins. */
public final class ServedPlugins implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Ground ground;
    private final List<String> types;
    private final List<String> options;
    private final Path state;
    private HostProcess process;

    /** @param options of {@code plugin serve} */
    ServedPlugins(Ground ground, List<String> types, String... options) {
        this.ground = ground;
        this.types = List.copyOf(types);
        this.options = List.of(options);
        this.state = ground.freshDirectory("plugins");
        this.process = spawn();
    }

    private HostProcess spawn() {
        List<String> words = new ArrayList<>(List.of(System.getProperty("berth.command"), "plugin", "serve"));
        words.addAll(types);
        words.addAll(List.of("--state", state.toString()));
        words.addAll(options);
        HostProcess started = ground.spawnOnHost("plugins", words);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> started.log().contains("serving on"));
        return started;
    }

    /** Ends the process as a crash would: SIGKILL. */
    public void kill() {
        process.signal("KILL");
        process.awaitExit(PATIENCE);
    }

    /** Starts it again on the same state. */
    public void start() {
        process = spawn();
    }

    /** Stops the process in its tracks: it lives and answers nothing. */
    public void freeze() {
        process.signal("STOP");
    }

    /** Lets it go on. */
    public void thaw() {
        process.signal("CONT");
    }

    /** Links, rules and files that belong to networks. */
    public String leftovers() {
        return ground.onHost(Map.of(), "", "sh", "-c", """
                ip -o link | awk '{print $2}' | grep -E 'br-|veth|bp' | sort
                nft list ruleset | grep -vE 'counter packets'
                nft list ruleset | grep -c BERTH
                find %s -type f | grep -v allocations | sort
                """.formatted(state)).out();
    }

    /** Ends the process in order, so that no socket is left that an engine would ask for long. */
    @Override
    public void close() {
        if (process.isAlive()) {
            thaw();
            process.terminate(PATIENCE);
        }
        process.close();
    }
}
