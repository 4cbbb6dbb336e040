package dev.berth.dns.resolver;

import dev.berth.dns.wire.DnsQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Some name servers as seen from one namespace: what they answered lately, what they are being asked, and the sockets
 * to them. The same question in flight is asked once. Used on the event loop only.
 */
final class Upstreams implements Inquiry.Asking, AutoCloseable {
    private final List<Server> servers;
    private final UpstreamSockets sockets;
    private final Clockwork clock;
    private final ReplyCache cache;
    private final Map<Server, RenewedUpstream> upstreams = new LinkedHashMap<>();
    private final Map<Asked, Inquiry> inFlight = new HashMap<>();

    /** Who came by UDP may be given a truncated reply, so the two are not the same. */
    private record Asked(QuestionKey key, boolean tcp) {}

    /** @param cacheBytes most memory that remembered replies take */
    Upstreams(List<Server> servers, UpstreamSockets sockets, Clockwork clock, int cacheBytes) {
        this.servers = List.copyOf(servers);
        this.sockets = sockets;
        this.clock = clock;
        this.cache = new ReplyCache(cacheBytes);
        this.servers.forEach(server -> upstreams.put(server, new RenewedUpstream(() -> sockets.udp(server), clock)));
    }

    /** Answers out of memory, or asks. @param done told once */
    void ask(DnsQuery query, boolean tcp, Consumer<Outcome> done) {
        QuestionKey key = QuestionKey.of(query);
        long now = clock.nanoTime();
        Optional<CachedReply> known = cache.get(key, now);
        if (known.isPresent() && known.get().isFresh(now)) {
            done.accept(new Outcome(Optional.of(known.get().aged(now)), Outcome.CACHE));
            return;
        }
        Consumer<Outcome> reply = outcome -> done.accept(orStale(outcome, known));
        Asked asked = new Asked(key, tcp);
        Inquiry running = inFlight.get(asked);
        if (running != null) {
            running.await(reply);
            return;
        }
        Inquiry inquiry = new Inquiry(query.forUpstream(), tcp, ordered(), this, clock, outcome -> {
            inFlight.remove(asked);
            remember(key, outcome);
        });
        inFlight.put(asked, inquiry);
        inquiry.await(reply);
        inquiry.start(known.map(stale -> stale.aged(now)));
    }

    private Outcome orStale(Outcome outcome, Optional<CachedReply> known) {
        boolean failed = outcome.reply().map(Inquiry::isRefusal).orElse(true);
        return failed && known.isPresent()
                ? new Outcome(Optional.of(known.get().aged(clock.nanoTime())), Outcome.STALE)
                : outcome;
    }

    private void remember(QuestionKey key, Outcome outcome) {
        outcome.reply()
                .flatMap(reply -> CachedReply.of(reply, clock.nanoTime()))
                .ifPresent(reply -> cache.put(key, reply));
    }

    /** Those that did not answer a moment ago go last. */
    private List<Server> ordered() {
        List<Server> order = new ArrayList<>(servers);
        if (order.size() > 1) {
            order.sort(java.util.Comparator.comparing(server -> Optional.ofNullable(upstreams.get(server))
                    .map(RenewedUpstream::isDoubtful)
                    .orElse(false)));
        }
        return order;
    }

    @Override
    public void byUdp(Server server, byte[] query, Consumer<Optional<byte[]>> done) {
        RenewedUpstream upstream = upstreams.get(server);
        if (upstream == null) {
            done.accept(Optional.empty());
        } else {
            upstream.ask(query, done);
        }
    }

    @Override
    public void byTcp(Server server, byte[] query, Consumer<Optional<byte[]>> done) {
        try {
            sockets.askByTcp(server, new TcpExchange.Request(query, done));
        } catch (RuntimeException failure) {
            CalmLog.DNS.warn("a connection to a name server could not be opened", failure);
            done.accept(Optional.empty());
        }
    }

    /** Questions that are being asked. */
    int inFlight() {
        return inFlight.size();
    }

    @Override
    public void close() {
        upstreams.values().forEach(RenewedUpstream::close);
    }
}
