package dev.berth.linux.sys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Extended attributes by the bytes of their names: of an open file, or of an entry of an open directory, never of what a
 * link leads to. As {@link Xattrs}, but cheap for the many files that have none.
 */
public final class RawXattrs {
    private static final int SMALL = 512;
    private static final int MAX_BYTES = 65536;

    private RawXattrs() {}

    /** Lists or reads attributes into a buffer. */
    @FunctionalInterface
    private interface Call {
        long into(byte[] buffer, long size);
    }

    /** The names of an open file's attributes, sorted. @param fd not opened as a mere place */
    public static List<byte[]> list(Fd fd) {
        byte[] few = new byte[SMALL];
        // Of most files that is all.
        return LibC.flistxattr(fd.number(), few, SMALL) == 0
                ? List.of()
                : names(call("flistxattr", fd::toString, (buffer, size) -> LibC.flistxattr(fd.number(), buffer, size)));
    }

    /** The names of an entry's attributes, sorted. */
    public static List<byte[]> list(Fd directory, byte[] name) {
        byte[] path = AtCalls.procPath(directory, name);
        return names(
                call("llistxattr", () -> ByteText.decode(name), (buffer, size) -> LibC.llistxattr(path, buffer, size)));
    }

    private static List<byte[]> names(Optional<byte[]> list) {
        byte[] all = list.orElse(new byte[0]);
        if (all.length == 0) {
            return List.of();
        }
        List<byte[]> names = new ArrayList<>();
        for (int at = 0, end = 0; end < all.length; end++) {
            if (all[end] == 0) {
                names.add(Arrays.copyOfRange(all, at, end));
                at = end + 1;
            }
        }
        names.sort(Arrays::compareUnsigned);
        return names;
    }

    /** The value; empty if the file has no such attribute. */
    public static Optional<byte[]> get(Fd fd, byte[] attribute) {
        byte[] key = Arrays.copyOf(attribute, attribute.length + 1);
        return call(
                "fgetxattr",
                () -> ByteText.decode(attribute),
                (buffer, size) -> LibC.fgetxattr(fd.number(), key, buffer, size));
    }

    /** The value of an entry's attribute; empty if it has none such. */
    public static Optional<byte[]> get(Fd directory, byte[] name, byte[] attribute) {
        byte[] path = AtCalls.procPath(directory, name);
        byte[] key = Arrays.copyOf(attribute, attribute.length + 1);
        return call(
                "lgetxattr",
                () -> ByteText.decode(attribute),
                (buffer, size) -> LibC.lgetxattr(path, key, buffer, size));
    }

    private static Optional<byte[]> call(String what, Supplier<String> detail, Call call) {
        for (int size = SMALL; ; size = MAX_BYTES) {
            byte[] buffer = new byte[size];
            long length = call.into(buffer, size);
            if (length >= 0) {
                return Optional.of(Arrays.copyOf(buffer, (int) length));
            }
            int errno = Syscalls.errno();
            if (errno == Errno.ENODATA.number() || errno == Errno.EOPNOTSUPP.number()) {
                return Optional.empty();
            }
            if (errno != Errno.ERANGE.number() || size == MAX_BYTES) {
                throw new ErrnoException(what, detail.get(), errno);
            }
        }
    }

    /** Sets an open file's attribute. */
    public static void set(Fd fd, byte[] attribute, byte[] value) {
        byte[] key = Arrays.copyOf(attribute, attribute.length + 1);
        Syscalls.check(
                "fsetxattr",
                () -> ByteText.decode(attribute),
                () -> LibC.fsetxattr(fd.number(), key, value, value.length, 0));
    }

    /** Sets an entry's attribute. */
    public static void set(Fd directory, byte[] name, byte[] attribute, byte[] value) {
        byte[] path = AtCalls.procPath(directory, name);
        byte[] key = Arrays.copyOf(attribute, attribute.length + 1);
        Syscalls.check(
                "lsetxattr",
                () -> ByteText.decode(name) + ", " + ByteText.decode(attribute),
                () -> LibC.lsetxattr(path, key, value, value.length, 0));
    }
}
