package dev.berth.dns.wire;

/** What a reply says of the question (RCODE). */
public enum ResponseCode {
    NOERROR(0),
    FORMERR(1),
    SERVFAIL(2),
    NXDOMAIN(3),
    NOTIMP(4),
    REFUSED(5);

    private final int number;

    ResponseCode(int number) {
        this.number = number;
    }

    /** The four bits. */
    public int number() {
        return number;
    }

    /** The code's word, or {@code RCODE} and its number. */
    public static String word(int number) {
        return number < values().length ? values()[number].name() : "RCODE" + number;
    }

    /** The code of a reply as bytes, at least a header. */
    public static int of(byte[] reply) {
        return reply[3] & 0xf;
    }

    /** True if a reply says what the name comes to, be it nothing, and is no failure. */
    public static boolean isAnswer(byte[] reply) {
        int code = of(reply);
        return code == NOERROR.number || code == NXDOMAIN.number;
    }
}
