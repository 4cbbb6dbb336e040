package dev.berth.linux.sys;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread that does the I/O of many packet sockets, by epoll; none of them can make it wait. Everything that happens
 * to a {@link PacketSocket} happens on it, so no lock is needed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7)</a>
 */
public final class PacketLoop implements AutoCloseable {
    private static final long WAKE = 0;

    private final Epoll epoll = new Epoll();
    private final Pipe wake = Pipes.create();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicLong lastKey = new AtomicLong(WAKE);
    private final Map<Long, PacketSocket> sockets = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /** @param name of the thread */
    public PacketLoop(String name) {
        epoll.add(wake.read(), Epoll.IN, WAKE);
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Takes over a connected socket. Nothing is read before {@link PacketSocket#reading}.
     *
     * @param receiver told on this loop's thread
     */
    public PacketSocket add(Fd socket, PacketReceiver receiver) {
        long key = lastKey.incrementAndGet();
        PacketSocket added = new PacketSocket(this, key, socket, receiver);
        sockets.put(key, added);
        return added;
    }

    /** Runs the task on the loop's thread: at once if this is it, else soon; never if the loop is closed. */
    void execute(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
            return;
        }
        tasks.add(task);
        if (!closed && woken.compareAndSet(false, true)) {
            wake.write().write(new byte[] {1}, 0, 1);
        }
    }

    /** Changes what is waited for; 0 for nothing, not even the other side's end. */
    void interest(PacketSocket socket, int before, int after) {
        if (before == after) {
            return;
        }
        if (before == 0) {
            epoll.add(socket.fd(), after, socket.key());
        } else if (after == 0) {
            epoll.remove(socket.fd());
        } else {
            epoll.modify(socket.fd(), after, socket.key());
        }
    }

    void remove(PacketSocket socket) {
        sockets.remove(socket.key());
    }

    private void run() {
        while (!closed) {
            for (Epoll.Event event : epoll.await(-1)) {
                guard(() -> happened(event.key(), event.events()));
            }
            runTasks();
        }
        sockets.values().forEach(PacketSocket::closeNow);
        epoll.close();
        wake.close();
    }

    private void happened(long key, int events) {
        if (key == WAKE) {
            wake.read().read(new byte[64], 0, 64);
            woken.set(false);
            return;
        }
        PacketSocket socket = sockets.get(key);
        if (socket != null) {
            socket.happened(events);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guard(task);
        }
    }

    /** One socket's failure is reported and must not end the others' thread. */
    private void guard(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }

    /** Closes every socket and ends the thread; receivers are told nothing. */
    @Override
    public void close() {
        execute(() -> closed = true);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
