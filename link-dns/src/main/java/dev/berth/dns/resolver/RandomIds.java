package dev.berth.dns.resolver;

import java.security.SecureRandom;

/** Ids that cannot be guessed, drawn many at a time: the system's random numbers are dear one by one. */
final class RandomIds {
    private static final int AT_ONCE = 512;

    private final SecureRandom system = new SecureRandom();
    private final byte[] drawn = new byte[AT_ONCE];
    private int next = AT_ONCE;

    /** 0..65535. */
    int next() {
        if (next == AT_ONCE) {
            system.nextBytes(drawn);
            next = 0;
        }
        return (drawn[next++] & 0xff) << 8 | drawn[next++] & 0xff;
    }
}
