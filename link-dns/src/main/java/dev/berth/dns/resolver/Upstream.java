package dev.berth.dns.resolver;

import java.util.Optional;
import java.util.function.Consumer;

/** A name server that questions can be put to. Used on the event loop only. */
interface Upstream extends AutoCloseable {
    /**
     * Asks.
     *
     * @param query as bytes; its id is not the one on the wire
     * @param done called once, on the event loop: the reply with the query's id, or nothing if none came in time
     */
    void ask(byte[] query, Consumer<Optional<byte[]>> done);

    @Override
    void close();
}
