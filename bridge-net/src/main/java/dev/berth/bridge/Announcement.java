package dev.berth.bridge;

import dev.berth.plugin.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The frame by which everybody on a link learns that an address has moved: what they knew of it may be of a container
 * that had it before. Pure.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5227#section-3">RFC 5227, 3: ARP announcements</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4861#section-7.2.6">RFC 4861, 7.2.6: unsolicited advertisements</a>
 */
final class Announcement {
    private static final short ARP = 0x0806;
    private static final short IPV6 = (short) 0x86dd;
    private static final byte ICMPV6 = 58;
    private static final byte NEIGHBOR_ADVERTISEMENT = (byte) 136;
    private static final int OVERRIDE = 0x20000000;
    private static final byte TARGET_LINK_LAYER_ADDRESS = 2;
    private static final int NA_BYTES = 32;
    private static final byte[] EVERYBODY = {-1, -1, -1, -1, -1, -1};
    private static final byte[] ALL_NODES_MAC = {0x33, 0x33, 0, 0, 0, 1};
    private static final byte[] ALL_NODES = {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private Announcement() {}

    /** The frame, from the Ethernet header on. */
    static byte[] frame(InetAddress address, MacAddress mac) {
        return address instanceof Inet4Address
                ? arp(address.getAddress(), mac)
                : advertisement(address.getAddress(), mac);
    }

    private static byte[] arp(byte[] address, MacAddress mac) {
        return ByteBuffer.allocate(42)
                .put(EVERYBODY)
                .put(mac.bytes())
                .putShort(ARP)
                .putShort((short) 1) // Ethernet
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1) // a request, which every stack learns from
                .put(mac.bytes())
                .put(address)
                .put(new byte[6])
                .put(address)
                .array();
    }

    private static byte[] advertisement(byte[] address, MacAddress mac) {
        ByteBuffer body = ByteBuffer.allocate(NA_BYTES)
                .put(NEIGHBOR_ADVERTISEMENT)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(OVERRIDE)
                .put(address)
                .put(TARGET_LINK_LAYER_ADDRESS)
                .put((byte) 1) // in units of 8 bytes
                .put(mac.bytes());
        body.putShort(2, checksum(address, body.array()));
        return ByteBuffer.allocate(14 + 40 + NA_BYTES)
                .put(ALL_NODES_MAC)
                .put(mac.bytes())
                .putShort(IPV6)
                .putInt(6 << 28)
                .putShort((short) NA_BYTES)
                .put(ICMPV6)
                .put((byte) 255) // receivers require it: nobody routed the packet
                .put(address)
                .put(ALL_NODES)
                .put(body.array())
                .array();
    }

    /** RFC 4443, 2.3: over a pseudo-header of source, all nodes, length and next header, then the body. */
    static short checksum(byte[] source, byte[] body) {
        ByteBuffer all = ByteBuffer.allocate(40 + body.length)
                .put(source)
                .put(ALL_NODES)
                .putInt(body.length)
                .putInt(ICMPV6)
                .put(body)
                .flip();
        int sum = 0;
        while (all.hasRemaining()) {
            sum += all.getShort() & 0xffff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }
}
