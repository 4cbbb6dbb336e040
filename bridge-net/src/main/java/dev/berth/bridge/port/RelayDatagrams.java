package dev.berth.bridge.port;

import dev.berth.bridge.port.PortBinder.Held;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.Sockets;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A port's datagrams: each sender has a socket of its own towards the container, by which the answers come back. */
final class RelayDatagrams implements Relay.Ready, AutoCloseable {
    private static final int MOST_SENDERS = 512;

    /** As docker-proxy's. */
    private static final long IDLE_NANOS = 90_000_000_000L;

    private final NamespaceCall host;
    private final Fd port;
    private final Relay.Target target;
    private final Relay relay;
    private final Map<ByteBuffer, Sender> senders = new ConcurrentHashMap<>();

    RelayDatagrams(NamespaceCall host, Fd port, Relay.Target target, Relay relay) {
        this.host = host;
        this.port = port;
        this.target = target;
        this.relay = relay;
    }

    private static final class Sender {
        private final Fd towards;
        private final Held held;
        private volatile long used = System.nanoTime();

        Sender(Fd towards, Held held) {
            this.towards = towards;
            this.held = held;
        }
    }

    @Override
    public void read() {
        Sockets.Datagram question = Sockets.receiveFrom(port);
        ByteBuffer key = ByteBuffer.wrap(question.sender());
        if (!senders.containsKey(key) && senders.size() >= MOST_SENDERS) {
            return;
        }
        Sender sender = senders.computeIfAbsent(key, this::open);
        sender.used = System.nanoTime();
        try {
            Sockets.send(sender.towards, question.bytes());
        } catch (ErrnoException lost) {
            forget(key);
        }
    }

    private Sender open(ByteBuffer key) {
        Fd socket = host.call(() -> Sockets.open(SocketAddress.family(target.address()), Sockets.SOCK_DGRAM, 0));
        try {
            Sockets.connect(socket, SocketAddress.of(target.address(), target.port()), target.toString());
            return new Sender(socket, relay.serve(socket, () -> answer(key, socket)));
        } catch (RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    private void answer(ByteBuffer key, Fd from) {
        try {
            Sockets.sendTo(port, Sockets.receiveFrom(from).bytes(), key.array());
        } catch (ErrnoException nobodyThere) {
            forget(key);
        }
    }

    private void forget(ByteBuffer key) {
        Sender sender = senders.remove(key);
        if (sender != null) {
            sender.held.close();
        }
    }

    @Override
    public void sweep() {
        for (Iterator<Map.Entry<ByteBuffer, Sender>> each = senders.entrySet().iterator(); each.hasNext(); ) {
            Sender sender = each.next().getValue();
            if (System.nanoTime() - sender.used > IDLE_NANOS) {
                each.remove();
                sender.held.close();
            }
        }
    }

    @Override
    public void close() {
        senders.keySet().forEach(this::forget);
    }
}
