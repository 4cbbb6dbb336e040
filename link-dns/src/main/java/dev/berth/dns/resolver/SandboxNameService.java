package dev.berth.dns.resolver;

import dev.berth.dns.name.Lookup;
import dev.berth.dns.name.NameTable;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameDiagnostics;
import dev.berth.plugin.name.NameQuery;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.SandboxNames;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The names of this host's containers, answered in each sandbox. One thread serves all sandboxes; it reads the names
 * from a snapshot that registrations replace as a whole, so it never waits for anybody.
 */
public final class SandboxNameService implements NameService, NameDiagnostics, AutoCloseable {
    private static final long QUIET_MILLIS = 0;
    private static final long PATIENCE_MILLIS = 5_000;

    private final MultiThreadIoEventLoopGroup group;
    private final SandboxResolver.Shared shared;

    /** Replaced as a whole, under this object's lock; read without. */
    private volatile NameTable table = NameTable.EMPTY;

    /** By sandbox id; the map's lock on an entry orders attach and detach of one sandbox. */
    private final Map<String, SandboxResolver> sandboxes = new ConcurrentHashMap<>();

    /** Starts the thread, in the network namespace of the calling one: that is the host's. */
    public SandboxNameService() {
        Transport transport = Transport.best();
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("dns", true), transport.handlers());
        EventLoop loop = group.next();
        loop.submit(() -> {}).syncUninterruptibly();
        Clockwork clock = Clockwork.of(loop);
        NamespaceSockets sockets = new NamespaceSockets(Optional.empty(), transport, loop);
        shared = new SandboxResolver.Shared(transport, loop, new HostUpstreams(sockets, clock), clock);
    }

    @Override
    public synchronized void register(NameRecord record) {
        table = table.with(record);
    }

    @Override
    public synchronized void withdraw(String networkId, String endpointId) {
        table = table.without(networkId, endpointId);
    }

    @Override
    public void attach(SandboxNames sandbox) {
        sandboxes.compute(sandbox.id(), (id, known) -> {
            if (known != null && known.isIn(sandbox)) {
                known.see(sandbox);
                return known;
            }
            if (known != null) {
                known.close();
            }
            return SandboxResolver.open(sandbox, shared, () -> table);
        });
    }

    @Override
    public void detach(String sandboxId) {
        sandboxes.computeIfPresent(sandboxId, (id, resolver) -> {
            resolver.close();
            return null;
        });
    }

    @Override
    public NameAnswer resolve(String sandboxId, String name, String type) {
        return find(sandboxId).lookup().resolve(table, name, type);
    }

    private SandboxResolver find(String sandboxId) {
        return Optional.ofNullable(sandboxes.get(sandboxId))
                .orElseThrow(() -> new EngineException.NotFound("no such sandbox: " + sandboxId));
    }

    @Override
    public NameAnswer lookUp(String networkId, String name, String type) {
        SandboxNames nobody =
                new SandboxNames("", Path.of(""), List.of(networkId), Map.of(), List.of(), List.of(), true);
        return new Lookup(nobody).resolve(table, name, type.toUpperCase(Locale.ROOT));
    }

    @Override
    public List<NameQuery> recent(String sandboxId) {
        return Optional.ofNullable(sandboxes.get(sandboxId))
                .map(resolver -> resolver.log().recent())
                .orElse(List.of());
    }

    @Override
    public Subscription watch(String sandboxId, Consumer<NameQuery> listener) {
        return find(sandboxId).log().watch(listener);
    }

    /** Stops answering everywhere; the rules in the sandboxes stay for the next daemon to replace. */
    @Override
    public void close() {
        sandboxes.clear();
        group.shutdownGracefully(QUIET_MILLIS, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(PATIENCE_MILLIS);
    }
}
