package dev.berth.dns.wire;

/** Record types that we know by name. */
public final class DnsType {
    public static final int A = 1;
    public static final int PTR = 12;
    public static final int AAAA = 28;
    public static final int OPT = 41;

    /** The class of the Internet. */
    public static final int CLASS_IN = 1;

    private DnsType() {}

    /** The type's word, or {@code TYPE} and its number (RFC 3597). */
    public static String word(int type) {
        return switch (type) {
            case A -> "A";
            case PTR -> "PTR";
            case AAAA -> "AAAA";
            default -> "TYPE" + type;
        };
    }
}
