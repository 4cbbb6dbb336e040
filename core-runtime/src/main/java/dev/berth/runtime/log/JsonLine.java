package dev.berth.runtime.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of Docker's json-file log: {@code {"log":"hello\n","stream":"stdout","time":"2026-01-02T03:04:05.6Z"}}. As
 * with Docker, bytes that are no UTF-8 become U+FFFD.
 */
final class JsonLine {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final byte[] LOG = ascii("{\"log\":\"");
    private static final byte[] STREAM = ascii("\",\"stream\":\"");
    private static final byte[] TIME = ascii("\",\"time\":\"");
    private static final byte[] END = ascii("\"}\n");

    private JsonLine() {}

    /** Appends the line of {@code entry}. */
    static void write(LogEntry entry, ByteArrayOutputStream out) {
        out.writeBytes(LOG);
        String text = new String(entry.text(), StandardCharsets.UTF_8);
        out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        out.writeBytes(STREAM);
        out.writeBytes(ascii(entry.stream().word()));
        out.writeBytes(TIME);
        out.writeBytes(ascii(entry.time().toString()));
        out.writeBytes(END);
    }

    /** Reads a line; empty if it is damaged. */
    static Optional<LogEntry> read(byte[] line, int from, int length) {
        String log = "";
        String stream = "";
        String time = "";
        try (JsonParser parser = FACTORY.createParser(line, from, length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "log" -> log = parser.getText();
                    case "stream" -> stream = parser.getText();
                    case "time" -> time = parser.getText();
                    default -> parser.skipChildren();
                }
            }
            return Optional.of(
                    new LogEntry(LogStream.of(stream), Instant.parse(time), log.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | DateTimeException damaged) {
            return Optional.empty();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
