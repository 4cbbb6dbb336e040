package dev.berth.dns.resolver;

import dev.berth.dns.wire.DnsQuery;
import dev.berth.dns.wire.DnsReply;
import dev.berth.dns.wire.ResponseCode;
import dev.berth.plugin.name.SandboxNames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Puts a sandbox's questions to name servers outside, one after the other until one answers. Every question gets a
 * reply: SERVFAIL where nobody answers, REFUSED where too many wait. Used on the event loop only.
 */
final class Forwarder implements AutoCloseable {
    static final int MAX_IN_FLIGHT = 1024;
    private static final int DNS_PORT = 53;
    private static final int MAX_SERVERS = 3;

    private final Supplier<SandboxNames> sandbox;
    private final UpstreamSockets sockets;
    private final Map<Server, Upstream> upstreams = new HashMap<>();
    private int inFlight;

    Forwarder(Supplier<SandboxNames> sandbox, UpstreamSockets sockets) {
        this.sandbox = sandbox;
        this.sockets = sockets;
    }

    /** @param inside whether it is asked from the sandbox's namespace, else from the host's */
    record Server(InetAddress address, boolean inside) {
        InetSocketAddress endpoint() {
            return new InetSocketAddress(address, DNS_PORT);
        }
    }

    private record Question(DnsQuery query, byte[] message, boolean tcp, Consumer<byte[]> reply) {}

    void forward(DnsQuery query, byte[] message, boolean tcp, Consumer<byte[]> reply) {
        if (inFlight >= MAX_IN_FLIGHT) {
            reply.accept(DnsReply.empty(query, ResponseCode.REFUSED, false));
            return;
        }
        inFlight++;
        Question question = new Question(query, message, tcp, answer -> {
            inFlight--;
            reply.accept(answer);
        });
        ask(question, servers(sandbox.get()), Optional.empty());
    }

    static List<Server> servers(SandboxNames names) {
        boolean inside = !names.upstreams().isEmpty();
        List<InetAddress> addresses = inside ? names.upstreams() : names.hostUpstreams();
        return addresses.stream()
                .limit(MAX_SERVERS)
                .map(address -> new Server(address, inside))
                .toList();
    }

    /** @param refusal what an earlier server said, to be passed on if no later one says better */
    private void ask(Question question, List<Server> servers, Optional<byte[]> refusal) {
        if (servers.isEmpty()) {
            question.reply()
                    .accept(refusal.orElseGet(() -> DnsReply.empty(question.query(), ResponseCode.SERVFAIL, false)));
            return;
        }
        Server server = servers.get(0);
        List<Server> others = servers.subList(1, servers.size());
        upstream(server).ask(question.message(), reply -> judge(question, server, others, reply.or(() -> refusal)));
    }

    private void judge(Question question, Server server, List<Server> others, Optional<byte[]> reply) {
        if (reply.isEmpty() || isRefusal(reply.get())) {
            ask(question, others, reply);
        } else if (question.tcp() && isTruncated(reply.get())) {
            sockets.askByTcp(
                    server,
                    new TcpExchange.Request(
                            question.message(), whole -> question.reply().accept(whole.orElse(reply.get()))));
        } else {
            question.reply().accept(reply.get());
        }
    }

    private static boolean isRefusal(byte[] reply) {
        int code = ResponseCode.of(reply);
        return code == ResponseCode.SERVFAIL.number() || code == ResponseCode.REFUSED.number();
    }

    private static boolean isTruncated(byte[] reply) {
        return (reply[2] & 0x02) != 0;
    }

    private Upstream upstream(Server server) {
        return upstreams.computeIfAbsent(server, sockets::udp);
    }

    @Override
    public void close() {
        List.copyOf(upstreams.values()).forEach(Upstream::close);
        upstreams.clear();
    }
}
