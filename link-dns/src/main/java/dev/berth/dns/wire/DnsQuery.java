package dev.berth.dns.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A question as it came.
 *
 * @param id 0..65535
 * @param opcode 0 for a standard query
 * @param recursionDesired the asker's RD bit
 * @param name labels joined by dots, no trailing dot, in the asker's case
 * @param type record type
 * @param qclass record class
 * @param question the question section as bytes, without compression
 * @param edns true if the query has an OPT record
 * @param maxReply largest reply in bytes that the asker takes by UDP, 512..65535
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4">RFC 1035, 4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6891">RFC 6891</a>
 */
public record DnsQuery(
        int id,
        int opcode,
        boolean recursionDesired,
        String name,
        int type,
        int qclass,
        byte[] question,
        boolean edns,
        int maxReply) {
    /** Bytes of a message's header. */
    public static final int HEADER = 12;

    private static final int MIN_REPLY = 512;
    private static final int MAX_NAME = 255;

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
        if ((flags & 0x8000) != 0 || questions != 1) {
            throw new DnsFormatException("not a query with one question");
        }
        int others = (in.getShort() & 0xffff) + (in.getShort() & 0xffff) + (in.getShort() & 0xffff);
        String name = readName(in);
        require(in, 4);
        int type = in.getShort() & 0xffff;
        int qclass = in.getShort() & 0xffff;
        byte[] question = new byte[in.position() - HEADER];
        System.arraycopy(message, HEADER, question, 0, question.length);
        int size = findOpt(in, others);
        return new DnsQuery(
                id,
                flags >> 11 & 0xf,
                (flags & 0x0100) != 0,
                name,
                type,
                qclass,
                question,
                size > 0,
                Math.max(MIN_REPLY, size));
    }

    private static String readName(ByteBuffer in) throws DnsFormatException {
        StringBuilder name = new StringBuilder();
        while (true) {
            require(in, 1);
            int length = in.get() & 0xff;
            if (length == 0) {
                return name.toString();
            }
            if (length > 63) {
                throw new DnsFormatException("label of length " + length + " in a question");
            }
            require(in, length);
            byte[] label = new byte[length];
            in.get(label);
            if (name.length() > 0) {
                name.append('.');
            }
            name.append(new String(label, StandardCharsets.ISO_8859_1));
            if (name.length() > MAX_NAME) {
                throw new DnsFormatException("name longer than " + MAX_NAME + " bytes");
            }
        }
    }

    /** @return UDP size of the OPT record, 0 if there is none */
    private static int findOpt(ByteBuffer in, int records) throws DnsFormatException {
        for (int i = 0; i < records; i++) {
            skipName(in);
            require(in, 10);
            int type = in.getShort() & 0xffff;
            int qclass = in.getShort() & 0xffff;
            in.getInt();
            int length = in.getShort() & 0xffff;
            require(in, length);
            in.position(in.position() + length);
            if (type == DnsType.OPT) {
                return Math.max(1, qclass);
            }
        }
        return 0;
    }

    private static void skipName(ByteBuffer in) throws DnsFormatException {
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

    private static void require(ByteBuffer in, int bytes) throws DnsFormatException {
        if (in.remaining() < bytes) {
            throw new DnsFormatException("message breaks off");
        }
    }
}
