package dev.berth.plugin;

import java.util.HexFormat;

/**
 * An Ethernet address.
 *
 * @param text six bytes in lower-case hexadecimal joined by colons, {@code 02:42:ac:11:00:02}
 */
public record MacAddress(String text) {
    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":");

    public MacAddress {
        text = text.toLowerCase(java.util.Locale.ROOT);
        if (!text.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
            throw new EngineException.InvalidParameter("invalid MAC address: " + text);
        }
    }

    /** From six bytes. */
    public static MacAddress of(byte[] bytes) {
        return new MacAddress(FORMAT.formatHex(bytes));
    }

    /** Its six bytes. */
    public byte[] bytes() {
        return FORMAT.parseHex(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
