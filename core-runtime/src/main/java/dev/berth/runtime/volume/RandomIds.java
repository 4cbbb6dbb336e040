package dev.berth.runtime.volume;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names nobody else has: 64 hexadecimal digits. */
final class RandomIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private RandomIds() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
