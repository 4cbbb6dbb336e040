package dev.berth.runtime.api;

import dev.berth.runtime.log.LogCursor;
import dev.berth.runtime.log.LogEntry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
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
    private final StreamFrames frames;
    private final boolean timestamps;
    private final Executor workers;

    /** How often there was a reason to run since the last run began. */
    private final AtomicInteger reasons = new AtomicInteger();

    private volatile LogCursor.@Nullable Listening listening;

    LogSender(LogCursor cursor, ResponseSink sink, StreamFrames frames, boolean timestamps, Executor workers) {
        this.cursor = cursor;
        this.sink = sink;
        this.frames = frames;
        this.timestamps = timestamps;
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
            sink.write(bytes(entries, frames, timestamps));
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
    static void sendAll(LogCursor cursor, ResponseSink sink, StreamFrames frames) {
        try (cursor) {
            for (List<LogEntry> entries = cursor.next(); !entries.isEmpty(); entries = cursor.next()) {
                sink.write(bytes(entries, frames, false));
            }
        }
    }

    private static ByteBuf bytes(List<LogEntry> entries, StreamFrames frames, boolean timestamps) {
        ByteBuf all = Unpooled.buffer();
        for (LogEntry entry : entries) {
            byte[] text = timestamps ? stamped(entry) : entry.text();
            ByteBuf frame = frames.frame(entry.stream(), text, 0, text.length);
            all.writeBytes(frame);
            frame.release();
        }
        return all;
    }

    private static byte[] stamped(LogEntry entry) {
        byte[] time = (Timestamps.fixed(entry.time()) + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] line = java.util.Arrays.copyOf(time, time.length + entry.text().length);
        System.arraycopy(entry.text(), 0, line, time.length, entry.text().length);
        return line;
    }
}
