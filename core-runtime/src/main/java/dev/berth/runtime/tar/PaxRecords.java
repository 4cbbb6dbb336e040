package dev.berth.runtime.tar;

import dev.berth.linux.sys.ByteText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The records {@code LENGTH KEY=VALUE\n} of an extended header. Values are bytes, taken by the length field, for an
 * extended attribute may hold any byte, newlines included.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_03">pax extended
 *     header</a>
 */
final class PaxRecords {
    static final String XATTR = "SCHILY.xattr.";

    private final Map<String, byte[]> values = new LinkedHashMap<>();

    static PaxRecords parse(byte[] data) throws TarFormatException {
        PaxRecords records = new PaxRecords();
        int at = 0;
        while (at < data.length) {
            int blank = indexOf(data, ' ', at, data.length);
            int end = at + length(data, at, blank);
            int equals = indexOf(data, '=', blank + 1, end);
            if (end > data.length || end <= equals || data[end - 1] != '\n') {
                throw new TarFormatException("extended header: record at " + at + " is malformed");
            }
            String key = new String(data, blank + 1, equals - blank - 1, StandardCharsets.UTF_8);
            records.values.put(key, Arrays.copyOfRange(data, equals + 1, end - 1));
            at = end;
        }
        return records;
    }

    private static int length(byte[] data, int at, int blank) throws TarFormatException {
        String digits = new String(data, at, blank - at, StandardCharsets.ISO_8859_1);
        if (!digits.matches("[0-9]{1,9}")) {
            throw new TarFormatException("extended header: '" + digits + "' is no length");
        }
        return Integer.parseInt(digits);
    }

    private static int indexOf(byte[] data, char wanted, int from, int limit) throws TarFormatException {
        for (int i = from; i < Math.min(limit, data.length); i++) {
            if (data[i] == wanted) {
                return i;
            }
        }
        throw new TarFormatException("extended header: no '" + wanted + "' after " + from);
    }

    void put(String key, byte[] value) {
        values.put(key, value);
    }

    /** Those of {@code over} win; an empty value takes a key away, as POSIX says. */
    PaxRecords overlaidBy(PaxRecords over) {
        PaxRecords result = new PaxRecords();
        result.values.putAll(values);
        result.values.putAll(over.values);
        result.values.values().removeIf(value -> value.length == 0);
        // An extended attribute may be empty and is no setting to take back.
        over.values.forEach((key, value) -> {
            if (key.startsWith(XATTR)) {
                result.values.put(key, value);
            }
        });
        return result;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    boolean hasPrefix(String prefix) {
        return values.keySet().stream().anyMatch(key -> key.startsWith(prefix));
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(ByteText::decode);
    }

    Optional<Long> number(String key) throws TarFormatException {
        Optional<String> text = text(key);
        try {
            return text.map(Long::parseLong);
        } catch (NumberFormatException bad) {
            throw new TarFormatException("extended header: " + key + "=" + text.orElse(""), bad);
        }
    }

    /** A time such as {@code 1700000000.123456789} or {@code -0.5}. */
    Optional<Instant> time(String key) throws TarFormatException {
        Optional<String> text = text(key);
        return text.isEmpty() ? Optional.empty() : Optional.of(instant(key, text.get()));
    }

    private static Instant instant(String key, String text) throws TarFormatException {
        if (!text.matches("-?[0-9]{1,18}(\\.[0-9]*)?")) {
            throw new TarFormatException("extended header: " + key + "=" + text);
        }
        boolean negative = text.startsWith("-");
        String[] part = (negative ? text.substring(1) : text).split("\\.", -1);
        long seconds = Long.parseLong(part[0]);
        String fraction = part.length == 1 ? "" : part[1];
        long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
        try {
            return negative ? Instant.ofEpochSecond(-seconds, -nanos) : Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException outOfRange) {
            throw new TarFormatException("extended header: " + key + "=" + text, outOfRange);
        }
    }

    static String timeText(Instant time) {
        if (time.getNano() == 0) {
            return Long.toString(time.getEpochSecond());
        }
        boolean negative = time.getEpochSecond() < 0;
        long seconds = negative ? -(time.getEpochSecond() + 1) : time.getEpochSecond();
        int nanos = negative ? 1_000_000_000 - time.getNano() : time.getNano();
        String digits = Integer.toString(nanos);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return (negative ? "-" : "") + seconds + "." + "0".repeat(9 - digits.length()) + digits.substring(0, end);
    }

    SortedMap<String, byte[]> xattrs() {
        SortedMap<String, byte[]> xattrs = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(XATTR)) {
                xattrs.put(key.substring(XATTR.length()), value);
            }
        });
        return xattrs;
    }

    byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        values.forEach((key, value) -> out.writeBytes(record(key, value)));
        return out.toByteArray();
    }

    private static byte[] record(String key, byte[] value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        int body = keyBytes.length + value.length + 3;
        int length = body + Integer.toString(body).length();
        // The digits count themselves, which may make them one more.
        length = body + Integer.toString(length).length();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        out.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(keyBytes);
        out.write('=');
        out.writeBytes(value);
        out.write('\n');
        return out.toByteArray();
    }
}
