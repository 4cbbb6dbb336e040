package dev.berth.dns.resolver;

import java.util.Optional;

/**
 * What came of asking elsewhere.
 *
 * @param reply with the id and the case of whoever asked first; nothing if nobody answered
 * @param from {@code cache}, {@code stale} or the server's address; {@code upstream} if nobody answered
 */
record Outcome(Optional<byte[]> reply, String from) {
    static final String CACHE = "cache";
    static final String STALE = "stale";
    static final Outcome NOTHING = new Outcome(Optional.empty(), "upstream");
}
