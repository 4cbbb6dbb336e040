package dev.berth.plugin.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** Calls over a Unix socket; connections are kept for the next call. */
final class UnixTransport implements PluginTransport {
    private static final int MOST_KEPT = 8;

    private final Path socket;

    /** Idle ones; whoever takes one out has it to himself. */
    private final ConcurrentLinkedDeque<UnixConnection> idle = new ConcurrentLinkedDeque<>();

    UnixTransport(Path socket) {
        this.socket = socket;
    }

    @Override
    public Answer post(String path, byte[] body, Duration limit) throws IOException {
        Deadline deadline = Deadline.in(limit);
        UnixConnection kept = takeLiving();
        if (kept != null) {
            return exchange(kept, path, body, deadline);
        }
        return exchange(UnixConnection.open(socket, deadline), path, body, deadline);
    }

    private @Nullable UnixConnection takeLiving() throws IOException {
        UnixConnection kept = idle.pollFirst();
        while (kept != null && kept.isEnded()) {
            kept.close();
            kept = idle.pollFirst();
        }
        return kept;
    }

    private Answer exchange(UnixConnection connection, String path, byte[] body, Deadline deadline) throws IOException {
        boolean whole = false;
        try {
            Answer answer = connection.exchange(path, body, deadline);
            whole = true;
            return answer;
        } finally {
            if (whole && connection.isReusable() && idle.size() < MOST_KEPT) {
                idle.addFirst(connection);
            } else {
                connection.close();
            }
        }
    }
}
