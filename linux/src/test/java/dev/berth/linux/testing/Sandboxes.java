package dev.berth.linux.testing;

import dev.berth.linux.sys.NetNs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Network namespaces as an engine keeps them for containers, beside the one of the test; gone at close. */
public final class Sandboxes implements AutoCloseable {
    private final Path directory;
    private final NetNs host;
    private final List<NetNs> sandboxes = new ArrayList<>();

    /**
     * @param directory where their files are made
     * @param host the namespace of the test, which stays the caller's
     */
    public Sandboxes(Path directory, NetNs host) {
        this.directory = directory;
        this.host = host;
    }

    /** The file of one more. */
    public Path create() {
        NetNs sandbox = NetNs.create(directory.resolve("netns-" + sandboxes.size()));
        sandboxes.add(sandbox);
        return sandbox.path();
    }

    /** Names of the links in a sandbox, or on the host if none is given. */
    public List<String> linkNames(Optional<Path> sandbox) {
        if (sandbox.isEmpty()) {
            return Iproute2.in(host).linkNames();
        }
        try (NetNs inside = NetNs.open(sandbox.get())) {
            return Iproute2.in(inside).linkNames();
        }
    }

    @Override
    public void close() {
        sandboxes.forEach(sandbox -> {
            sandbox.close();
            NetNs.delete(sandbox.path());
        });
    }
}
