package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Unix sockets of the kind that Java lacks: packets in order, whose bounds are kept (conmon's attach socket).
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public final class UnixSockets {
    private static final int PATH_BYTES = 107;

    private UnixSockets() {}

    /**
     * Connects to a listening {@code SOCK_SEQPACKET} socket; a path longer than a socket address holds (107 bytes) works
     * too. Read packets by {@link Fd#read} with a buffer that is large enough, send them by {@link Sockets#send}.
     *
     * @throws ErrnoException ENOENT if it is not there, ECONNREFUSED if nobody listens
     */
    public static Fd connectSeqPacket(Path path) {
        return connect(path, Sockets.SOCK_SEQPACKET);
    }

    /** As {@link #connectSeqPacket}, for a {@code SOCK_STREAM} socket. */
    public static Fd connectStream(Path path) {
        return connect(path, Sockets.SOCK_STREAM);
    }

    private static Fd connect(Path path, int type) {
        // By way of the descriptor's name in /proc any path is short.
        try (Fd place = FileCalls.open(path, OpenFlags.PATH, 0)) {
            boolean fits = path.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_BYTES;
            String name = fits ? path.toString() : "/proc/self/fd/" + place.number();
            Fd socket = Sockets.open(Sockets.AF_UNIX, type, 0);
            try {
                Sockets.connect(socket, address(name), path.toString());
                return socket;
            } catch (RuntimeException failure) {
                socket.close();
                throw failure;
            }
        }
    }

    private static byte[] address(String name) {
        byte[] path = Syscalls.cString(name);
        return ByteBuffer.allocate(2 + path.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Sockets.AF_UNIX)
                .put(path)
                .array();
    }
}
