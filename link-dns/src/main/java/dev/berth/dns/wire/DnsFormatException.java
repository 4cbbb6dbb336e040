package dev.berth.dns.wire;

/** The bytes are no DNS query that can be answered. */
public final class DnsFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    public DnsFormatException(String message) {
        super(message);
    }
}
