package dev.berth.dns.resolver;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server asked by one socket after the other. A socket is used for some seconds and some hundred questions, so that
 * its port is not there to be guessed; one on which something failed is replaced too, for the network may be another by
 * now, but not oftener than once a second. Used on the event loop only.
 */
final class RenewedUpstream {
    static final int QUESTIONS = 256;
    private static final long LONGEST_NANOS = 10_000_000_000L;
    private static final long MENDING_NANOS = 1_000_000_000L;

    /** How long after a failure other servers go first. */
    private static final long DOUBT_NANOS = 5_000_000_000L;

    private final Supplier<Upstream> open;
    private final Clockwork clock;
    private @Nullable Upstream socket;
    private long opened;
    private int asked;
    private boolean failed;
    private long failedAt;

    RenewedUpstream(Supplier<Upstream> open, Clockwork clock) {
        this.open = open;
        this.clock = clock;
        this.failedAt = clock.nanoTime() - DOUBT_NANOS;
    }

    void ask(byte[] query, Consumer<Optional<byte[]>> done) {
        Upstream current;
        try {
            current = current();
        } catch (RuntimeException failure) {
            CalmLog.DNS.warn("a socket to a name server could not be opened", failure);
            noteFailure();
            done.accept(Optional.empty());
            return;
        }
        asked++;
        current.ask(query, reply -> {
            if (reply.isEmpty()) {
                noteFailure();
            }
            done.accept(reply);
        });
    }

    private void noteFailure() {
        failed = true;
        failedAt = clock.nanoTime();
    }

    /** True if it did not answer a moment ago. */
    boolean isDoubtful() {
        return clock.nanoTime() - failedAt < DOUBT_NANOS;
    }

    private Upstream current() {
        Upstream current = socket;
        long age = clock.nanoTime() - opened;
        boolean worn = asked >= QUESTIONS || age >= LONGEST_NANOS || failed && age >= MENDING_NANOS;
        if (current != null && !worn) {
            return current;
        }
        if (current != null) {
            socket = null;
            current.retire();
        }
        Upstream fresh = open.get();
        socket = fresh;
        opened = clock.nanoTime();
        asked = 0;
        failed = false;
        return fresh;
    }

    void close() {
        Upstream current = socket;
        socket = null;
        if (current != null) {
            current.close();
        }
    }
}
