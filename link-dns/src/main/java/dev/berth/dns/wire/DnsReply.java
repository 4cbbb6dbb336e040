package dev.berth.dns.wire;

import dev.berth.plugin.name.NameAnswer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Replies as bytes. */
public final class DnsReply {
    private static final int QR = 0x8000;
    private static final int AA = 0x0400;
    private static final int TC = 0x0200;
    private static final int RD = 0x0100;
    private static final int RA = 0x0080;

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;
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
                        .filter(DnsReply::isEncodable)
                        .map(name -> new Answer(DnsType.PTR, encodeName(name)))
                        .toList(),
                ttl,
                limit);
    }

    /** Our own answer with services, of equal priority and weight. */
    public static byte[] services(DnsQuery query, List<NameAnswer.Service> services, int ttl, int limit) {
        return answer(
                query,
                services.stream()
                        .filter(service -> isEncodable(service.target()))
                        .map(service -> new Answer(DnsType.SRV, encodeService(service)))
                        .toList(),
                ttl,
                limit);
    }

    private static byte[] encodeService(NameAnswer.Service service) {
        byte[] target = encodeName(service.target());
        return ByteBuffer.allocate(6 + target.length)
                .putInt(0)
                .putShort((short) service.port())
                .put(target)
                .array();
    }

    /**
     * True if these bytes are a reply to that query: they repeat its question, in its case. A failure may leave the
     * question out, as servers do that cannot read it. Ids are not compared.
     *
     * @param query as it was sent, with one question
     */
    public static boolean answers(byte[] query, byte[] reply) {
        if (reply.length < DnsQuery.HEADER || (reply[2] & QR >> 8) == 0) {
            return false;
        }
        if (questions(reply) == 0) {
            return !ResponseCode.isAnswer(reply);
        }
        int end = DnsQuery.HEADER;
        while (end < query.length && query[end] != 0) {
            end += (query[end] & 0xff) + 1;
        }
        end += 5;
        return questions(reply) == 1
                && end <= query.length
                && end <= reply.length
                && Arrays.equals(query, DnsQuery.HEADER, end, reply, DnsQuery.HEADER, end);
    }

    private static int questions(byte[] message) {
        return (message[4] & 0xff) << 8 | message[5] & 0xff;
    }

    /**
     * What another server replied, as the reply to this query: its id, its RD bit, the question in its case.
     *
     * @param reply at least a header; to the same question, in any case
     * @param limit bytes; a reply that does not fit becomes one without records, marked truncated
     */
    public static byte[] passedOn(DnsQuery query, byte[] reply, int limit) {
        int code = ResponseCode.of(reply);
        if (reply.length > limit) {
            return message(query, TC | code, List.of(), 0, limit);
        }
        if (questions(reply) == 0) {
            return message(query, code, List.of(), 0, limit);
        }
        byte[] own = reply.clone();
        own[0] = (byte) (query.id() >> 8);
        own[1] = (byte) query.id();
        own[2] = (byte) (own[2] & ~(RD >> 8) | (query.recursionDesired() ? RD >> 8 : 0));
        if (own.length >= DnsQuery.HEADER + query.question().length) {
            System.arraycopy(query.question(), 0, own, DnsQuery.HEADER, query.question().length);
        }
        return own;
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
        int length = DnsQuery.HEADER + query.question().length + (query.edns() ? DnsQuery.OPT_LENGTH : 0);
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
            DnsQuery.putOpt(out, query.dnssecOk());
        }
        return out.array();
    }

    /** A container may be called what no domain name can be. */
    private static boolean isEncodable(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return text.length <= LONGEST_NAME
                && Stream.of(name.split("\\."))
                        .mapToInt(label -> label.getBytes(StandardCharsets.UTF_8).length)
                        .allMatch(length -> length > 0 && length <= LONGEST_LABEL);
    }

    private static byte[] encodeName(String name) {
        ByteBuffer out = ByteBuffer.allocate(name.getBytes(StandardCharsets.UTF_8).length + 2);
        for (String label : name.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
            out.put((byte) bytes.length).put(bytes);
        }
        return out.put((byte) 0).array();
    }
}
