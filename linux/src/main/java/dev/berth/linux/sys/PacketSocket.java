package dev.berth.linux.sys;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connected {@code SOCK_SEQPACKET} socket whose I/O a {@link PacketLoop} does. Its methods can be called from any
 * thread and never block; they take effect in the order of the calls.
 */
public final class PacketSocket implements AutoCloseable {
    /** Longest packet that is read whole; conmon's have 8193 bytes. */
    private static final int LONGEST = 16 * 1024;

    /** Packets read before others have their turn. */
    private static final int TURN = 64;

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SHUT_WR = 1;

    private final PacketLoop loop;
    private final long key;
    private final Fd fd;
    private final PacketReceiver receiver;
    private final AtomicLong waiting = new AtomicLong();

    // Used on the loop's thread only.
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private final byte[] buffer = new byte[LONGEST];
    private boolean reading;
    private boolean ended;
    private boolean endInput;
    private int interest;

    PacketSocket(PacketLoop loop, long key, Fd fd, PacketReceiver receiver) {
        this.loop = loop;
        this.key = key;
        this.fd = fd;
        this.receiver = receiver;
    }

    Fd fd() {
        return fd;
    }

    long key() {
        return key;
    }

    /** Whether packets are wanted now; while they are not the other side has to wait. */
    public void reading(boolean wanted) {
        loop.execute(() -> {
            reading = wanted;
            update();
        });
    }

    /** Sends a packet when there is room. @param packet 1 byte or more; not to be changed any more */
    public void send(byte[] packet) {
        if (packet.length == 0) {
            throw new IllegalArgumentException("an empty packet would be read as the end");
        }
        waiting.addAndGet(packet.length);
        loop.execute(() -> {
            queue.add(packet);
            flush();
        });
    }

    /** Bytes not sent yet. */
    public long waiting() {
        return waiting.get();
    }

    /** Nothing more will be sent: the other side reads the end after what is queued. */
    public void endInput() {
        loop.execute(() -> {
            endInput = true;
            flush();
        });
    }

    @Override
    public void close() {
        loop.execute(this::closeNow);
    }

    void closeNow() {
        if (fd.isOpen()) {
            loop.interest(this, interest, 0);
            interest = 0;
            loop.remove(this);
            fd.close();
        }
    }

    void happened(int events) {
        boolean over = (events & (Epoll.HUP | Epoll.ERR)) != 0;
        if (over) {
            drop();
        }
        if ((events & Epoll.OUT) != 0) {
            flush();
        }
        if (reading && (over || (events & Epoll.IN) != 0)) {
            read();
        }
        update();
    }

    private void read() {
        for (int turn = 0; turn < TURN && reading && !ended && fd.isOpen(); turn++) {
            long length = LibC.recv(fd.number(), buffer, LONGEST, MSG_DONTWAIT);
            int errno = length < 0 ? Syscalls.errno() : 0;
            // Of one that left without reading all, the reset is told once, and ahead of what it had sent.
            boolean reset = errno == Errno.ECONNRESET.number();
            if (length > 0) {
                receiver.packet(buffer, (int) length);
            } else if (length == 0 || isFatal(errno) && !reset) {
                ended = true;
                reading = false;
                receiver.ended();
            } else if (!reset) {
                return;
            }
        }
    }

    private void flush() {
        if (!fd.isOpen() || queue.isEmpty() && !endInput) {
            return;
        }
        for (byte[] packet = queue.peek(); packet != null; packet = queue.peek()) {
            long sent = LibC.send(fd.number(), packet, packet.length, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (sent < 0 && !isFatal(Syscalls.errno())) {
                update();
                return;
            }
            if (sent < 0) {
                drop();
                return;
            }
            queue.remove();
            waiting.addAndGet(-packet.length);
        }
        if (endInput) {
            endInput = false;
            LibC.shutdown(fd.number(), SHUT_WR);
        }
        receiver.sent();
        update();
    }

    private void drop() {
        if (!queue.isEmpty()) {
            queue.clear();
            waiting.set(0);
            receiver.sent();
        }
    }

    private static boolean isFatal(int errno) {
        return errno != Errno.EAGAIN.number() && errno != Errno.EINTR.number();
    }

    private void update() {
        if (fd.isOpen()) {
            int wanted = (reading ? Epoll.IN : 0) | (queue.isEmpty() ? 0 : Epoll.OUT);
            loop.interest(this, interest, wanted);
            interest = wanted;
        }
    }
}
