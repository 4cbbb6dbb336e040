package dev.berth.runtime.network;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids as Docker's: 64 hexadecimal digits at random. */
final class Ids {
    private Ids() {}

    static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static String shortened(String id) {
        return id.length() > 12 ? id.substring(0, 12) : id;
    }
}
