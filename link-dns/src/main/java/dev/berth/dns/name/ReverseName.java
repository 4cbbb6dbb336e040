package dev.berth.dns.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Names of addresses: {@code 2.0.17.172.in-addr.arpa}, and 32 digits under {@code ip6.arpa}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-3.5">RFC 1035, 3.5</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3596#section-2.5">RFC 3596, 2.5</a>
 */
public final class ReverseName {
    private static final String V4 = ".in-addr.arpa";
    private static final String V6 = ".ip6.arpa";
    private static final int NIBBLES = 32;

    private ReverseName() {}

    /**
     * The address that the name stands for.
     *
     * @param name lower case, no trailing dot
     * @return empty if it is not the whole name of one address
     */
    public static Optional<InetAddress> parse(String name) {
        if (name.endsWith(V4)) {
            return v4(name.substring(0, name.length() - V4.length()).split("\\.", -1));
        }
        if (name.endsWith(V6)) {
            return v6(name.substring(0, name.length() - V6.length()).split("\\.", -1));
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> v4(String[] labels) {
        byte[] bytes = new byte[4];
        if (labels.length != bytes.length) {
            return Optional.empty();
        }
        for (int i = 0; i < bytes.length; i++) {
            String label = labels[bytes.length - 1 - i];
            if (!label.matches("[0-9]{1,3}") || Integer.parseInt(label) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(label);
        }
        return Optional.of(address(bytes));
    }

    private static Optional<InetAddress> v6(String[] labels) {
        byte[] bytes = new byte[16];
        if (labels.length != NIBBLES) {
            return Optional.empty();
        }
        for (int i = 0; i < NIBBLES; i++) {
            String label = labels[NIBBLES - 1 - i];
            if (!label.matches("[0-9a-f]")) {
                return Optional.empty();
            }
            bytes[i / 2] |= (byte) (Integer.parseInt(label, 16) << (i % 2 == 0 ? 4 : 0));
        }
        return Optional.of(address(bytes));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("address of " + bytes.length + " bytes", wrongLength);
        }
    }
}
