package dev.berth.bridge;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first packets of an SCTP association, made by hand since many kernels have no sockets for them.
 *
 * @param source who sent it; the unspecified address before it is sent
 * @param type of its one chunk
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9260#section-3">RFC 9260, 3: packet format</a>
 */
record SctpPacket(InetAddress source, int sourcePort, int destinationPort, int type) {
    static final int PROTOCOL = 132;
    static final int INIT = 1;
    static final int INIT_ACK = 2;

    private static final int TAG = 0x1234;
    private static final int HEADER = 12;
    private static final int CHUNK = 20;

    static SctpPacket toSend(int sourcePort, int destinationPort, int type) {
        return new SctpPacket(Inet4Address.getLoopbackAddress(), sourcePort, destinationPort, type);
    }

    /** What follows the IP header. */
    byte[] bytes() {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + CHUNK)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(type == INIT ? 0 : TAG) // the tag that the other end chose; an INIT knows none
                .putInt(0)
                .put((byte) type)
                .put((byte) 0)
                .putShort((short) CHUNK)
                .putInt(TAG)
                .putInt(65_536)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(1);
        CRC32C checksum = new CRC32C();
        checksum.update(packet.array());
        return packet.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(8, (int) checksum.getValue())
                .array();
    }

    /** A packet as a raw socket gives it, with its IPv4 header. */
    static SctpPacket parse(byte[] received) {
        ByteBuffer packet = ByteBuffer.wrap(received);
        int header = (received[0] & 0xf) * 4;
        try {
            return new SctpPacket(
                    InetAddress.getByAddress(Arrays.copyOfRange(received, 12, 16)),
                    packet.getShort(header) & 0xffff,
                    packet.getShort(header + 2) & 0xffff,
                    received[header + HEADER]);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}
