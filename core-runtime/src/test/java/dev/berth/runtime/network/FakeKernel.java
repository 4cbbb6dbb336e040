package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Sandboxes in memory. */
final class FakeKernel implements SandboxKernel {
    /** Interfaces ever set up, by sandbox. */
    final Map<Path, List<String>> sandboxes = new ConcurrentHashMap<>();

    /** Every one that was ever set, by its file. */
    final Map<String, String> sysctls = new ConcurrentHashMap<>();

    final Map<Path, DefaultRoutes> routes = new ConcurrentHashMap<>();

    /** Links of the host with their addresses. */
    final Map<String, List<Cidr>> hostLinks = new ConcurrentHashMap<>();

    /** Done before each change of default routes. */
    volatile Runnable meanwhile = () -> {};

    /** Whether the host has IPv6. */
    volatile boolean v6;

    /** Name of the call that is to fail; empty for none. */
    volatile String failing = "";

    @Override
    public void prepare() {}

    @Override
    public void close() {}

    @Override
    public void create(Path file) {
        mayFail("create");
        if (sandboxes.putIfAbsent(file, List.of()) != null) {
            throw new EngineException.SystemFailure("sandbox exists: " + file);
        }
    }

    @Override
    public void delete(Path file) {
        sandboxes.remove(file);
        routes.remove(file);
    }

    @Override
    public void configure(Path file, List<Interface> interfaces, DefaultRoutes to) {
        mayFail("configure");
        for (Interface each : interfaces) {
            sysctls.putAll(each.sysctls());
            sandboxes.merge(
                    file,
                    List.of(each.name() + " " + each.addresses()),
                    (old, more) -> java.util.stream.Stream.concat(old.stream(), more.stream())
                            .toList());
        }
        if (!to.equals(DefaultRoutes.NONE)) {
            routes.put(file, to);
        }
    }

    @Override
    public void route(Path file, DefaultRoutes to) {
        meanwhile.run();
        mayFail("route");
        routes.put(file, to);
    }

    @Override
    public Optional<List<Cidr>> addresses(String link) {
        return Optional.ofNullable(hostLinks.get(link));
    }

    @Override
    public boolean hostHasV6() {
        return v6;
    }

    private void mayFail(String call) {
        if (call.equals(failing)) {
            throw new EngineException.SystemFailure(call + " fails");
        }
    }
}
