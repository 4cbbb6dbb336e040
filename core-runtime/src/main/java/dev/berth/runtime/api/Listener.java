package dev.berth.runtime.api;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket, Unix or TCP, and the thread that accepts on it. */
final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;

    /** After a failed accept, mostly for lack of descriptors. */
    private static final long PAUSE_NANOS = 100_000_000;

    private final ServerSocketChannel socket;
    private final Consumer<SocketChannel> accepted;

    private Listener(ServerSocketChannel socket, Consumer<SocketChannel> accepted) {
        this.socket = socket;
        this.accepted = accepted;
    }

    /**
     * Binds to the address; clients can connect, and wait until {@link #start}.
     *
     * @throws EngineException.SystemFailure it cannot be bound
     */
    static Listener bind(SocketAddress address, Consumer<SocketChannel> accepted) {
        try {
            ServerSocketChannel socket = address instanceof UnixDomainSocketAddress
                    ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    : ServerSocketChannel.open();
            try {
                socket.bind(address, BACKLOG);
            } catch (IOException | RuntimeException failure) {
                socket.close();
                throw failure;
            }
            return new Listener(socket, accepted);
        } catch (IOException | RuntimeException failure) {
            throw new EngineException.SystemFailure("listen on " + address + ": " + failure.getMessage(), failure);
        }
    }

    /** Accepts from now on. */
    void start() {
        Thread thread = new Thread(this::accept, "api-accept");
        thread.setDaemon(true);
        thread.start();
    }

    SocketAddress address() {
        try {
            return socket.getLocalAddress();
        } catch (IOException failure) {
            throw new UncheckedIOException("address of a listening socket", failure);
        }
    }

    private void accept() {
        while (socket.isOpen()) {
            try {
                accepted.accept(socket.accept());
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failure) {
                LOG.warn("event=accept-failed error={}", failure.toString());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("close a listening socket", failure);
        }
    }
}
