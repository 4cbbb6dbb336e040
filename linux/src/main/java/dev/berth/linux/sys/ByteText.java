package dev.berth.linux.sys;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * File names as text without loss. A name on Linux is bytes; those that are not UTF-8 become lone surrogates U+DC80 to
 * U+DCFF, which no valid text has, and come back as the same bytes.
 *
 * @see <a href="https://peps.python.org/pep-0383/">PEP 383, where the idea is from</a>
 */
public final class ByteText {
    private static final char ESCAPE = 0xDC00;
    private static final boolean UTF8_NAMES =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).equals(StandardCharsets.UTF_8);

    private ByteText() {}

    /** The text of the bytes. */
    public static String decode(byte[] bytes) {
        if (isAscii(bytes)) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isUnderflow()) {
                return out.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE + (in.get() & 0xff)));
            }
            decoder.reset();
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasEscape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of the text. */
    public static byte[] encode(String text) {
        if (!hasEscape(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            // The second half of a surrogate pair has the same range and is no escape.
            boolean paired = i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
            if (isEscape(text.charAt(i)) && !paired) {
                out.writeBytes(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
                out.write(text.charAt(i) - ESCAPE);
                plain = i + 1;
            }
        }
        out.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static boolean isEscape(int c) {
        return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff;
    }

    /** The path's bytes. A relative one with bytes that are not UTF-8 becomes absolute. */
    public static byte[] bytes(Path path) {
        String text = path.toString();
        if (text.indexOf('\uFFFD') < 0) {
            return encode(text);
        }
        byte[] bytes = unescaped(path.toUri().getRawPath());
        // A URI tells a directory by a slash at its end, which would make calls follow a link.
        return bytes[bytes.length - 1] == '/' ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    /** The last component's name without loss. */
    public static String nameOf(Path path) {
        String name = String.valueOf(path.getFileName());
        if (name.indexOf('\uFFFD') < 0) {
            return name;
        }
        String text = decode(bytes(path));
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** The path of that text, as for the target of a symbolic link: absolute or relative. */
    public static Path path(String text) {
        if (UTF8_NAMES && !hasEscape(text)) {
            return Path.of(text);
        }
        // Only an absolute path can be made of bytes.
        Path absolute = child(Path.of("/"), text.startsWith("/") ? text.substring(1) : text);
        return text.startsWith("/") ? absolute : Path.of("/").relativize(absolute);
    }

    /** The entry of that name in the directory, whatever its bytes and the locale are. */
    public static Path child(Path directory, String name) {
        if (isAscii(name) || (UTF8_NAMES && !hasEscape(name))) {
            return directory.resolve(name);
        }
        String base = directory.toUri().getRawPath();
        return Path.of(URI.create("file://" + base + (base.endsWith("/") ? "" : "/") + escaped(encode(name))));
    }

    private static byte[] unescaped(String percent) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < percent.length(); i++) {
            char c = percent.charAt(i);
            if (c == '%') {
                out.write(Integer.parseInt(percent.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static String escaped(byte[] name) {
        StringBuilder out = new StringBuilder();
        for (byte b : name) {
            out.append(String.format("%%%02X", b & 0xff));
        }
        return out.toString();
    }
}
