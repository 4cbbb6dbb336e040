package dev.berth.bridge.port;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.Sockets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that are passed on, each by two threads, one a direction. */
final class RelayConnections implements AutoCloseable {
    /** Beyond it a caller is turned away: it is meant for a host's own requests, not for a service's traffic. */
    private static final int MOST = 512;

    private static final int CHUNK = 64 * 1024;

    private final NamespaceCall host;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    RelayConnections(NamespaceCall host) {
        this.host = host;
    }

    /** Takes the next caller in, if there is one; does not wait. */
    void accept(Fd listening, Relay.Target target) {
        Fd caller;
        try {
            caller = Sockets.accept(listening);
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.EAGAIN || failure.errno() == Errno.ECONNABORTED) {
                return;
            }
            throw failure;
        }
        if (open.size() >= MOST) {
            caller.close();
            return;
        }
        start(() -> connect(caller, target));
    }

    private void connect(Fd caller, Relay.Target target) {
        Optional<Fd> container = dial(target);
        if (container.isEmpty()) {
            caller.close();
            return;
        }
        Connection connection = new Connection(caller, container.get());
        open.add(connection);
        start(() -> pump(connection, connection.container(), connection.caller()));
        pump(connection, connection.caller(), connection.container());
    }

    private Optional<Fd> dial(Relay.Target target) {
        Fd socket = host.call(() -> Sockets.open(SocketAddress.family(target.address()), Sockets.SOCK_STREAM, 0));
        try {
            Sockets.connect(socket, SocketAddress.of(target.address(), target.port()), target.toString());
            return Optional.of(socket);
        } catch (ErrnoException nobodyThere) {
            socket.close();
            return Optional.empty();
        }
    }

    private void pump(Connection connection, Fd from, Fd to) {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int count = from.read(buffer, 0, CHUNK); count > 0; count = from.read(buffer, 0, CHUNK)) {
                to.write(buffer, 0, count);
            }
            Sockets.shutdownOutput(to);
        } catch (ErrnoException broken) {
            connection.end();
        } finally {
            if (connection.directions().decrementAndGet() == 0) {
                open.remove(connection);
                connection.closeBoth();
            }
        }
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "port-relay-connection");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param directions that are still open; whoever ends the last one closes the sockets */
    private record Connection(Fd caller, Fd container, AtomicInteger directions) {
        Connection(Fd caller, Fd container) {
            this(caller, container, new AtomicInteger(2));
        }

        /** Wakes both directions' threads. */
        void end() {
            Sockets.shutdown(caller);
            Sockets.shutdown(container);
        }

        void closeBoth() {
            caller.close();
            container.close();
        }
    }

    /** Ends them all. */
    @Override
    public void close() {
        open.forEach(connection -> {
            try {
                connection.end();
            } catch (ErrnoException | IllegalStateException endedMeanwhile) {
                open.remove(connection);
            }
        });
    }
}
