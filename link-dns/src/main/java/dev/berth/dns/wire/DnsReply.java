package dev.berth.dns.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replies as bytes. */
public final class DnsReply {
    private static final int QR = 0x8000;
    private static final int AA = 0x0400;
    private static final int TC = 0x0200;
    private static final int RD = 0x0100;
    private static final int RA = 0x0080;

    /** What we take by UDP ourselves, as DNS Flag Day 2020 has it. */
    private static final int OUR_UDP_SIZE = 1232;

    private static final int OPT_LENGTH = 11;
    private static final int NAME_OF_QUESTION = 0xc000 | DnsQuery.HEADER;

    private DnsReply() {}

    /**
     * Our own answer with addresses.
     *
     * @param ttl seconds
     * @param limit bytes; what does not fit is left out and the reply marked truncated
     */
    public static byte[] addresses(DnsQuery query, List<InetAddress> addresses, int ttl, int limit) {
        return answer(
                query,
                addresses.stream()
                        .map(address -> new Answer(
                                address instanceof Inet4Address ? DnsType.A : DnsType.AAAA, address.getAddress()))
                        .toList(),
                ttl,
                limit);
    }

    /** Our own answer to a reverse question; names without trailing dot. */
    public static byte[] names(DnsQuery query, List<String> names, int ttl, int limit) {
        return answer(
                query,
                names.stream()
                        .map(name -> new Answer(DnsType.PTR, encodeName(name)))
                        .toList(),
                ttl,
                limit);
    }

    /** A reply without records. @param ours true if we speak for the name (AA) */
    public static byte[] empty(DnsQuery query, ResponseCode code, boolean ours) {
        return message(query, (ours ? AA : 0) | code.number(), List.of(), 0, Integer.MAX_VALUE);
    }

    /** A reply to something that is no query; just the header. @param message at least two bytes */
    public static byte[] formatError(byte[] message) {
        ByteBuffer out = ByteBuffer.allocate(DnsQuery.HEADER);
        out.put(message, 0, 2);
        out.putShort((short) (QR | RA | ResponseCode.FORMERR.number()));
        return out.array();
    }

    private record Answer(int type, byte[] data) {
        int length() {
            return 12 + data.length;
        }
    }

    private static byte[] answer(DnsQuery query, List<Answer> answers, int ttl, int limit) {
        return message(query, AA, answers, ttl, limit);
    }

    private static byte[] message(DnsQuery query, int flags, List<Answer> answers, int ttl, int limit) {
        int length = DnsQuery.HEADER + query.question().length + (query.edns() ? OPT_LENGTH : 0);
        int fitting = 0;
        while (fitting < answers.size() && length + answers.get(fitting).length() <= limit) {
            length += answers.get(fitting).length();
            fitting++;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        int truncated = fitting < answers.size() ? TC : 0;
        out.putShort((short) query.id());
        out.putShort(
                (short) (QR | RA | flags | truncated | (query.recursionDesired() ? RD : 0) | query.opcode() << 11));
        out.putShort((short) 1);
        out.putShort((short) fitting);
        out.putShort((short) 0);
        out.putShort((short) (query.edns() ? 1 : 0));
        out.put(query.question());
        for (Answer answer : answers.subList(0, fitting)) {
            out.putShort((short) NAME_OF_QUESTION);
            out.putShort((short) answer.type());
            out.putShort((short) DnsType.CLASS_IN);
            out.putInt(ttl);
            out.putShort((short) answer.data().length);
            out.put(answer.data());
        }
        if (query.edns()) {
            out.put((byte) 0);
            out.putShort((short) DnsType.OPT);
            out.putShort((short) OUR_UDP_SIZE);
            out.putInt(0);
            out.putShort((short) 0);
        }
        return out.array();
    }

    private static byte[] encodeName(String name) {
        byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer out = ByteBuffer.allocate(text.length + 2);
        for (String label : name.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
            int length = Math.min(63, bytes.length);
            out.put((byte) length);
            out.put(bytes, 0, length);
        }
        out.put((byte) 0);
        byte[] encoded = new byte[out.position()];
        out.flip();
        out.get(encoded);
        return encoded;
    }
}
