package dev.berth.plugin;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address with its prefix length, {@code 172.17.0.2/16}. Bits beyond the prefix may be set: it serves for a host on
 * its subnet as well as for the subnet.
 *
 * @param address IPv4 or IPv6
 * @param prefix bits, 0..32 or 0..128
 */
public record Cidr(InetAddress address, int prefix) {
    public Cidr {
        if (prefix < 0 || prefix > address.getAddress().length * 8) {
            throw new IllegalArgumentException(
                    "prefix length out of range: " + address.getHostAddress() + "/" + prefix);
        }
    }

    /**
     * Reads {@code ADDRESS/PREFIX}.
     *
     * @throws EngineException.InvalidParameter with Go's words ({@code invalid CIDR address: ...}) if it is not that
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash > 0) {
                InetAddress address = parseAddress(text.substring(0, slash));
                return new Cidr(address, Integer.parseInt(text.substring(slash + 1)));
            }
        } catch (IllegalArgumentException | EngineException.InvalidParameter notThat) {
            throw new EngineException.InvalidParameter("invalid CIDR address: " + text, notThat);
        }
        throw new EngineException.InvalidParameter("invalid CIDR address: " + text);
    }

    /**
     * Reads an address in numbers; never asks a name server.
     *
     * @throws EngineException.InvalidParameter if it is not an IPv4 or IPv6 address
     */
    public static InetAddress parseAddress(String text) {
        boolean numeric = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        if (!numeric) {
            throw new EngineException.InvalidParameter("invalid IP address: " + text);
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException notAnAddress) {
            throw new EngineException.InvalidParameter("invalid IP address: " + text, notAnAddress);
        }
    }

    /** True for IPv4. */
    public boolean isV4() {
        return address instanceof Inet4Address;
    }

    /** The same prefix with every bit beyond it cleared. */
    public Cidr network() {
        byte[] bytes = address.getAddress();
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return new Cidr(toAddress(bytes), prefix);
    }

    /** True if {@code other} is of this family and inside this network. */
    public boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && new Cidr(other, prefix).network().equals(network());
    }

    /** True if the two networks share an address. */
    public boolean overlaps(Cidr other) {
        return other.prefix >= prefix ? contains(other.address) : other.contains(address);
    }

    private static InetAddress toAddress(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("address of " + bytes.length + " bytes", wrongLength);
        }
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
