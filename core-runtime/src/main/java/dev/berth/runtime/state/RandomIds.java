package dev.berth.runtime.state;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids and names that nobody else has, as Docker's: 64 hexadecimal digits at random. */
public final class RandomIds {
    private static final int BYTES = 32;
    private static final int SHORT = 12;

    /** One for all, as making one costs more than what it is asked for. */
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomIds() {}

    /** A new one; its short form, the first {@value #SHORT} digits, is no decimal number, for it is used as a host name. */
    public static String next() {
        byte[] bytes = new byte[BYTES];
        while (true) {
            RANDOM.nextBytes(bytes);
            String id = HexFormat.of().formatHex(bytes);
            if (!isNumber(id.substring(0, SHORT))) {
                return id;
            }
        }
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
