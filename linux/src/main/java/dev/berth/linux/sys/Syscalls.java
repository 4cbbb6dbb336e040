package dev.berth.linux.sys;

import com.sun.jna.Native;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How every system call is made: errno read at once on the same thread, again after EINTR. */
final class Syscalls {
    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_EMPTY_PATH = 0x1000;

    private Syscalls() {}

    /**
     * Runs one libc call that returns -1 on failure, again on EINTR; never for close(2), whose descriptor is gone either
     * way.
     *
     * @throws ErrnoException if it fails
     */
    static long check(String call, String detail, LongSupplier body) {
        return check(call, () -> detail, body);
    }

    /** As {@link #check(String, String, LongSupplier)}, with a detail that is only put together for a failure. */
    static long check(String call, Supplier<String> detail, LongSupplier body) {
        while (true) {
            long result = body.getAsLong();
            if (result != -1) {
                return result;
            }
            int errno = errno();
            if (errno != Errno.EINTR.number()) {
                throw new ErrnoException(call, detail.get(), errno);
            }
        }
    }

    /**
     * After a call that returned -1: returns if it is to be made again. For calls of which there are many, as {@link
     * #check} takes two objects for each.
     *
     * @param detail put together for a failure only
     * @throws ErrnoException it failed
     */
    static void again(String call, Object detail) {
        int errno = errno();
        if (errno != Errno.EINTR.number()) {
            throw new ErrnoException(
                    call, detail instanceof byte[] name ? ByteText.decode(name) : detail.toString(), errno);
        }
    }

    /** Why the calling thread's last libc call failed; before any other one. */
    static int errno() {
        return Native.getLastError();
    }

    /** As {@link #check}, for a result that fits an int. */
    static int checkInt(String call, String detail, LongSupplier body) {
        return (int) check(call, detail, body);
    }

    /** As {@link #check(String, Supplier, LongSupplier)}, for a result that fits an int. */
    static int checkInt(String call, Supplier<String> detail, LongSupplier body) {
        return (int) check(call, detail, body);
    }

    /** A posix_* function's result, which is the errno itself. */
    static void checkResult(String call, String detail, int result) {
        if (result != 0) {
            throw new ErrnoException(call, detail, result);
        }
    }

    /** The text in UTF-8 with the closing zero; a NUL inside is refused, as it would cut the name short. */
    static byte[] cString(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("NUL character in '" + text.replace("\0", "\\0") + "'");
        }
        byte[] bytes = ByteText.encode(text);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** The path's own bytes, also where they are no UTF-8. */
    static byte[] cString(Path path) {
        byte[] bytes = ByteText.bytes(path);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
