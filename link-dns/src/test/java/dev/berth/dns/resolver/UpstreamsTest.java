package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.dns.wire.DnsFormatException;
import dev.berth.dns.wire.DnsQuery;
import dev.berth.dns.wire.DnsReply;
import dev.berth.dns.wire.ReplyRecords;
import dev.berth.dns.wire.ResponseCode;
import dev.berth.plugin.Cidr;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Asking elsewhere, on a clock of the test's. */
class UpstreamsTest {
    private static final int SECOND = 1_000;

    private final FakeClock clock = new FakeClock();
    private final FakeSockets sockets = new FakeSockets();
    private final List<Outcome> outcomes = new ArrayList<>();

    @Test
    void ask_sameQuestionInFlight_isAskedOnceAndAnsweredToAll() {
        Upstreams upstreams = upstreams("192.0.2.1");
        ask(upstreams, "www.example");
        ask(upstreams, "WWW.example");
        ask(upstreams, "other.example");

        assertThat(sockets.asked).hasSize(2);
        sockets.answer(Optional.of(reply("www.example", 60)));
        assertThat(outcomes).hasSize(2);
        assertThat(upstreams.inFlight()).isEqualTo(1);
    }

    @Test
    void ask_again_isAnsweredOutOfMemoryWhileItHolds() {
        Upstreams upstreams = upstreams("192.0.2.1");
        ask(upstreams, "www.example");
        sockets.answer(Optional.of(reply("www.example", 60)));

        clock.pass(20 * SECOND);
        ask(upstreams, "www.example");
        assertThat(outcomes.get(1).from()).isEqualTo(Outcome.CACHE);
        assertThat(ttl(1)).isEqualTo(40);

        clock.pass(40 * SECOND);
        ask(upstreams, "www.example");
        assertThat(sockets.asked).hasSize(2);
    }

    @Test
    void ask_ttlZero_isNotKept() {
        Upstreams upstreams = upstreams("192.0.2.1");
        ask(upstreams, "www.example");
        sockets.answer(Optional.of(reply("www.example", 0)));
        ask(upstreams, "www.example");

        assertThat(sockets.asked).hasSize(2);
    }

    @Test
    void ask_otherTypeOrFlags_isAnotherQuestion() {
        Upstreams upstreams = upstreams("192.0.2.1");
        ask(upstreams, "www.example");
        sockets.answer(Optional.of(reply("www.example", 60)));

        upstreams.ask(query("www.example", 28, 0x0100), false, outcomes::add);
        upstreams.ask(query("www.example", 1, 0x0110), false, outcomes::add);

        assertThat(sockets.asked).hasSize(3);
    }

    @Test
    void ask_nobodyAnswersButWasKnown_isStale() {
        Upstreams upstreams = upstreams("192.0.2.1");
        ask(upstreams, "www.example");
        sockets.answer(Optional.of(reply("www.example", 60)));
        clock.pass(100 * SECOND);

        ask(upstreams, "www.example");
        sockets.answer(Optional.empty());

        assertThat(outcomes.get(1).from()).isEqualTo(Outcome.STALE);
        assertThat(ttl(1)).isEqualTo(30);
    }

    @Test
    void ask_slowButWasKnown_isStaleBeforeTheAskerGivesUp() {
        Upstreams upstreams = upstreams("192.0.2.1");
        ask(upstreams, "www.example");
        sockets.answer(Optional.of(reply("www.example", 60)));
        clock.pass(100 * SECOND);
        ask(upstreams, "www.example");

        clock.pass(Inquiry.STALE_MILLIS - 1);
        assertThat(outcomes).hasSize(1);
        clock.pass(1);
        assertThat(outcomes.get(1).from()).isEqualTo(Outcome.STALE);

        sockets.answer(Optional.of(reply("www.example", 60)));
        assertThat(outcomes).hasSize(2);
        ask(upstreams, "www.example");
        assertThat(outcomes.get(2).from()).isEqualTo(Outcome.CACHE);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void ask_staleTooLong_isNotGiven() {
        Upstreams upstreams = upstreams("192.0.2.1");
        ask(upstreams, "www.example");
        sockets.answer(Optional.of(reply("www.example", 60)));
        clock.pass(2 * 3600 * SECOND);
        ask(upstreams, "www.example");
        sockets.answer(Optional.empty());

        assertThat(outcomes.get(1).reply()).isEmpty();
    }

    @Test
    void ask_serverIsSlow_theNextIsAskedBesideIt() {
        Upstreams upstreams = upstreams("192.0.2.1", "192.0.2.2");
        ask(upstreams, "www.example");
        clock.pass(Inquiry.HEDGE_MILLIS - 1);
        assertThat(sockets.asked).hasSize(1);

        clock.pass(1);

        assertThat(sockets.asked).containsExactly("192.0.2.1", "192.0.2.2");
        sockets.answer(Optional.of(reply("www.example", 60)));
        assertThat(outcomes).hasSize(1);
        sockets.answer(Optional.of(reply("www.example", 60)));
        assertThat(outcomes).hasSize(1);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void ask_hedgedAndFirstFails_waitsForTheSecond() {
        Upstreams upstreams = upstreams("192.0.2.1", "192.0.2.2");
        ask(upstreams, "www.example");
        clock.pass(Inquiry.HEDGE_MILLIS);
        sockets.answer(Optional.empty());
        assertThat(outcomes).isEmpty();
        assertThat(sockets.asked).hasSize(2);

        sockets.answer(Optional.of(reply("www.example", 60)));

        assertThat(outcomes.get(0).from()).isEqualTo("192.0.2.2");
    }

    @Test
    void ask_firstFailedAMomentAgo_othersGoFirst() {
        Upstreams upstreams = upstreams("192.0.2.1", "192.0.2.2");
        ask(upstreams, "www.example");
        sockets.answer(Optional.empty());
        sockets.answer(Optional.of(reply("www.example", 60)));

        ask(upstreams, "a.example");
        assertThat(sockets.asked).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.2");
        sockets.answer(Optional.of(reply("a.example", 60)));

        clock.pass(10 * SECOND);
        ask(upstreams, "b.example");
        assertThat(sockets.asked).endsWith("192.0.2.1");
    }

    @Test
    void ask_byTcpAndTruncated_isAskedAgainByTcp() {
        Upstreams upstreams = upstreams("192.0.2.1");
        upstreams.ask(query("www.example", 1, 0x0100), true, outcomes::add);
        byte[] part = reply("www.example", 60);
        part[2] |= 0x02;
        sockets.answer(Optional.of(part));
        assertThat(sockets.asked).containsExactly("192.0.2.1", "tcp 192.0.2.1");

        sockets.answer(Optional.of(reply("www.example", 60)));

        assertThat(outcomes).hasSize(1);
        ask(upstreams, "www.example");
        assertThat(outcomes.get(1).from()).isEqualTo(Outcome.CACHE);
    }

    @Test
    void ask_negative_isKeptAsTheZoneSays() {
        Upstreams upstreams = upstreams("192.0.2.1");
        ask(upstreams, "gone.example");
        sockets.answer(Optional.of(negative("gone.example", 20)));

        clock.pass(19 * SECOND);
        ask(upstreams, "gone.example");
        assertThat(outcomes.get(1).from()).isEqualTo(Outcome.CACHE);
        clock.pass(SECOND);
        ask(upstreams, "gone.example");
        assertThat(sockets.asked).hasSize(2);
    }

    @Test
    void ask_failure_isNotKept() {
        Upstreams upstreams = upstreams("192.0.2.1");
        ask(upstreams, "www.example");
        sockets.answer(Optional.of(DnsReply.empty(query("www.example", 1, 0x0100), ResponseCode.SERVFAIL, false)));
        ask(upstreams, "www.example");

        assertThat(sockets.asked).hasSize(2);
    }

    @Test
    void ask_socketFailed_isOpenedAnewButNotAllTheTime() {
        Upstreams upstreams = upstreams("192.0.2.1");
        for (int i = 0; i < 50; i++) {
            ask(upstreams, "a" + i + ".example");
            sockets.answer(Optional.empty());
        }
        assertThat(sockets.opened).isEqualTo(1);

        clock.pass(SECOND);
        ask(upstreams, "www.example");

        assertThat(sockets.opened).isEqualTo(2);
        assertThat(sockets.retired).isEqualTo(1);
    }

    @Test
    void ask_manyOrLongAfter_isByAnotherSocket() {
        Upstreams upstreams = upstreams("192.0.2.1");
        for (int i = 0; i <= RenewedUpstream.QUESTIONS; i++) {
            ask(upstreams, "a" + i + ".example");
        }
        assertThat(sockets.opened).isEqualTo(2);

        clock.pass(10 * SECOND);
        ask(upstreams, "www.example");
        assertThat(sockets.opened).isEqualTo(3);
    }

    @Test
    void cache_floodOfNames_staysWithinBoundsAndKeepsWhatIsAskedAgain() {
        ReplyCache cache = new ReplyCache(64 << 10);
        QuestionKey popular = QuestionKey.of(query("popular.example", 1, 0x0100));
        cache.put(popular, kept("popular.example"));
        assertThat(cache.get(popular, clock.nanoTime())).isPresent();

        for (int i = 0; i < 10_000; i++) {
            String name = "flood" + i + ".example";
            cache.put(QuestionKey.of(query(name, 1, 0x0100)), kept(name));
        }

        assertThat(cache.get(popular, clock.nanoTime())).isPresent();
        assertThat(cache.size()).isLessThan(200);
    }

    private CachedReply kept(String name) {
        return CachedReply.of(reply(name, 60), clock.nanoTime()).orElseThrow();
    }

    private Upstreams upstreams(String... addresses) {
        List<Server> servers = Stream.of(addresses)
                .map(address -> new Server(Cidr.parseAddress(address), true))
                .toList();
        return new Upstreams(servers, sockets, clock, 1 << 20);
    }

    private void ask(Upstreams upstreams, String name) {
        upstreams.ask(query(name, 1, 0x0100), false, outcomes::add);
    }

    private long ttl(int index) {
        try {
            byte[] reply = outcomes.get(index).reply().orElseThrow();
            return ReplyRecords.parse(reply).records().get(0).ttl();
        } catch (DnsFormatException malformed) {
            throw new AssertionError(malformed);
        }
    }

    static DnsQuery query(String name, int type, int flags) {
        StringBuilder hex = new StringBuilder(String.format("1234%04x0001000000000000", flags));
        for (String label : name.split("\\.")) {
            hex.append(String.format("%02x", label.length()));
            hex.append(HexFormat.of().formatHex(label.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
        hex.append(String.format("00%04x0001", type));
        try {
            return DnsQuery.parse(HexFormat.of().parseHex(hex));
        } catch (DnsFormatException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static byte[] reply(String name, int ttl) {
        return DnsReply.addresses(query(name, 1, 0x0100), List.of(Cidr.parseAddress("192.0.2.80")), ttl, 512);
    }

    /** NXDOMAIN with an SOA record of the root that says so many seconds. */
    private static byte[] negative(String name, int minimum) {
        byte[] empty = DnsReply.empty(query(name, 1, 0x0100), ResponseCode.NXDOMAIN, true);
        String soa = "00" + "00060001" + "00000e10" + "0016" + "0000" + "00000001".repeat(4)
                + String.format("%08x", minimum);
        byte[] record = HexFormat.of().parseHex(soa);
        byte[] reply = java.util.Arrays.copyOf(empty, empty.length + record.length);
        System.arraycopy(record, 0, reply, empty.length, record.length);
        reply[9] = 1;
        return reply;
    }
}
