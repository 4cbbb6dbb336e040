package dev.berth.dns.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A question as it came.
 *
 * @param id 0..65535
 * @param flags the second and third byte of the header, 0..65535
 * @param name lower case, labels joined by dots, no trailing dot; a dot inside a label is {@code \.}
 * @param type record type
 * @param qclass record class
 * @param question the question section as bytes, without compression, in the asker's case
 * @param edns true if the query has an OPT record
 * @param dnssecOk the DO bit of that record
 * @param maxReply largest reply in bytes that the asker takes by UDP, 512..65535
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4">RFC 1035, 4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6891">RFC 6891</a>
 */
public record DnsQuery(
        int id,
        int flags,
        String name,
        int type,
        int qclass,
        byte[] question,
        boolean edns,
        boolean dnssecOk,
        int maxReply) {
    /** Bytes of a message's header. */
    public static final int HEADER = 12;

    /** What we take by UDP ourselves, as DNS Flag Day 2020 has it. */
    static final int OUR_UDP_SIZE = 1232;

    static final int OPT_LENGTH = 11;
    static final int DNSSEC_OK = 0x8000;

    private static final int RESPONSE = 0x8000;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int AUTHENTIC_DATA = 0x0020;
    private static final int CHECKING_DISABLED = 0x0010;
    private static final int PASSED_ON = RECURSION_DESIRED | AUTHENTIC_DATA | CHECKING_DISABLED;
    private static final int MIN_REPLY = 512;

    /** Longest name on the wire, its last zero byte included. */
    private static final int MAX_NAME = 255;

    /** What the OPT record of a query says. */
    private record Edns(boolean present, boolean dnssecOk, int size) {
        static final Edns NONE = new Edns(false, false, MIN_REPLY);
    }

    /**
     * Reads a query; what follows the question is looked through for OPT only.
     *
     * @throws DnsFormatException it is a reply, has not exactly one question, or breaks off
     */
    public static DnsQuery parse(byte[] message) throws DnsFormatException {
        if (message.length < HEADER) {
            throw new DnsFormatException("message of " + message.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(message);
        int id = in.getShort() & 0xffff;
        int flags = in.getShort() & 0xffff;
        int questions = in.getShort() & 0xffff;
        if ((flags & RESPONSE) != 0 || questions != 1) {
            throw new DnsFormatException("not a query with one question");
        }
        int others = (in.getShort() & 0xffff) + (in.getShort() & 0xffff) + (in.getShort() & 0xffff);
        String name = readName(in);
        require(in, 4);
        int type = in.getShort() & 0xffff;
        int qclass = in.getShort() & 0xffff;
        byte[] question = Arrays.copyOfRange(message, HEADER, in.position());
        Edns edns = others == 0 ? Edns.NONE : findOpt(in, others);
        return new DnsQuery(
                id,
                flags,
                name,
                type,
                qclass,
                question,
                edns.present(),
                edns.dnssecOk(),
                Math.max(MIN_REPLY, edns.size()));
    }

    /** 0 for a standard query. */
    public int opcode() {
        return flags >> 11 & 0xf;
    }

    /** The asker's RD bit. */
    public boolean recursionDesired() {
        return (flags & RECURSION_DESIRED) != 0;
    }

    /** What decides on the answer beside name, type and class: questions that differ in it are different ones. */
    public int shape() {
        return flags & PASSED_ON | (edns ? 1 : 0) | (dnssecOk ? 2 : 0);
    }

    /**
     * The question as it is put to another server, with the id 0. EDNS options are between two neighbours (RFC 6891,
     * 6.1.1), so the asker's are not passed on, nor is its size.
     */
    public byte[] forUpstream() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + question.length + (edns ? OPT_LENGTH : 0));
        out.putShort((short) 0).putShort((short) (flags & PASSED_ON)).putShort((short) 1);
        out.putInt(0).putShort((short) (edns ? 1 : 0)).put(question);
        if (edns) {
            putOpt(out, dnssecOk);
        }
        return out.array();
    }

    static void putOpt(ByteBuffer out, boolean dnssecOk) {
        out.put((byte) 0).putShort((short) DnsType.OPT).putShort((short) OUR_UDP_SIZE);
        out.putShort((short) 0).putShort((short) (dnssecOk ? DNSSEC_OK : 0)).putShort((short) 0);
    }

    private static String readName(ByteBuffer in) throws DnsFormatException {
        byte[] text = new byte[2 * MAX_NAME];
        int end = 0;
        int octets = 1;
        while (true) {
            require(in, 1);
            int length = in.get() & 0xff;
            if (length == 0) {
                return new String(text, 0, Math.max(0, end - 1), StandardCharsets.ISO_8859_1);
            }
            octets += length + 1;
            if (length > 63) {
                throw new DnsFormatException("label of length " + length + " in a question");
            }
            if (octets > MAX_NAME) {
                throw new DnsFormatException("name longer than " + MAX_NAME + " bytes");
            }
            require(in, length);
            for (int i = 0; i < length; i++) {
                end = put(text, end, in.get());
            }
            text[end++] = '.';
        }
    }

    private static int put(byte[] text, int at, byte octet) {
        int end = at;
        if (octet == '.') {
            text[end++] = '\\';
        }
        text[end++] = octet >= 'A' && octet <= 'Z' ? (byte) (octet + 'a' - 'A') : octet;
        return end;
    }

    private static Edns findOpt(ByteBuffer in, int records) throws DnsFormatException {
        for (int i = 0; i < records; i++) {
            skipName(in);
            require(in, 10);
            int type = in.getShort() & 0xffff;
            int qclass = in.getShort() & 0xffff;
            int ttl = in.getInt();
            int length = in.getShort() & 0xffff;
            require(in, length);
            in.position(in.position() + length);
            if (type == DnsType.OPT) {
                return new Edns(true, (ttl & DNSSEC_OK) != 0, qclass);
            }
        }
        return Edns.NONE;
    }

    static void skipName(ByteBuffer in) throws DnsFormatException {
        while (true) {
            require(in, 1);
            int length = in.get() & 0xff;
            if (length == 0) {
                return;
            }
            boolean pointer = length >= 0xc0;
            int skipped = pointer ? 1 : length;
            require(in, skipped);
            in.position(in.position() + skipped);
            if (pointer) {
                return;
            }
        }
    }

    static void require(ByteBuffer in, int bytes) throws DnsFormatException {
        if (in.remaining() < bytes) {
            throw new DnsFormatException("message breaks off");
        }
    }
}
