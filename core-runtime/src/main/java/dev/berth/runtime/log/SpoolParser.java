package dev.berth.runtime.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the lines of conmon's {@code k8s-file} log: {@code TIME STREAM TAG TEXT}. The tag is {@code P} for a piece of a
 * line, which is kept until the line is whole ({@code F}) or {@value #LONGEST_PIECE} bytes long, as dockerd does.
 */
final class SpoolParser {
    static final int LONGEST_PIECE = 16 * 1024;

    private final Consumer<LogEntry> entries;
    private final Map<LogStream, Unfinished> unfinished = new EnumMap<>(LogStream.class);

    /** The beginning of a line. */
    record Unfinished(Instant time, ByteArrayOutputStream text) {}

    SpoolParser(Consumer<LogEntry> entries) {
        this.entries = entries;
    }

    /** Takes up what was unfinished when an earlier parser stopped. */
    void resume(LogStream stream, Instant time, byte[] text) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        copy.writeBytes(text);
        unfinished.put(stream, new Unfinished(time, copy));
    }

    /** The beginning of a line on that stream, if there is one. */
    Optional<Unfinished> unfinished(LogStream stream) {
        return Optional.ofNullable(unfinished.get(stream));
    }

    /** Reads one line of the spool, without its newline; one that is not conmon's is passed over. */
    void line(byte[] buffer, int from, int to) {
        int time = indexOfSpace(buffer, from, to);
        int stream = time < 0 ? -1 : indexOfSpace(buffer, time + 1, to);
        int tag = stream < 0 ? -1 : indexOfSpace(buffer, stream + 1, to);
        if (tag < 0) {
            return;
        }
        Optional<Instant> when = time(text(buffer, from, time));
        if (when.isPresent()) {
            boolean whole = text(buffer, stream + 1, tag).startsWith("F");
            add(LogStream.of(text(buffer, time + 1, stream)), when.get(), whole, buffer, tag + 1, to);
        }
    }

    private void add(LogStream stream, Instant when, boolean whole, byte[] buffer, int from, int to) {
        Unfinished line = unfinished.remove(stream);
        ByteArrayOutputStream text = line == null ? new ByteArrayOutputStream(to - from + 1) : line.text();
        text.write(buffer, from, to - from);
        if (whole) {
            text.write('\n');
        }
        if (whole || text.size() >= LONGEST_PIECE) {
            entries.accept(new LogEntry(stream, when, text.toByteArray()));
        } else {
            unfinished.put(stream, new Unfinished(when, text));
        }
    }

    /** Nothing more will come: gives out what is unfinished. @return whether there was anything */
    boolean finish() {
        boolean any = !unfinished.isEmpty();
        unfinished.forEach((stream, line) -> {
            if (line.text().size() > 0) {
                entries.accept(new LogEntry(stream, line.time(), line.text().toByteArray()));
            }
        });
        unfinished.clear();
        return any;
    }

    private static int indexOfSpace(byte[] buffer, int from, int to) {
        for (int at = from; at < to; at++) {
            if (buffer[at] == ' ') {
                return at;
            }
        }
        return -1;
    }

    private static String text(byte[] buffer, int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException notConmons) {
            return Optional.empty();
        }
    }
}
