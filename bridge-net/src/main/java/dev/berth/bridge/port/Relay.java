package dev.berth.bridge.port;

import dev.berth.bridge.port.PortBinder.Held;
import dev.berth.linux.sys.Epoll;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.Pipe;
import dev.berth.linux.sys.Pipes;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Passes on what the kernel cannot translate: requests to {@code ::1}, and those of one family to a container that has
 * the other. It is this process that the container sees. One thread, started with the first such port, waits for all of
 * them; a connection has two of its own.
 */
final class Relay implements AutoCloseable {
    private static final long WAKE = 0;
    private static final int SWEEP_MILLIS = 10_000;
    private static final long AFTER_FAILURE_NANOS = 50_000_000;

    private final NamespaceCall host;
    private final RelayConnections connections;
    private final Map<Long, Ready> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastKey = new AtomicLong(WAKE);
    private Optional<Loop> loop = Optional.empty();

    /** @param host runs what opens sockets towards containers */
    Relay(NamespaceCall host) {
        this.host = host;
        this.connections = new RelayConnections(host);
    }

    /** Where to. */
    record Target(InetAddress address, int port) {}

    /** Something that can be read from. */
    interface Ready {
        /** Called on the relay's thread; does not wait. */
        void read();

        /** Called from time to time. */
        default void sweep() {}
    }

    /** Passes connections on; the socket listens, does not block, and is closed with what is returned. */
    Held connections(Fd listening, Target target) {
        return serve(listening, () -> connections.accept(listening, target));
    }

    /** Passes datagrams on, and the answers back. */
    Held datagrams(Fd socket, Target target) {
        RelayDatagrams datagrams = new RelayDatagrams(host, socket, target, this);
        Held own = serve(socket, datagrams);
        return () -> {
            own.close();
            datagrams.close();
        };
    }

    /** Reads from the descriptor whenever it can be; it is closed with what is returned. */
    Held serve(Fd fd, Ready ready) {
        long key = lastKey.incrementAndGet();
        waiting.put(key, ready);
        Epoll epoll = loop().epoll;
        try {
            epoll.add(fd, Epoll.IN, key);
        } catch (RuntimeException failure) {
            waiting.remove(key);
            throw failure;
        }
        return () -> {
            waiting.remove(key);
            epoll.remove(fd);
            fd.close();
        };
    }

    private synchronized Loop loop() {
        Loop running = loop.orElseGet(() -> new Loop(waiting));
        loop = Optional.of(running);
        return running;
    }

    /** Ends every connection and the thread. Ports are closed by whoever holds them. */
    @Override
    public synchronized void close() {
        connections.close();
        loop.ifPresent(Loop::close);
        loop = Optional.empty();
    }

    /** The thread and what it waits with. */
    private static final class Loop implements AutoCloseable {
        private final Epoll epoll = new Epoll();
        private final Pipe wake = Pipes.create();
        private final Map<Long, Ready> waiting;
        private final Thread thread = new Thread(this::run, "port-relay");
        private volatile boolean closed;

        Loop(Map<Long, Ready> waiting) {
            this.waiting = waiting;
            epoll.add(wake.read(), Epoll.IN, WAKE);
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            long swept = System.nanoTime();
            while (!closed) {
                for (Epoll.Event event : epoll.await(SWEEP_MILLIS)) {
                    Optional.ofNullable(waiting.get(event.key())).ifPresent(Loop::read);
                }
                if (System.nanoTime() - swept > SWEEP_MILLIS * 1_000_000L) {
                    swept = System.nanoTime();
                    waiting.values().forEach(Ready::sweep);
                }
            }
            epoll.close();
            wake.close();
        }

        /** A port's failure (no more descriptors, say) must neither end the others' thread nor keep it busy. */
        private static void read(Ready ready) {
            try {
                ready.read();
            } catch (ErrnoException | IllegalStateException failure) {
                LockSupport.parkNanos(AFTER_FAILURE_NANOS);
            }
        }

        @Override
        public void close() {
            closed = true;
            wake.write().write(new byte[] {1}, 0, 1);
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
