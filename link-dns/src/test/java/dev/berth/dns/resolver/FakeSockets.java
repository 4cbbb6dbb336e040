package dev.berth.dns.resolver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Remembers what is asked of whom, and answers in that order when told to. */
final class FakeSockets implements UpstreamSockets {
    final List<String> asked = new ArrayList<>();
    int opened;
    int retired;
    boolean failing;
    private final Deque<Consumer<Optional<byte[]>>> waiting = new ArrayDeque<>();

    @Override
    public Upstream udp(Server server) {
        if (failing) {
            throw new IllegalStateException("no socket");
        }
        opened++;
        return new Upstream() {
            @Override
            public void ask(byte[] query, Consumer<Optional<byte[]>> done) {
                remember(server.address().getHostAddress(), done);
            }

            @Override
            public void retire() {
                retired++;
            }

            @Override
            public void close() {
                waiting.clear();
            }
        };
    }

    private void remember(String whom, Consumer<Optional<byte[]>> done) {
        asked.add(whom);
        waiting.add(done);
    }

    @Override
    public void askByTcp(Server server, TcpExchange.Request request) {
        remember("tcp " + server.address().getHostAddress(), request.done());
    }

    void answer(Optional<byte[]> reply) {
        waiting.remove().accept(reply);
    }

    /** What has been asked so far. */
    void forget() {
        asked.clear();
    }

    int waiting() {
        return waiting.size();
    }
}
