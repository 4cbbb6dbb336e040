package dev.berth.linux.netlink;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Network and hardware addresses as netlink has them. */
final class NetAddresses {
    static final byte AF_INET = 2;
    static final byte AF_INET6 = 10;

    private NetAddresses() {}

    /** @param bytes 4 or 16 */
    static InetAddress of(byte[] bytes) {
        try {
            // Plain getByAddress would turn ::ffff:a.b.c.d into an IPv4 address.
            return bytes.length == 16 ? Inet6Address.getByAddress(null, bytes, -1) : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException("address of " + bytes.length + " bytes", wrongLength);
        }
    }

    static byte family(InetAddress address) {
        return address instanceof Inet6Address ? AF_INET6 : AF_INET;
    }

    static String mac(byte[] bytes) {
        return HexFormat.ofDelimiter(":").formatHex(bytes);
    }
}
