package dev.berth.plugin;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses as text the way Docker shows them: IPv6 in the short form of RFC 5952. */
public final class AddressText {
    private AddressText() {}

    /** The address as text, without brackets. */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address ? shorten(address.getAddress()) : address.getHostAddress();
    }

    private static String shorten(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int[] gap = longestZeros(groups);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (gap[1] > 1 && i == gap[0]) {
                text.append("::");
                i += gap[1] - 1;
                continue;
            }
            if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** First group and length of the longest run of zero groups, the first of several. */
    private static int[] longestZeros(int[] groups) {
        int[] best = {-1, 0};
        for (int start = 0; start < groups.length; start++) {
            int end = start;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - start > best[1]) {
                best = new int[] {start, end - start};
            }
        }
        return best;
    }
}
