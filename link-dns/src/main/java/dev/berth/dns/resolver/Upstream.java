package dev.berth.dns.resolver;

import java.util.Optional;
import java.util.function.Consumer;

/** A socket by which questions are put to a name server. Used on the event loop only. */
interface Upstream extends AutoCloseable {
    /**
     * Asks.
     *
     * @param query as bytes; its id is not the one on the wire
     * @param done called once, on the event loop: the reply with the query's id, or nothing if none came in time
     */
    void ask(byte[] query, Consumer<Optional<byte[]>> done);

    /** Closes it when the last question that waits is answered or given up. */
    void retire();

    /** Closes it now; whoever waits is told that nothing came. */
    @Override
    void close();
}
