package dev.berth.linux.netlink;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** Payloads of RTM_NEWADDR, RTM_DELADDR and RTM_GETADDR: {@code struct ifaddrmsg} and attributes. */
final class AddressMessage {
    static final int NEWADDR = 20;
    static final int DELADDR = 21;
    static final int GETADDR = 22;

    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_BROADCAST = 4;
    private static final byte IFA_F_NODAD = 2;
    private static final int HEADER = 8;

    private AddressMessage() {}

    static byte[] all() {
        return new byte[HEADER];
    }

    static byte[] of(int index, InetAddress address, int prefix) {
        boolean four = address instanceof Inet4Address;
        if (prefix < 0 || prefix > (four ? 32 : 128)) {
            throw new IllegalArgumentException("address " + address.getHostAddress() + "/" + prefix);
        }
        AttributeWriter message = new AttributeWriter()
                .raw(AttributeWriter.header(HEADER)
                        .put(NetAddresses.family(address))
                        .put((byte) prefix)
                        // Nobody else can have the address; waiting a second to find that out helps nobody.
                        .put(four ? 0 : IFA_F_NODAD)
                        .put((byte) 0)
                        .putInt(index)
                        .array())
                .put(IFA_LOCAL, address.getAddress());
        if (four && prefix > 0 && prefix < 31) {
            message.put(IFA_BROADCAST, broadcast(address.getAddress(), prefix));
        }
        return message.put(IFA_ADDRESS, address.getAddress()).toBytes();
    }

    private static byte[] broadcast(byte[] address, int prefix) {
        byte[] last = address.clone();
        for (int bit = prefix; bit < 32; bit++) {
            last[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return last;
    }

    static Optional<Address> parse(NetlinkMessage message) {
        Attributes attributes = message.attributes(HEADER);
        // IFA_ADDRESS is the other side's on a point-to-point link; IPv6 has IFA_LOCAL only there.
        return attributes
                .bytes(IFA_LOCAL)
                .or(() -> attributes.bytes(IFA_ADDRESS))
                .map(bytes ->
                        new Address(message.buffer().getInt(4), NetAddresses.of(bytes), message.payload()[1] & 0xff));
    }
}
