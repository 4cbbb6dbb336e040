package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that are put to name servers outside, asked by dig. */
@NetNsTest
class SandboxForwardingIT {
    private DigFixture at;

    @BeforeEach
    void take(NetNs namespace) {
        at = new DigFixture(namespace);
    }

    @AfterEach
    void stop() {
        at.close();
    }

    @Test
    void dig_deadUpstreams_isServfailNotSilence() {
        at.attach(List.of("127.0.0.1", "127.0.0.2"), false);

        assertThat(at.dig("example.com")).contains("status: SERVFAIL");
    }

    @Test
    void dig_firstUpstreamDead_isAnsweredByTheSecond() {
        at.startStub("127.0.0.2");
        at.attach(List.of("127.0.0.1", "127.0.0.2"), false);

        assertThat(at.dig("+short", "example.com")).isEqualTo("192.0.2.53");
        assertThat(at.dig("single")).contains("status: NXDOMAIN");
    }

    @Test
    void dig_upstreamTruncates_isAskedAgainByTcp() {
        at.startStub("127.0.0.1");
        at.attach(List.of("127.0.0.1"), false);

        assertThat(at.dig("+short", "truncated.example").lines()).hasSize(60);
    }

    @Test
    void dig_upstreamSaysNxdomain_thatIsFinal() {
        at.startStub("127.0.0.1");
        at.attach(List.of("127.0.0.1", "127.0.0.2"), false);

        assertThat(at.dig("missing.example")).contains("status: NXDOMAIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrongid", "wrongname", "noreply", "garbage", "twice"})
    void dig_upstreamRepliesWrongFirst_takesTheRightOne(String name) {
        at.startStub("127.0.0.1");
        at.attach(List.of("127.0.0.1"), false);

        assertThat(at.dig("+short", name + ".example")).isEqualTo("192.0.2.53");
    }

    @Test
    void dig_upstreamNeverReplies_isServfailAndTheNextIsHedged() {
        at.startStub("127.0.0.1");
        at.attach(List.of("127.0.0.1"), false);
        assertThat(at.dig("never.example")).contains("status: SERVFAIL");

        at.startStub("127.0.0.2");
        at.attach(List.of("127.0.0.1", "127.0.0.2"), false);
        assertThat(at.dig("+short", "www.example")).isEqualTo("192.0.2.53");
    }

    @Test
    void dig_upstreamGoneAndBack_isAskedAgain() {
        at.startStub("127.0.0.1");
        at.attach(List.of("127.0.0.1"), false);
        assertThat(at.dig("+short", "a.example")).isEqualTo("192.0.2.53");
        at.stubs().get(0).close();
        assertThat(at.dig("b.example")).contains("status: SERVFAIL");

        at.startStub("127.0.0.1");

        assertThat(at.dig("+short", "c.example")).isEqualTo("192.0.2.53");
    }

    @Test
    void dig_upstreamReachableLater_isAskedByANewSocket() {
        at.attach(List.of("192.0.2.1"), false);
        assertThat(at.dig("a.example")).contains("status: SERVFAIL");

        at.run("ip", "address", "add", "192.0.2.1/32", "dev", "lo");
        at.startStub("192.0.2.1");

        Awaitility.await().until(() -> at.dig("+short", "b.example").equals("192.0.2.53"));
    }

    @Test
    void dig_sameQuestionAgain_isNotAskedUpstream() {
        at.startStub("127.0.0.1");
        at.attach(List.of("127.0.0.1"), false);

        assertThat(at.dig("+short", "www.example")).isEqualTo("192.0.2.53");
        assertThat(at.dig("+short", "WWW.Example")).isEqualTo("192.0.2.53");
        assertThat(at.dig("+short", "+tcp", "www.example")).isEqualTo("192.0.2.53");

        assertThat(at.stubs().get(0).asked()).isEqualTo(1);
    }
}
