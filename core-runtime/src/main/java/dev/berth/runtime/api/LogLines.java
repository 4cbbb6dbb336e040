package dev.berth.runtime.api;

import dev.berth.runtime.log.LogEntry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * How a log's lines are sent.
 *
 * @param timestamps each begins with its time
 * @param before what each begins with, after the time
 */
record LogLines(StreamFrames frames, boolean timestamps, String before) {
    ByteBuf bytes(List<LogEntry> entries) {
        ByteBuf all = Unpooled.buffer();
        for (LogEntry entry : entries) {
            byte[] text = line(entry);
            ByteBuf frame = frames.frame(entry.stream(), text, 0, text.length);
            all.writeBytes(frame);
            frame.release();
        }
        return all;
    }

    private byte[] line(LogEntry entry) {
        String head = (timestamps ? Timestamps.fixed(entry.time()) + " " : "") + before;
        if (head.isEmpty()) {
            return entry.text();
        }
        byte[] first = head.getBytes(StandardCharsets.UTF_8);
        byte[] line = Arrays.copyOf(first, first.length + entry.text().length);
        System.arraycopy(entry.text(), 0, line, first.length, entry.text().length);
        return line;
    }
}
