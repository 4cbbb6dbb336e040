package dev.berth.dns.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a reply: where they are, how long they hold, what they say.
 *
 * @param records of all sections but without OPT
 */
public record ReplyRecords(List<Entry> records) {
    private static final int MOST_POINTERS = 32;

    public ReplyRecords {
        records = List.copyOf(records);
    }

    /** Where in the reply a record was found. */
    public enum Section {
        ANSWER,
        AUTHORITY,
        ADDITIONAL
    }

    /**
     * A record.
     *
     * @param ttl seconds
     * @param ttlOffset where those four bytes are
     * @param dataOffset where its data begins
     * @param length of its data, bytes
     */
    public record Entry(Section section, int type, long ttl, int ttlOffset, int dataOffset, int length) {}

    /** @throws DnsFormatException the reply breaks off or is no message */
    public static ReplyRecords parse(byte[] reply) throws DnsFormatException {
        ByteBuffer in = ByteBuffer.wrap(reply);
        DnsQuery.require(in, DnsQuery.HEADER);
        in.position(4);
        int questions = in.getShort() & 0xffff;
        int[] counts = {in.getShort() & 0xffff, in.getShort() & 0xffff, in.getShort() & 0xffff};
        for (int i = 0; i < questions; i++) {
            DnsQuery.skipName(in);
            DnsQuery.require(in, 4);
            in.position(in.position() + 4);
        }
        List<Entry> records = new ArrayList<>();
        for (Section section : Section.values()) {
            for (int i = 0; i < counts[section.ordinal()]; i++) {
                Entry entry = entry(in, section);
                if (entry.type() != DnsType.OPT) {
                    records.add(entry);
                }
            }
        }
        return new ReplyRecords(records);
    }

    private static Entry entry(ByteBuffer in, Section section) throws DnsFormatException {
        DnsQuery.skipName(in);
        DnsQuery.require(in, 10);
        int type = in.getShort() & 0xffff;
        in.getShort();
        int ttlOffset = in.position();
        long ttl = in.getInt() & 0xffffffffL;
        int length = in.getShort() & 0xffff;
        DnsQuery.require(in, length);
        int dataOffset = in.position();
        in.position(dataOffset + length);
        return new Entry(section, type, ttl, ttlOffset, dataOffset, length);
    }

    /** Words for what the reply says: its answers, or {@code NODATA}, {@code NXDOMAIN} and the like. */
    public static String describe(byte[] reply) {
        int code = ResponseCode.of(reply);
        try {
            List<String> answers = new ArrayList<>();
            for (Entry entry : parse(reply).records()) {
                if (entry.section() == Section.ANSWER) {
                    answers.add(text(reply, entry));
                }
            }
            if (!answers.isEmpty()) {
                return String.join(" ", answers);
            }
        } catch (DnsFormatException malformed) {
            return "MALFORMED";
        }
        if ((reply[2] & 0x02) != 0) {
            return "TRUNCATED";
        }
        return code == 0 ? "NODATA" : ResponseCode.word(code);
    }

    private static String text(byte[] reply, Entry entry) throws DnsFormatException {
        return switch (entry.type()) {
            case DnsType.A, DnsType.AAAA -> address(reply, entry);
            case DnsType.CNAME, DnsType.PTR, DnsType.NS -> name(reply, entry.dataOffset());
            case DnsType.SRV ->
                entry.length() < 7
                        ? "SRV"
                        : name(reply, entry.dataOffset() + 6) + ":"
                                + (ByteBuffer.wrap(reply).getShort(entry.dataOffset() + 4) & 0xffff);
            default -> DnsType.word(entry.type());
        };
    }

    private static String address(byte[] reply, Entry entry) {
        byte[] bytes = java.util.Arrays.copyOfRange(reply, entry.dataOffset(), entry.dataOffset() + entry.length());
        try {
            return java.net.InetAddress.getByAddress(bytes).getHostAddress();
        } catch (java.net.UnknownHostException wrongLength) {
            return DnsType.word(entry.type());
        }
    }

    /** A name that may be compressed; one whose pointers go round is an error, not a loop. */
    private static String name(byte[] reply, int offset) throws DnsFormatException {
        StringBuilder name = new StringBuilder();
        ByteBuffer in = ByteBuffer.wrap(reply);
        in.position(offset);
        int pointers = 0;
        while (true) {
            DnsQuery.require(in, 1);
            int length = in.get() & 0xff;
            if (length == 0) {
                return name.length() == 0 ? "." : name.toString();
            }
            if (length >= 0xc0) {
                DnsQuery.require(in, 1);
                int target = (length & 0x3f) << 8 | in.get() & 0xff;
                if (++pointers > MOST_POINTERS || target >= reply.length) {
                    throw new DnsFormatException("compression goes nowhere");
                }
                in.position(target);
                continue;
            }
            DnsQuery.require(in, length);
            byte[] label = new byte[length];
            in.get(label);
            name.append(new String(label, StandardCharsets.ISO_8859_1)).append('.');
        }
    }
}
