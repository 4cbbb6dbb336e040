package dev.berth.dns.resolver;

import dev.berth.dns.name.NameTable;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.SandboxNames;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The names of this host's containers, answered in each sandbox. One thread serves all sandboxes; it reads the names
 * from a snapshot that registrations replace as a whole, so it never waits for anybody.
 */
public final class SandboxNameService implements NameService, AutoCloseable {
    static final System.Logger LOG = System.getLogger("dev.berth.dns");

    private static final long QUIET_MILLIS = 0;
    private static final long PATIENCE_MILLIS = 5_000;

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;

    /** Replaced as a whole, under this object's lock; read without. */
    private volatile NameTable table = NameTable.EMPTY;

    /** By sandbox id; the map's lock on an entry orders attach and detach of one sandbox. */
    private final Map<String, SandboxResolver> sandboxes = new ConcurrentHashMap<>();

    /** Starts the thread, in the network namespace of the calling one: that is the host's. */
    public SandboxNameService() {
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("dns", true), NioIoHandler.newFactory());
        loop = group.next();
        loop.submit(() -> {}).syncUninterruptibly();
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
            return SandboxResolver.open(sandbox, loop, () -> table);
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
        return Optional.ofNullable(sandboxes.get(sandboxId))
                .orElseThrow(() -> new EngineException.NotFound("resolve " + name + ": no such sandbox: " + sandboxId))
                .lookup()
                .resolve(table, name, type);
    }

    /** Stops answering everywhere; the rules in the sandboxes stay for the next daemon to replace. */
    @Override
    public void close() {
        sandboxes.clear();
        group.shutdownGracefully(QUIET_MILLIS, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(PATIENCE_MILLIS);
    }
}
