package dev.berth.bridge.port;

import dev.berth.linux.sys.Sockets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An address and port as {@code struct sockaddr_in} or {@code sockaddr_in6}. */
final class SocketAddress {
    private SocketAddress() {}

    static int family(InetAddress address) {
        return address instanceof Inet4Address ? Sockets.AF_INET : Sockets.AF_INET6;
    }

    static byte[] of(InetAddress address, int port) {
        return address instanceof Inet4Address
                ? start(16, Sockets.AF_INET, port).put(address.getAddress()).array()
                : start(28, Sockets.AF_INET6, port)
                        .putInt(0)
                        .put(address.getAddress())
                        .array();
    }

    private static ByteBuffer start(int size, int family, int port) {
        ByteBuffer bytes =
                ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).putShort((short) family);
        return bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
    }
}
