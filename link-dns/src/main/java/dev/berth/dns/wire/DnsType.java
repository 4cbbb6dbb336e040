package dev.berth.dns.wire;

/**
 * Record types that we know by name.
 *
 * @see <a href="https://www.iana.org/assignments/dns-parameters">IANA's registry</a>
 */
public final class DnsType {
    public static final int A = 1;
    public static final int NS = 2;
    public static final int CNAME = 5;
    public static final int SOA = 6;
    public static final int PTR = 12;
    public static final int MX = 15;
    public static final int TXT = 16;
    public static final int AAAA = 28;
    public static final int SRV = 33;
    public static final int OPT = 41;
    public static final int DS = 43;
    public static final int DNSKEY = 48;
    public static final int HTTPS = 65;
    public static final int ANY = 255;

    /** The class of the Internet. */
    public static final int CLASS_IN = 1;

    private DnsType() {}

    /** The type's word, or {@code TYPE} and its number (RFC 3597). */
    public static String word(int type) {
        return switch (type) {
            case A -> "A";
            case NS -> "NS";
            case CNAME -> "CNAME";
            case SOA -> "SOA";
            case PTR -> "PTR";
            case MX -> "MX";
            case TXT -> "TXT";
            case AAAA -> "AAAA";
            case SRV -> "SRV";
            case DS -> "DS";
            case DNSKEY -> "DNSKEY";
            case HTTPS -> "HTTPS";
            case ANY -> "ANY";
            default -> "TYPE" + type;
        };
    }
}
