package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.dns.wire.DnsType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that are put to name servers outside, asked by dig. */
class SandboxForwardingIT extends DigCase {
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

        assertThat(at.stubs().get(0).asked()).hasSize(1);
    }

    @Test
    void dig_upstreamsTcpReplyIsToAnotherQuestion_isNotTaken() {
        at.startStub("127.0.0.1");
        at.attach(List.of("127.0.0.1"), false);

        assertThat(at.dig("+short", "+tcp", "liar.example").lines())
                .as("what UDP had room for")
                .hasSizeBetween(1, 59);
    }

    @Test
    void questions_many_comeFromSeveralPortsWithIdsAtRandom() throws IOException {
        at.startStub("127.0.0.1");
        at.attach(List.of("127.0.0.1"), false);
        int count = 3 * RenewedUpstream.QUESTIONS;
        try (DatagramSocket udp = at.namespace().call(DatagramSocket::new)) {
            udp.setSoTimeout(60_000);
            udp.connect(new InetSocketAddress("127.0.0.11", 53));
            for (int i = 0; i < count; i++) {
                byte[] query = Messages.bytes("a" + i + ".example", DnsType.A, Messages.RECURSION_DESIRED);
                udp.send(new DatagramPacket(query, query.length));
                udp.receive(new DatagramPacket(new byte[512], 512));
            }
        }

        List<StubServer.Asked> asked = at.stubs().get(0).asked();
        assertThat(asked).hasSize(count);
        assertThat(asked.stream().map(StubServer.Asked::port).distinct()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(asked.stream().map(StubServer.Asked::id).distinct())
                .as("of 65,536 ids")
                .hasSizeGreaterThan(count * 9 / 10);
        assertThat(IntStream.range(1, count)
                        .filter(i -> asked.get(i).id() - asked.get(i - 1).id() == 1))
                .as("counted up")
                .hasSizeLessThan(count / 10);
    }
}
