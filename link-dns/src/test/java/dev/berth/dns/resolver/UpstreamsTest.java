package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.dns.wire.DnsFormatException;
import dev.berth.dns.wire.DnsType;
import dev.berth.dns.wire.ReplyRecords;
import dev.berth.dns.wire.ResponseCode;
import dev.berth.plugin.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Asking elsewhere, on a clock of the test's. */
class UpstreamsTest {
    private static final int SECOND = 1_000;
    private static final String WWW = "www.example";

    private final FakeClock clock = new FakeClock();
    private final FakeSockets sockets = new FakeSockets();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Upstreams one = upstreams("192.0.2.1");
    private final Upstreams two = upstreams("192.0.2.1", "192.0.2.2");

    @Test
    void ask_sameQuestionInFlight_isAskedOnceAndAnsweredToAll() {
        ask(one, WWW);
        ask(one, "WWW.example");
        ask(one, "other.example");

        assertThat(sockets.asked).hasSize(2);
        answer(WWW, 60);
        assertThat(outcomes).hasSize(2);
        assertThat(one.inFlight()).isEqualTo(1);
    }

    @Test
    void ask_again_isAnsweredOutOfMemoryWhileItHolds() {
        learn(WWW, 60);

        clock.pass(20 * SECOND);
        ask(one, WWW);
        assertThat(from()).containsExactly("192.0.2.1", Outcome.CACHE);
        assertThat(ttl(1)).isEqualTo(40);

        clock.pass(40 * SECOND);
        ask(one, WWW);
        assertThat(sockets.asked).hasSize(2);
    }

    @Test
    void ask_ttlZero_isNotKept() {
        learn(WWW, 0);
        ask(one, WWW);

        assertThat(sockets.asked).hasSize(2);
    }

    @Test
    void ask_otherTypeOrFlags_isAnotherQuestion() {
        learn(WWW, 60);

        one.ask(Messages.query(WWW, DnsType.AAAA, 0x0100), false, outcomes::add);
        one.ask(Messages.query(WWW, DnsType.A, 0x0110), false, outcomes::add);

        assertThat(sockets.asked).hasSize(3);
    }

    @Test
    void ask_nobodyAnswersButWasKnown_isStale() {
        learn(WWW, 60);
        clock.pass(100 * SECOND);

        ask(one, WWW);
        silence();

        assertThat(from()).endsWith(Outcome.STALE);
        assertThat(ttl(1)).isEqualTo(30);
    }

    @Test
    void ask_slowButWasKnown_isStaleBeforeTheAskerGivesUp() {
        learn(WWW, 60);
        clock.pass(100 * SECOND);
        ask(one, WWW);

        clock.pass(Inquiry.STALE_MILLIS - 1);
        assertThat(outcomes).hasSize(1);
        clock.pass(1);
        assertThat(from()).endsWith(Outcome.STALE);

        answer(WWW, 60);
        assertThat(outcomes).hasSize(2);
        ask(one, WWW);
        assertThat(from()).endsWith(Outcome.CACHE);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void ask_staleTooLong_isNotGiven() {
        learn(WWW, 60);
        clock.pass(2 * 3600 * SECOND);
        ask(one, WWW);
        silence();

        assertThat(outcomes.get(1).reply()).isEmpty();
    }

    @Test
    void ask_serverIsSlow_theNextIsAskedBesideIt() {
        ask(two, WWW);
        clock.pass(Inquiry.HEDGE_MILLIS - 1);
        assertThat(sockets.asked).hasSize(1);

        clock.pass(1);

        assertThat(sockets.asked).containsExactly("192.0.2.1", "192.0.2.2");
        answer(WWW, 60);
        assertThat(outcomes).hasSize(1);
        answer(WWW, 60);
        assertThat(outcomes).as("the other's, late").hasSize(1);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void ask_hedgedAndFirstFails_waitsForTheSecond() {
        ask(two, WWW);
        clock.pass(Inquiry.HEDGE_MILLIS);
        silence();
        assertThat(outcomes).isEmpty();
        assertThat(sockets.asked).hasSize(2);

        answer(WWW, 60);

        assertThat(from()).containsExactly("192.0.2.2");
    }

    @Test
    void ask_firstFailedAMomentAgo_othersGoFirst() {
        ask(two, WWW);
        silence();
        answer(WWW, 60);

        ask(two, "a.example");
        assertThat(sockets.asked).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.2");
        answer("a.example", 60);

        clock.pass(10 * SECOND);
        ask(two, "b.example");
        assertThat(sockets.asked).endsWith("192.0.2.1");
    }

    @Test
    void ask_byTcpAndTruncated_isAskedAgainByTcp() {
        one.ask(Messages.query(WWW), true, outcomes::add);
        sockets.answer(Optional.of(Messages.truncated(WWW)));
        assertThat(sockets.asked).containsExactly("192.0.2.1", "tcp 192.0.2.1");

        answer(WWW, 60);

        assertThat(outcomes).hasSize(1);
        ask(one, WWW);
        assertThat(from()).endsWith(Outcome.CACHE);
    }

    @Test
    void ask_negative_isKeptAsTheZoneSays() {
        ask(one, "gone.example");
        sockets.answer(Optional.of(Messages.negative("gone.example", 20)));

        clock.pass(19 * SECOND);
        ask(one, "gone.example");
        assertThat(from()).endsWith(Outcome.CACHE);
        clock.pass(SECOND);
        ask(one, "gone.example");
        assertThat(sockets.asked).hasSize(2);
    }

    @Test
    void ask_failure_isNotKept() {
        ask(one, WWW);
        sockets.answer(Optional.of(Messages.failure(WWW, ResponseCode.SERVFAIL)));
        ask(one, WWW);

        assertThat(sockets.asked).hasSize(2);
    }

    @Test
    void ask_socketFailed_isOpenedAnewButNotAllTheTime() {
        for (int i = 0; i < 50; i++) {
            ask(one, "a" + i + ".example");
            silence();
        }
        assertThat(sockets.opened).isEqualTo(1);

        clock.pass(SECOND);
        ask(one, WWW);

        assertThat(sockets.opened).isEqualTo(2);
        assertThat(sockets.retired).isEqualTo(1);
    }

    @Test
    void ask_manyOrLongAfter_isByAnotherSocket() {
        for (int i = 0; i <= RenewedUpstream.QUESTIONS; i++) {
            ask(one, "a" + i + ".example");
        }
        assertThat(sockets.opened).isEqualTo(2);

        clock.pass(10 * SECOND);
        ask(one, WWW);
        assertThat(sockets.opened).isEqualTo(3);
    }

    @Test
    void cache_floodOfNames_staysWithinBoundsAndKeepsWhatIsAskedAgain() {
        ReplyCache cache = new ReplyCache(64 << 10);
        QuestionKey popular = keep(cache, "popular.example");
        assertThat(cache.get(popular, clock.nanoTime())).isPresent();

        for (int i = 0; i < 10_000; i++) {
            keep(cache, "flood" + i + ".example");
        }

        assertThat(cache.get(popular, clock.nanoTime())).isPresent();
        assertThat(cache.size()).isLessThan(200);
    }

    private QuestionKey keep(ReplyCache cache, String name) {
        QuestionKey key = QuestionKey.of(Messages.query(name));
        cache.put(
                key, CachedReply.of(Messages.reply(name, 60), clock.nanoTime()).orElseThrow());
        return key;
    }

    private Upstreams upstreams(String... addresses) {
        List<Server> servers = Stream.of(addresses)
                .map(address -> new Server(Cidr.parseAddress(address), true))
                .toList();
        return new Upstreams(servers, sockets, clock, 1 << 20);
    }

    private void ask(Upstreams upstreams, String name) {
        upstreams.ask(Messages.query(name), false, outcomes::add);
    }

    /** Whoever was asked first of those that wait answers. */
    private void answer(String name, int ttl) {
        sockets.answer(Optional.of(Messages.reply(name, ttl)));
    }

    /** Whoever was asked first of those that wait does not answer in time. */
    private void silence() {
        sockets.answer(Optional.empty());
    }

    private void learn(String name, int ttl) {
        ask(one, name);
        answer(name, ttl);
    }

    private List<String> from() {
        return outcomes.stream().map(Outcome::from).toList();
    }

    private long ttl(int index) {
        try {
            byte[] reply = outcomes.get(index).reply().orElseThrow();
            return ReplyRecords.parse(reply).records().get(0).ttl();
        } catch (DnsFormatException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
