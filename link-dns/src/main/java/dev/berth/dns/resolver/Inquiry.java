package dev.berth.dns.resolver;

import dev.berth.dns.wire.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One question that is being put to servers, and everybody who waits for its answer. The next server is asked when one
 * fails, and beside it when it takes long; the first good answer ends it. Used on the event loop only.
 */
final class Inquiry {
    /** After this the next server is asked too. */
    static final long HEDGE_MILLIS = 200;

    /** After this a stale answer, if there is one, is given (RFC 8767, 5: the client's patience). */
    static final long STALE_MILLIS = 1_800;

    private final byte[] query;
    private final boolean tcp;
    private final Asking asking;
    private final Clockwork clock;
    private final Consumer<Outcome> done;
    private final List<Consumer<Outcome>> waiting = new ArrayList<>();
    private final List<Runnable> alarms = new ArrayList<>();
    private List<Server> servers;
    private Outcome refusal = Outcome.NOTHING;
    private int asked;
    private boolean finished;

    /** How a server is asked. */
    interface Asking {
        void byUdp(Server server, byte[] query, Consumer<Optional<byte[]>> done);

        void byTcp(Server server, byte[] query, Consumer<Optional<byte[]>> done);
    }

    /** @param done told once, after everybody who waits */
    Inquiry(byte[] query, boolean tcp, List<Server> servers, Asking asking, Clockwork clock, Consumer<Outcome> done) {
        this.query = query;
        this.tcp = tcp;
        this.servers = servers;
        this.asking = asking;
        this.clock = clock;
        this.done = done;
    }

    void await(Consumer<Outcome> reply) {
        waiting.add(reply);
    }

    /** Begins. @param stale what whoever waits is given after a while; the servers' answer is still waited for */
    void start(Optional<byte[]> stale) {
        stale.ifPresent(reply ->
                alarms.add(clock.after(STALE_MILLIS, () -> tell(new Outcome(Optional.of(reply), Outcome.STALE)))));
        askNext();
    }

    private void askNext() {
        if (finished) {
            return;
        }
        if (servers.isEmpty()) {
            if (asked == 0) {
                finish(refusal);
            }
            return;
        }
        Server server = servers.get(0);
        servers = servers.subList(1, servers.size());
        asked++;
        if (!servers.isEmpty()) {
            List<Server> rest = servers;
            alarms.add(clock.after(HEDGE_MILLIS, () -> {
                if (servers == rest) {
                    askNext();
                }
            }));
        }
        asking.byUdp(server, query, reply -> judge(server, reply));
    }

    private void judge(Server server, Optional<byte[]> reply) {
        if (reply.isPresent() && tcp && isTruncated(reply.get())) {
            asking.byTcp(server, query, whole -> settle(server, whole.isPresent() ? whole : reply));
        } else {
            settle(server, reply);
        }
    }

    private void settle(Server server, Optional<byte[]> reply) {
        asked--;
        if (finished) {
            return;
        }
        if (reply.isEmpty() || isRefusal(reply.get())) {
            if (reply.isPresent()) {
                refusal = new Outcome(reply, server.address().getHostAddress());
            }
            askNext();
            return;
        }
        finish(new Outcome(reply, server.address().getHostAddress()));
    }

    private void finish(Outcome outcome) {
        finished = true;
        alarms.forEach(Runnable::run);
        tell(outcome);
        done.accept(outcome);
    }

    private void tell(Outcome outcome) {
        List<Consumer<Outcome>> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(reply -> reply.accept(outcome));
    }

    static boolean isRefusal(byte[] reply) {
        int code = ResponseCode.of(reply);
        return code == ResponseCode.SERVFAIL.number() || code == ResponseCode.REFUSED.number();
    }

    private static boolean isTruncated(byte[] reply) {
        return (reply[2] & 0x02) != 0;
    }
}
