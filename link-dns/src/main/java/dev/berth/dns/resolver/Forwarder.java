package dev.berth.dns.resolver;

import dev.berth.dns.wire.DnsQuery;
import dev.berth.dns.wire.DnsReply;
import dev.berth.dns.wire.ResponseCode;
import dev.berth.plugin.name.SandboxNames;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Puts a sandbox's questions to name servers outside: its own, asked from inside, or the host's. Every question gets a
 * reply: SERVFAIL where nobody answers, REFUSED where too many wait. Used on the event loop only.
 */
final class Forwarder implements AutoCloseable {
    /** Most questions of one sandbox that wait. */
    static final int MAX_WAITING = 1024;

    /** Most of all sandboxes; from half of that on, each may have {@link #FAIR_SHARE} only. */
    static final int MAX_WAITING_TOGETHER = 16_384;

    static final int FAIR_SHARE = 64;
    private static final int MAX_SERVERS = 3;
    private static final int CACHE_BYTES = 256 << 10;

    private final Supplier<SandboxNames> sandbox;
    private final UpstreamSockets sockets;
    private final HostUpstreams host;
    private final Clockwork clock;
    private List<Server> ownServers = List.of();
    private Optional<Upstreams> own = Optional.empty();
    private int waiting;

    /** @param sockets open in the sandbox */
    Forwarder(Supplier<SandboxNames> sandbox, UpstreamSockets sockets, HostUpstreams host, Clockwork clock) {
        this.sandbox = sandbox;
        this.sockets = sockets;
        this.host = host;
        this.clock = clock;
    }

    /** Who is told the reply, with the question's own id, and where it is from. */
    interface Reply {
        void accept(byte[] message, String from);
    }

    /** @param limit largest reply in bytes that the asker takes */
    void forward(DnsQuery query, boolean tcp, int limit, Reply reply) {
        if (isTooMuch()) {
            reply.accept(DnsReply.empty(query, ResponseCode.REFUSED, false), "berth");
            return;
        }
        List<Server> servers = servers(sandbox.get());
        if (servers.isEmpty()) {
            reply.accept(DnsReply.empty(query, ResponseCode.SERVFAIL, false), "berth");
            return;
        }
        wait(1);
        upstreams(servers).ask(query, tcp, outcome -> {
            wait(-1);
            byte[] message = outcome.reply()
                    .map(whole -> DnsReply.passedOn(query, whole, limit))
                    .orElseGet(() -> DnsReply.empty(query, ResponseCode.SERVFAIL, false));
            reply.accept(message, outcome.from());
        });
    }

    private boolean isTooMuch() {
        return waiting >= MAX_WAITING
                || host.waiting() >= MAX_WAITING_TOGETHER
                || host.waiting() >= MAX_WAITING_TOGETHER / 2 && waiting >= FAIR_SHARE;
    }

    private void wait(int change) {
        waiting += change;
        host.wait(change);
    }

    static List<Server> servers(SandboxNames names) {
        boolean inside = !names.upstreams().isEmpty();
        List<InetAddress> addresses = inside ? names.upstreams() : names.hostUpstreams();
        return addresses.stream()
                .limit(MAX_SERVERS)
                .map(address -> new Server(address, inside))
                .toList();
    }

    private Upstreams upstreams(List<Server> servers) {
        if (!servers.get(0).inside()) {
            return host.of(servers);
        }
        if (own.isEmpty() || !ownServers.equals(servers)) {
            own.ifPresent(Upstreams::close);
            own = Optional.of(new Upstreams(servers, sockets, clock, CACHE_BYTES));
            ownServers = servers;
        }
        return own.orElseThrow();
    }

    @Override
    public void close() {
        own.ifPresent(Upstreams::close);
    }
}
