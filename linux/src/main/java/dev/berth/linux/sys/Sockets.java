package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;

/** Socket calls on {@link Fd}; what the rest of this module builds its sockets from. */
public final class Sockets {
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_SEQPACKET = 5;

    /** Added to a type: calls on the socket do not wait. */
    public static final int SOCK_NONBLOCK = 0x800;

    public static final int SOL_SOCKET = 1;
    public static final int SO_REUSEADDR = 2;

    private static final int SOCK_CLOEXEC = OpenFlags.CLOEXEC;
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_PEEK = 2;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SHUT_WR = 1;
    private static final int LONGEST_DATAGRAM = 65_535;
    private static final int SOCKADDR_STORAGE = 128;
    private static final int MSG_TRUNC = 0x20;

    private Sockets() {}

    /** A new socket, close-on-exec, in the calling thread's network namespace. */
    public static Fd open(int family, int type, int protocol) {
        return Fd.owned(Syscalls.checkInt(
                "socket",
                "family " + family + ", type " + type + ", protocol " + protocol,
                () -> LibC.socket(family, type | SOCK_CLOEXEC, protocol)));
    }

    /** bind(2). @param address a {@code struct sockaddr_*}, whole */
    public static void bind(Fd socket, byte[] address) {
        Syscalls.check("bind", socket.toString(), () -> LibC.bind(socket.number(), address, address.length));
    }

    /** connect(2). @param detail what the address is, for the message of a failure */
    public static void connect(Fd socket, byte[] address, String detail) {
        Syscalls.check("connect", detail, () -> LibC.connect(socket.number(), address, address.length));
    }

    /** setsockopt(2) with an int. */
    public static void setOption(Fd socket, int level, int name, int value) {
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
        option(socket, level, name, bytes);
    }

    /** Makes a read that waits longer than that fail with EAGAIN. */
    public static void setReceiveTimeout(Fd socket, Duration timeout) {
        byte[] bytes = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(timeout.toSeconds())
                .putLong(timeout.toNanosPart() / 1000)
                .array();
        option(socket, SOL_SOCKET, SO_RCVTIMEO, bytes);
    }

    private static void option(Fd socket, int level, int name, byte[] value) {
        Syscalls.check(
                "setsockopt",
                socket + ", level " + level + ", option " + name,
                () -> LibC.setsockopt(socket.number(), level, name, value, value.length));
    }

    /** Sends one message whole; a peer that is gone is EPIPE, not a signal. */
    public static void send(Fd socket, byte[] message) {
        Syscalls.check(
                "send",
                socket + ", " + message.length + " bytes",
                () -> LibC.send(socket.number(), message, message.length, MSG_NOSIGNAL));
    }

    /** Receives one message whole, however long; empty at the end of a connection. */
    public static byte[] receive(Fd socket) {
        byte[] none = new byte[1];
        int size = Syscalls.checkInt(
                "recv", socket.toString(), () -> LibC.recv(socket.number(), none, 0, MSG_PEEK | MSG_TRUNC));
        byte[] buffer = new byte[Math.max(size, 1)];
        int count = Syscalls.checkInt(
                "recv", socket.toString(), () -> LibC.recv(socket.number(), buffer, buffer.length, 0));
        return Arrays.copyOf(buffer, Math.min(count, size));
    }

    /** listen(2): connections may come from now on. @throws ErrnoException EADDRINUSE if another socket listens there */
    public static void listen(Fd socket, int backlog) {
        Syscalls.check("listen", socket.toString(), () -> LibC.listen(socket.number(), backlog));
    }

    /**
     * accept4(2): the next connection, close-on-exec and blocking.
     *
     * @throws ErrnoException EAGAIN if a non-blocking socket has none
     */
    public static Fd accept(Fd socket) {
        return Fd.owned(Syscalls.checkInt(
                "accept", socket.toString(), () -> LibC.accept4(socket.number(), null, null, SOCK_CLOEXEC)));
    }

    /** A datagram and where it came from, a {@code struct sockaddr_*}. */
    public record Datagram(byte[] bytes, byte[] sender) {}

    /**
     * recvfrom(2), without waiting.
     *
     * @throws ErrnoException EAGAIN if there is none
     */
    public static Datagram receiveFrom(Fd socket) {
        byte[] buffer = new byte[LONGEST_DATAGRAM];
        byte[] address = new byte[SOCKADDR_STORAGE];
        int[] size = {address.length};
        int count = Syscalls.checkInt(
                "recvfrom",
                socket.toString(),
                () -> LibC.recvfrom(socket.number(), buffer, buffer.length, MSG_DONTWAIT, address, size));
        return new Datagram(Arrays.copyOf(buffer, count), Arrays.copyOf(address, Math.min(size[0], address.length)));
    }

    /** sendto(2), without waiting: a datagram that finds no room is lost, as on any wire. */
    public static void sendTo(Fd socket, byte[] datagram, byte[] address) {
        Syscalls.check(
                "sendto",
                socket + ", " + datagram.length + " bytes",
                () -> LibC.sendto(
                        socket.number(),
                        datagram,
                        datagram.length,
                        MSG_NOSIGNAL | MSG_DONTWAIT,
                        address,
                        address.length));
    }

    /** Ends what is sent: the other side reads the end. */
    public static void shutdownOutput(Fd socket) {
        Syscalls.check("shutdown", socket.toString(), () -> LibC.shutdown(socket.number(), SHUT_WR));
    }

    /** Ends both directions, which wakes a thread that waits in a read; close the descriptor after it. */
    public static void shutdown(Fd socket) {
        if (LibC.shutdown(socket.number(), 2) != 0 && Syscalls.errno() != Errno.ENOTCONN.number()) {
            throw new ErrnoException("shutdown", socket.toString(), Syscalls.errno());
        }
    }
}
