package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread that waits for the end of all watched processes, by epoll over their pidfds; actions run on threads of
 * their own, so that a slow one delays no other.
 *
 * <p>The one instance belongs to the JVM, as its children do.
 */
final class ExitWatch {
    static final ExitWatch INSTANCE = new ExitWatch();

    private static final int EPOLL_CLOEXEC = OpenFlags.CLOEXEC;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLLIN = 1;
    private static final int EPOLLONESHOT = 1 << 30;
    private static final int EVENT_BYTES = 12; // packed on x86-64
    private static final int EVENTS = 64;

    private final int epoll =
            Syscalls.checkInt("epoll_create1", "EPOLL_CLOEXEC", () -> LibC.epoll_create1(EPOLL_CLOEXEC));
    /** By a number that is never used again, unlike descriptors. */
    private final Map<Long, Runnable> actions = new ConcurrentHashMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private final Executor executor = Executors.newCachedThreadPool(body -> daemon(body, "process-exit"));

    private ExitWatch() {
        daemon(this::loop, "process-exit-watch").start();
    }

    private static Thread daemon(Runnable body, String name) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Runs {@code action} once when the process has ended. @return for {@link #forget} */
    long watch(Fd pidFd, Runnable action) {
        long key = numbers.incrementAndGet();
        actions.put(key, action);
        try {
            byte[] event = event(key);
            Syscalls.check(
                    "epoll_ctl",
                    "add pidfd " + pidFd.number(),
                    () -> LibC.epoll_ctl(epoll, EPOLL_CTL_ADD, pidFd.number(), event));
            return key;
        } catch (RuntimeException failure) {
            actions.remove(key);
            throw failure;
        }
    }

    /** Ends a watch; an action that runs already goes on. Before the descriptor is closed. */
    void forget(long key, Fd pidFd) {
        actions.remove(key);
        LibC.epoll_ctl(epoll, EPOLL_CTL_DEL, pidFd.number(), new byte[EVENT_BYTES]);
    }

    private static byte[] event(long key) {
        return ByteBuffer.allocate(EVENT_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(EPOLLIN | EPOLLONESHOT)
                .putLong(key)
                .array();
    }

    private void loop() {
        byte[] events = new byte[EVENTS * EVENT_BYTES];
        while (true) {
            int count = LibC.epoll_wait(epoll, events, EVENTS, -1);
            if (count < 0 && Syscalls.errno() != Errno.EINTR.number()) {
                throw new ErrnoException("epoll_wait", "pidfds", Syscalls.errno());
            }
            ByteBuffer buffer = ByteBuffer.wrap(events).order(ByteOrder.nativeOrder());
            for (int at = 0; at < count; at++) {
                Runnable action = actions.remove(buffer.getLong(at * EVENT_BYTES + 4));
                if (action != null) {
                    executor.execute(action);
                }
            }
        }
    }
}
