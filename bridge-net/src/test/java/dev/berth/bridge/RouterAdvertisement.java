package dev.berth.bridge;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.MacAddress;
import java.nio.ByteBuffer;

/**
 * The frame by which a router tells everybody on a link that it is the way out.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4861#section-4.2">RFC 4861, 4.2</a>
 */
final class RouterAdvertisement {
    private static final byte[] ALL_NODES_MAC = {0x33, 0x33, 0, 0, 0, 1};
    private static final byte ADVERTISEMENT = (byte) 134;
    private static final int LIFETIME_SECONDS = 1800;

    private RouterAdvertisement() {}

    /** The frame, from the Ethernet header on. */
    static byte[] frame(String linkLocal, MacAddress mac) {
        byte[] source = Cidr.parseAddress(linkLocal).getAddress();
        ByteBuffer body = ByteBuffer.allocate(24)
                .put(ADVERTISEMENT)
                .put((byte) 0)
                .putShort((short) 0)
                .put((byte) 64)
                .put((byte) 0)
                .putShort((short) LIFETIME_SECONDS)
                .putInt(0)
                .putInt(0)
                .put((byte) 1) // its hardware address, in units of 8 bytes
                .put((byte) 1)
                .put(mac.bytes());
        body.putShort(2, Announcement.checksum(source, body.array()));
        return ByteBuffer.allocate(14 + 40 + 24)
                .put(ALL_NODES_MAC)
                .put(mac.bytes())
                .putShort((short) 0x86dd)
                .putInt(6 << 28)
                .putShort((short) 24)
                .put((byte) 58)
                .put((byte) 255)
                .put(source)
                .put(Cidr.parseAddress("ff02::1").getAddress())
                .put(body.array())
                .array();
    }
}
