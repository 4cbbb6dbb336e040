package dev.berth.plugin.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one HTTP answer: by length, in chunks, or to the end of the connection.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112, section 6.3</a>
 */
final class HttpAnswer {
    /** The most a head or a body may have, bytes: an answer is a few hundred. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Source source;
    private final Map<String, String> headers = new TreeMap<>();
    private boolean delimited = true;

    /** Gives bytes. */
    @FunctionalInterface
    interface Source {
        /** The next, -1 at the end. */
        int next() throws IOException;
    }

    HttpAnswer(Source source) {
        this.source = source;
    }

    PluginTransport.Answer read() throws IOException {
        int status = readHead();
        while (status >= 100 && status < 200) {
            status = readHead();
        }
        return new PluginTransport.Answer(status, readBody());
    }

    private int readHead() throws IOException {
        String first = line();
        if (!first.matches("HTTP/1\\.[01] [0-9]{3}.*")) {
            throw new IOException("not an HTTP answer: " + first.substring(0, Math.min(80, first.length())));
        }
        headers.clear();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        if (first.startsWith("HTTP/1.0")) {
            headers.putIfAbsent("connection", "close");
        }
        return Integer.parseInt(first.substring(9, 12));
    }

    /** True if another call may follow. */
    boolean keepsAlive() {
        return delimited && !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
    }

    private byte[] readBody() throws IOException {
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return readChunks();
        }
        String length = headers.get("content-length");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (length != null) {
            copy(body, number(length, 10));
            return body.toByteArray();
        }
        delimited = false;
        for (int next = source.next(); next >= 0; next = source.next()) {
            body.write(next);
            requireBounded(body.size());
        }
        return body.toByteArray();
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            copy(body, size);
            line();
        }
        while (!line().isEmpty()) {
            continue;
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return number(line().split(";", 2)[0].strip(), 16);
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            throw new IOException("malformed length in answer: " + text, malformed);
        }
        throw new IOException("malformed length in answer: " + text);
    }

    private void copy(ByteArrayOutputStream body, int count) throws IOException {
        requireBounded(body.size() + (long) count);
        for (int i = 0; i < count; i++) {
            body.write(need());
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = need(); next != '\n'; next = need()) {
            line.write(next);
            requireBounded(line.size() * 256L);
        }
        return line.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
    }

    private int need() throws IOException {
        int next = source.next();
        if (next < 0) {
            throw new EOFException("the plugin closed the connection before it had answered");
        }
        return next;
    }

    private static void requireBounded(long size) throws IOException {
        if (size > LARGEST) {
            throw new IOException("answer is larger than " + LARGEST + " bytes");
        }
    }
}
