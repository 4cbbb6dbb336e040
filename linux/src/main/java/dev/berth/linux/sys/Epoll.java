package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Waiting for many descriptors at once. Descriptors may be added and taken out while another thread waits.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7)</a>
 */
public final class Epoll implements AutoCloseable {
    public static final int IN = 1;
    public static final int OUT = 4;
    public static final int ERR = 8;
    public static final int HUP = 16;

    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int CTL_MOD = 3;
    private static final int EVENT_BYTES = 12; // packed on x86-64
    private static final int EVENTS = 64;

    private final Fd epoll =
            Fd.owned(Syscalls.checkInt("epoll_create1", "EPOLL_CLOEXEC", () -> LibC.epoll_create1(OpenFlags.CLOEXEC)));

    /** What happened to the descriptor that was added under the key. @param events bits such as {@link #IN} */
    public record Event(long key, int events) {}

    /** Waits for these events of the descriptor too. */
    public void add(Fd fd, int events, long key) {
        control(CTL_ADD, fd, events, key);
    }

    /** Waits for other events of it. */
    public void modify(Fd fd, int events, long key) {
        control(CTL_MOD, fd, events, key);
    }

    /** Waits for it no more; called before it is closed. */
    public void remove(Fd fd) {
        control(CTL_DEL, fd, 0, 0);
    }

    private void control(int operation, Fd fd, int events, long key) {
        byte[] event = ByteBuffer.allocate(EVENT_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(events)
                .putLong(key)
                .array();
        Syscalls.check("epoll_ctl", fd.toString(), () -> LibC.epoll_ctl(epoll.number(), operation, fd.number(), event));
    }

    /** What has happened; waits until something has. @param millis at most, -1 for as long as it takes */
    public List<Event> await(int millis) {
        byte[] events = new byte[EVENTS * EVENT_BYTES];
        int count = LibC.epoll_wait(epoll.number(), events, EVENTS, millis);
        if (count < 0 && Syscalls.errno() != Errno.EINTR.number()) {
            throw new ErrnoException("epoll_wait", epoll.toString(), Syscalls.errno());
        }
        ByteBuffer buffer = ByteBuffer.wrap(events).order(ByteOrder.nativeOrder());
        List<Event> happened = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            happened.add(new Event(buffer.getLong(at * EVENT_BYTES + 4), buffer.getInt(at * EVENT_BYTES)));
        }
        return happened;
    }

    @Override
    public void close() {
        epoll.close();
    }
}
