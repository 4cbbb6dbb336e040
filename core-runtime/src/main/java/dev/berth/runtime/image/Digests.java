package dev.berth.runtime.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests in OCI's form, {@code sha256:} and 64 hexadecimal digits. */
public final class Digests {
    private static final String PREFIX = "sha256:";

    private Digests() {}

    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException("SHA-256", everyJvmHasIt);
        }
    }

    public static String text(MessageDigest digest) {
        return PREFIX + HexFormat.of().formatHex(digest.digest());
    }

    public static String sha256(byte[] data) {
        return PREFIX + HexFormat.of().formatHex(newSha256().digest(data));
    }

    /** The digits alone. */
    public static String hex(String digest) {
        return digest.startsWith(PREFIX) ? digest.substring(PREFIX.length()) : digest;
    }

    public static boolean isDigest(String text) {
        return text.matches("sha256:[a-f0-9]{64}");
    }
}
