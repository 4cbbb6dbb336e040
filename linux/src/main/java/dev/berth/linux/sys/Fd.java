package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file descriptor that this object owns and closes once. Whoever closes it makes sure that no other thread is
 * still using the number: the kernel gives it to the next file opened.
 */
public final class Fd implements AutoCloseable {
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;

    private final int number;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Fd(int number) {
        this.number = number;
    }

    /**
     * Takes over a descriptor.
     *
     * @param number 0 or more
     */
    public static Fd owned(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("descriptor " + number);
        }
        return new Fd(number);
    }

    /**
     * The descriptor's number.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public int number() {
        if (!open.get()) {
            throw new IllegalStateException("descriptor " + number + " is closed");
        }
        return number;
    }

    /** Whether {@link #close} has not been called yet. */
    public boolean isOpen() {
        return open.get();
    }

    /** A second descriptor on the same open file, close-on-exec, with the lowest free number from {@code least} on. */
    public Fd duplicate(int least) {
        int own = number();
        return owned(
                Syscalls.checkInt("fcntl", "F_DUPFD_CLOEXEC " + own, () -> LibC.fcntl(own, F_DUPFD_CLOEXEC, least)));
    }

    /**
     * Reads what is there, waiting for the first byte; of a packet socket one packet, whose rest is lost.
     *
     * @return number of bytes, 1 to {@code length}, or -1 at the end
     * @throws ErrnoException EAGAIN if the descriptor is non-blocking and empty
     */
    public int read(byte[] buffer, int offset, int length) {
        byte[] chunk = offset == 0 && length == buffer.length ? buffer : new byte[length];
        int own = number();
        int count = Syscalls.checkInt("read", "fd " + own, () -> LibC.read(own, chunk, length));
        if (count > 0 && chunk != buffer) {
            System.arraycopy(chunk, 0, buffer, offset, count);
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    /** Writes all of it, waiting where needed. */
    public void write(byte[] buffer, int offset, int length) {
        int own = number();
        for (int done = 0; done < length; ) {
            int from = offset + done;
            byte[] rest = from == 0 ? buffer : Arrays.copyOfRange(buffer, from, offset + length);
            int size = length - done;
            done += Syscalls.checkInt("write", "fd " + own, () -> LibC.write(own, rest, size));
        }
    }

    /**
     * Waits until a read would not block: data, the end or an error is there.
     *
     * @param timeout rounded up to whole milliseconds
     * @return false when the time is over
     */
    public boolean awaitReadable(Duration timeout) {
        return await(POLLIN, timeout);
    }

    /** As {@link #awaitReadable}, for a write. */
    public boolean awaitWritable(Duration timeout) {
        return await(POLLOUT, timeout);
    }

    private boolean await(short event, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        int own = number();
        while (true) {
            long left = Math.max(0, end - System.nanoTime());
            int millis = (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
            byte[] entry = ByteBuffer.allocate(8)
                    .order(ByteOrder.nativeOrder())
                    .putInt(own)
                    .putShort(event)
                    .array();
            if (LibC.poll(entry, 1, millis) > 0) {
                return true;
            }
            if (end - System.nanoTime() <= 0) {
                return false;
            }
        }
    }

    /** Closes it; the second call does nothing. */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            LibC.close(number);
        }
    }

    @Override
    public String toString() {
        return "fd " + number + (open.get() ? "" : " (closed)");
    }
}
