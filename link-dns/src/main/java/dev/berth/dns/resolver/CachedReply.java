package dev.berth.dns.resolver;

import dev.berth.dns.wire.DnsFormatException;
import dev.berth.dns.wire.DnsType;
import dev.berth.dns.wire.ReplyRecords;
import dev.berth.dns.wire.ReplyRecords.Entry;
import dev.berth.dns.wire.ReplyRecords.Section;
import dev.berth.dns.wire.ResponseCode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A reply that may be given again while its records hold.
 *
 * @param stored nanoseconds, of the clock that is asked for the time later
 * @param seconds how long it holds
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2308">RFC 2308: negative answers</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8767">RFC 8767: stale answers</a>
 */
record CachedReply(byte[] reply, List<Entry> records, long stored, long seconds) {
    private static final long LONGEST_SECONDS = 3_600;
    private static final long LONGEST_NEGATIVE_SECONDS = 300;

    /** How long after its end a reply may still be given if nobody answers. */
    private static final long STALE_SECONDS = 3_600;

    /** What a stale record says it holds (RFC 8767, 4). */
    private static final int STALE_TTL = 30;

    private static final long NANOS = 1_000_000_000L;

    /** Nothing if the reply is not one to keep: a failure, a part, or one that says so. */
    static Optional<CachedReply> of(byte[] reply, long now) {
        int code = ResponseCode.of(reply);
        boolean truncated = (reply[2] & 0x02) != 0;
        if (truncated || !ResponseCode.isAnswer(reply)) {
            return Optional.empty();
        }
        try {
            List<Entry> records = ReplyRecords.parse(reply).records();
            OptionalLong seconds = seconds(reply, records, code);
            return seconds.isPresent() && seconds.getAsLong() > 0
                    ? Optional.of(new CachedReply(reply, records, now, seconds.getAsLong()))
                    : Optional.empty();
        } catch (DnsFormatException malformed) {
            return Optional.empty();
        }
    }

    private static OptionalLong seconds(byte[] reply, List<Entry> records, int code) {
        boolean answered = records.stream()
                .anyMatch(record -> record.section() == Section.ANSWER && record.type() != DnsType.CNAME);
        if (answered && code == ResponseCode.NOERROR.number()) {
            return OptionalLong.of(Math.min(shortest(records).orElse(0), LONGEST_SECONDS));
        }
        OptionalLong soa = records.stream()
                .filter(record -> record.section() == Section.AUTHORITY && record.type() == DnsType.SOA)
                .filter(record -> record.length() >= 22)
                .mapToLong(record -> Math.min(record.ttl(), minimum(reply, record)))
                .findFirst();
        return soa.isEmpty()
                ? soa
                : OptionalLong.of(Math.min(
                        Math.min(soa.getAsLong(), LONGEST_NEGATIVE_SECONDS),
                        shortest(records).orElse(LONGEST_NEGATIVE_SECONDS)));
    }

    private static OptionalLong shortest(List<Entry> records) {
        return records.stream().mapToLong(Entry::ttl).min();
    }

    /** The last four bytes of an SOA record. */
    private static long minimum(byte[] reply, Entry soa) {
        return ByteBuffer.wrap(reply).getInt(soa.dataOffset() + soa.length() - 4) & 0xffffffffL;
    }

    boolean isFresh(long now) {
        return age(now) < seconds;
    }

    boolean isUsable(long now) {
        return age(now) < seconds + STALE_SECONDS;
    }

    private long age(long now) {
        return (now - stored) / NANOS;
    }

    /** The reply with what is left of each record's time. */
    byte[] aged(long now) {
        boolean fresh = isFresh(now);
        long age = age(now);
        byte[] copy = reply.clone();
        ByteBuffer out = ByteBuffer.wrap(copy);
        for (Entry record : records) {
            long left = Math.max(0, Math.min(record.ttl(), Integer.MAX_VALUE) - age);
            out.putInt(record.ttlOffset(), fresh ? (int) left : STALE_TTL);
        }
        return copy;
    }

    /** Roughly, bytes of memory. */
    int weight() {
        return 200 + reply.length + 40 * records.size();
    }
}
