package dev.berth.linux.sys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Extended attributes of a file itself, never of what a symbolic link leads to. ACLs are the attributes
 * {@code system.posix_acl_access} and {@code system.posix_acl_default}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/xattr.7.html">xattr(7)</a>
 */
public final class Xattrs {
    private static final int MAX_BYTES = 65536;

    private Xattrs() {}

    /** The names, sorted, each with its name space such as {@code user.}; none on a file system without attributes. */
    public static List<String> list(Path path) {
        byte[] name = Syscalls.cString(path);
        byte[] buffer = new byte[MAX_BYTES];
        long size = LibC.llistxattr(name, buffer, buffer.length);
        if (size < 0) {
            int errno = Syscalls.errno();
            if (errno == Errno.EOPNOTSUPP.number()) {
                return List.of();
            }
            throw new ErrnoException("llistxattr", path.toString(), errno);
        }
        String names = new String(buffer, 0, (int) size, StandardCharsets.UTF_8);
        return Arrays.stream(names.split("\0"))
                .filter(each -> !each.isEmpty())
                .sorted()
                .toList();
    }

    /** The value, empty if the file has no such attribute. */
    public static Optional<byte[]> get(Path path, String attribute) {
        byte[] buffer = new byte[MAX_BYTES];
        long size = LibC.lgetxattr(Syscalls.cString(path), Syscalls.cString(attribute), buffer, buffer.length);
        if (size >= 0) {
            return Optional.of(Arrays.copyOf(buffer, (int) size));
        }
        int errno = Syscalls.errno();
        if (errno == Errno.ENODATA.number() || errno == Errno.EOPNOTSUPP.number()) {
            return Optional.empty();
        }
        throw new ErrnoException("lgetxattr", path + ", " + attribute, errno);
    }

    /**
     * Sets an attribute, new or not.
     *
     * @param value at most 65536 bytes
     */
    public static void set(Path path, String attribute, byte[] value) {
        byte[] file = Syscalls.cString(path);
        byte[] name = Syscalls.cString(attribute);
        Syscalls.check("lsetxattr", path + ", " + attribute, () -> LibC.lsetxattr(file, name, value, value.length, 0));
    }

    /** Removes an attribute. @throws ErrnoException ENODATA if the file has it not */
    public static void remove(Path path, String attribute) {
        byte[] file = Syscalls.cString(path);
        byte[] name = Syscalls.cString(attribute);
        Syscalls.check("lremovexattr", path + ", " + attribute, () -> LibC.lremovexattr(file, name));
    }
}
