package dev.berth.linux.sys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What is mounted where.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>
 */
public final class MountTable {
    private static final Path OWN = Path.of("/proc/self/mountinfo");
    private static final int FIXED_FIELDS = 6;

    private MountTable() {}

    /** The mounts that this process sees, in the order they lie over each other. */
    public static List<MountEntry> read() {
        return read(OWN);
    }

    /** The mounts that the process of that {@code mountinfo} file sees. */
    public static List<MountEntry> read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .map(MountTable::parse)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + file, failure);
        }
    }

    /** Whether something is mounted exactly there; symbolic links on the way are followed, a last one is not. */
    public static boolean isMountPoint(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path real = realParent(absolute);
        return read().stream().anyMatch(entry -> entry.mountPoint().equals(real));
    }

    private static Path realParent(Path absolute) {
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null || !Files.exists(parent)) {
            return absolute;
        }
        try {
            return parent.toRealPath().resolve(name);
        } catch (IOException failure) {
            throw new UncheckedIOException("resolve " + parent, failure);
        }
    }

    /**
     * Parses one line.
     *
     * @throws IllegalArgumentException if it is not one
     */
    static MountEntry parse(String line) {
        List<String> field = List.of(line.split(" ", -1));
        int dash = field.indexOf("-");
        if (dash < FIXED_FIELDS || field.size() < dash + 4) {
            throw new IllegalArgumentException("not a line of mountinfo: " + line);
        }
        return new MountEntry(
                Integer.parseInt(field.get(0)),
                Integer.parseInt(field.get(1)),
                field.get(2),
                unescape(field.get(3)),
                Path.of(unescape(field.get(4))),
                Arrays.asList(field.get(5).split(",")),
                field.subList(FIXED_FIELDS, dash),
                field.get(dash + 1),
                unescape(field.get(dash + 2)),
                Arrays.asList(unescape(field.get(dash + 3)).split(",")));
    }

    /** The kernel writes space, tab, newline, backslash and hash as three octal digits after a backslash. */
    static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\\' && at + 4 <= text.length()) {
                plain.append((char) Integer.parseInt(text.substring(at + 1, at + 4), 8));
                at += 3;
            } else {
                plain.append(text.charAt(at));
            }
        }
        return plain.toString();
    }
}
