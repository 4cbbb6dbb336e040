package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;

/** Socket calls on {@link Fd}; what the rest of this module builds its sockets from. */
public final class Sockets {
    public static final int AF_UNIX = 1;
    public static final int AF_NETLINK = 16;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_SEQPACKET = 5;

    private static final int SOCK_CLOEXEC = OpenFlags.CLOEXEC;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_PEEK = 2;
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

    /** Ends both directions, which wakes a thread that waits in a read; close the descriptor after it. */
    public static void shutdown(Fd socket) {
        if (LibC.shutdown(socket.number(), 2) != 0 && Syscalls.errno() != Errno.ENOTCONN.number()) {
            throw new ErrnoException("shutdown", socket.toString(), Syscalls.errno());
        }
    }
}
