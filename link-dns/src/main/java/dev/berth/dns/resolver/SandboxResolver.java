package dev.berth.dns.resolver;

import dev.berth.dns.name.Lookup;
import dev.berth.dns.name.NameTable;
import dev.berth.linux.nft.NftContext;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.NetNs;
import dev.berth.plugin.name.SandboxNames;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** The DNS server of one sandbox. */
final class SandboxResolver {
    private final SandboxSockets sockets;
    private final Forwarder forwarder;
    private final EventLoop loop;
    private final long namespace;
    private final QuestionLog log = new QuestionLog();
    private volatile Lookup lookup;

    private SandboxResolver(SandboxNames names, NetNs sandbox, Shared shared, Supplier<NameTable> table) {
        this.lookup = new Lookup(names);
        this.loop = shared.loop();
        this.namespace = sandbox.inode();
        this.forwarder = new Forwarder(
                () -> lookup.sandbox(),
                new NamespaceSockets(Optional.of(names.sandbox()), shared.transport(), loop),
                shared.host(),
                shared.clock());
        Questions questions = new Questions(table, () -> lookup, forwarder, log, new Random());
        this.sockets = SandboxSockets.open(
                sandbox, shared.transport(), loop, new UdpQuestions(questions), new TcpQuestions(questions));
    }

    /** What all sandboxes have in common. */
    record Shared(Transport transport, EventLoop loop, HostUpstreams host, Clockwork clock) {}

    /** Answers from now on; on failure nothing is left. */
    static SandboxResolver open(SandboxNames names, Shared shared, Supplier<NameTable> table) {
        try (NetNs sandbox = NetNs.open(names.sandbox())) {
            return new SandboxResolver(names, sandbox, shared, table);
        }
    }

    /** True if that is the sandbox it answers in, and not a new one under the same name. */
    boolean isIn(SandboxNames names) {
        if (!names.sandbox().equals(lookup.sandbox().sandbox())) {
            return false;
        }
        try (NetNs sandbox = NetNs.open(names.sandbox())) {
            return sandbox.inode() == namespace;
        }
    }

    /** Changes what is seen from the next question on. */
    void see(SandboxNames names) {
        lookup = new Lookup(names);
    }

    Lookup lookup() {
        return lookup;
    }

    QuestionLog log() {
        return log;
    }

    /** Stops answering; the namespace may be gone. */
    void close() {
        sockets.close();
        loop.submit(forwarder::close).syncUninterruptibly();
        try (NetNs sandbox = NetNs.open(lookup.sandbox().sandbox())) {
            if (sandbox.inode() == namespace) {
                clearRules(sandbox);
            }
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.ENOENT) {
                throw failure;
            }
        }
    }

    private static void clearRules(NetNs sandbox) {
        try (NftContext nft = NftContext.open(sandbox)) {
            nft.run(RedirectRules.clear());
        }
    }
}
