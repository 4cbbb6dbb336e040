package dev.berth.runtime.api;

import dev.berth.runtime.log.LogCursor;
import dev.berth.runtime.log.LogEntry;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a log to one client. It runs on a worker while there is something to send and the client keeps up, and waits
 * without a thread otherwise; never twice at a time.
 */
final class LogSender {
    private final LogCursor cursor;
    private final ResponseSink sink;
    private final LogLines lines;
    private final Executor workers;

    /** How often there was a reason to run since the last run began. */
    private final AtomicInteger reasons = new AtomicInteger();

    private volatile LogCursor.@Nullable Listening listening;

    LogSender(LogCursor cursor, ResponseSink sink, LogLines lines, Executor workers) {
        this.cursor = cursor;
        this.sink = sink;
        this.lines = lines;
        this.workers = workers;
    }

    /** Begins. */
    void start() {
        listening = cursor.onMore(this::wake);
        sink.onChange(this::wake);
        wake();
    }

    private void wake() {
        if (reasons.getAndIncrement() == 0) {
            workers.execute(this::run);
        }
    }

    private void run() {
        int seen;
        do {
            seen = reasons.get();
            try {
                send();
            } catch (RuntimeException failure) {
                sink.abort();
                stop();
                throw failure;
            }
        } while (reasons.addAndGet(-seen) != 0);
    }

    private void send() {
        while (sink.isWritable() && !sink.isClosed()) {
            List<LogEntry> entries = cursor.next();
            if (entries.isEmpty()) {
                if (cursor.isAtEnd() || sink.isUnheard()) {
                    sink.end();
                    stop();
                }
                return;
            }
            sink.write(lines.bytes(entries));
        }
        if (sink.isClosed()) {
            stop();
        }
    }

    private void stop() {
        LogCursor.Listening wish = listening;
        if (wish != null) {
            wish.close();
        }
        cursor.close();
    }

    /** Sends what is there now, whether the client keeps up or not. */
    static void sendAll(LogCursor cursor, ResponseSink sink, LogLines lines) {
        try (cursor) {
            for (List<LogEntry> entries = cursor.next(); !entries.isEmpty(); entries = cursor.next()) {
                sink.write(lines.bytes(entries));
            }
        }
    }
}
