package dev.berth.bridge;

import dev.berth.linux.netlink.Link;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.Sockets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sends Ethernet frames out of a namespace's links, and receives none. It stays open: the kernel lets whoever closes such
 * a socket wait until no processor can be using it any more, 10 to 20 ms.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>
 */
final class Frames implements AutoCloseable {
    private static final int AF_PACKET = 17; // linux/socket.h
    private static final int SOCKADDR_LL = 20; // linux/if_packet.h

    private final Fd socket;

    private Frames(Fd socket) {
        this.socket = socket;
    }

    /** In the calling thread's network namespace. */
    static Frames open() {
        // protocol 0 receives nothing
        return new Frames(Sockets.open(AF_PACKET, Sockets.SOCK_RAW, 0));
    }

    /** Sends a whole frame, its Ethernet header included. @throws dev.berth.linux.sys.ErrnoException ENETDOWN ... */
    void send(Link link, byte[] frame) {
        byte[] address = ByteBuffer.allocate(SOCKADDR_LL)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_PACKET)
                .putShort((short) 0)
                .putInt(link.index())
                .array();
        Sockets.sendTo(socket, frame, address);
    }

    @Override
    public void close() {
        socket.close();
    }
}
