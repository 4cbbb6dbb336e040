package dev.berth.conformance.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** {@code berth plugin serve} on a host without an engine, all types on one socket. */
public final class LonePlugin implements AutoCloseable {
    private static final Path SOCKET = Path.of("/run/own.sock");

    private final Ground ground = new Ground();
    private final ServedPlugins plugins;

    public LonePlugin(String... types) {
        plugins = new ServedPlugins(ground, List.of(types), "--socket", SOCKET.toString());
    }

    /** Where it is reached from this process, which is not on its host. */
    public URI address() {
        return URI.create("unix://" + ground.fromOutside(SOCKET));
    }

    /** Ends it as a crash would. */
    public void kill() {
        plugins.kill();
    }

    /** Starts it again on the same state. */
    public void start() {
        plugins.start();
    }

    @Override
    public void close() {
        plugins.close();
        ground.close();
    }
}
