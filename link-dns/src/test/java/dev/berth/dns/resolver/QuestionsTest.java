package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.dns.name.Lookup;
import dev.berth.dns.name.NameTable;
import dev.berth.dns.wire.ResponseCode;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.SandboxNames;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Answering and forwarding with name servers that are written here. */
class QuestionsTest {
    private static final String WEB = query("0377656200");
    private static final String ELSEWHERE = query("07657861" + "6d706c6503636f6d00");

    private final FakeClock clock = new FakeClock();
    private final FakeSockets sockets = new FakeSockets();
    private final QuestionLog log = new QuestionLog();
    private final List<byte[]> replies = new ArrayList<>();

    @Test
    void ask_nameOfSeveral_changesTheirOrder() {
        Questions questions = questions(List.of(), false);
        Set<Integer> first = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            ask(questions, WEB);
            first.add((int) replies.get(i)[replies.get(i).length - 1]);
        }

        assertThat(first).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void ask_internalSandbox_nothingIsForwarded() {
        ask(questions(List.of("192.0.2.1"), true), ELSEWHERE);

        assertThat(code(0)).isEqualTo(ResponseCode.NXDOMAIN.number());
        assertThat(sockets.asked).isEmpty();
    }

    @Test
    void ask_noUpstreams_isServfail() {
        ask(questions(List.of(), false), ELSEWHERE);

        assertThat(code(0)).isEqualTo(ResponseCode.SERVFAIL.number());
    }

    @Test
    void ask_upstreamsFailOneAfterTheOther_theNextIsAsked() {
        ask(questions(List.of("192.0.2.1", "192.0.2.2", "192.0.2.3"), false), ELSEWHERE);
        sockets.answer(Optional.empty());
        sockets.answer(Optional.of(reply(ResponseCode.SERVFAIL)));
        sockets.answer(Optional.of(reply(ResponseCode.NOERROR)));

        assertThat(sockets.asked).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
        assertThat(code(0)).isEqualTo(ResponseCode.NOERROR.number());
    }

    @Test
    void ask_upstreamSaysNxdomain_nobodyElseIsAsked() {
        ask(questions(List.of("192.0.2.1", "192.0.2.2"), false), ELSEWHERE);
        sockets.answer(Optional.of(reply(ResponseCode.NXDOMAIN)));

        assertThat(sockets.asked).containsExactly("192.0.2.1");
        assertThat(code(0)).isEqualTo(ResponseCode.NXDOMAIN.number());
    }

    @Test
    void ask_refusedThenSilence_passesTheRefusalOn() {
        ask(questions(List.of("192.0.2.1", "192.0.2.2"), false), ELSEWHERE);
        sockets.answer(Optional.of(reply(ResponseCode.REFUSED)));
        sockets.answer(Optional.empty());

        assertThat(code(0)).isEqualTo(ResponseCode.REFUSED.number());
    }

    @Test
    void ask_moreThanMayWait_isRefusedAtOnce() {
        Questions questions = questions(List.of("192.0.2.1"), false);
        ask(questions, ELSEWHERE, Forwarder.MAX_WAITING);
        assertThat(replies).isEmpty();
        assertThat(sockets.asked).as("the same question is asked once").hasSize(1);

        ask(questions, ELSEWHERE);
        assertThat(code(0)).isEqualTo(ResponseCode.REFUSED.number());

        sockets.answer(Optional.of(reply(ResponseCode.NOERROR)));
        assertThat(replies).hasSize(1 + Forwarder.MAX_WAITING);
    }

    @Test
    void ask_halfOfWhatMayWaitTogether_leavesEachItsFairShare() {
        HostUpstreams host = new HostUpstreams(sockets, clock);
        for (int i = 0; i < Forwarder.MAX_WAITING_TOGETHER / 2 / Forwarder.MAX_WAITING; i++) {
            ask(questions(List.of("192.0.2.1"), false, host), ELSEWHERE, Forwarder.MAX_WAITING);
        }
        assertThat(replies).isEmpty();

        Questions late = questions(List.of("192.0.2.1"), false, host);
        ask(late, ELSEWHERE, Forwarder.FAIR_SHARE);
        assertThat(replies).isEmpty();
        ask(late, ELSEWHERE);
        assertThat(code(0)).isEqualTo(ResponseCode.REFUSED.number());
        ask(late, WEB);
        assertThat(code(1)).as("own names wait for nobody").isZero();
    }

    @Test
    void ask_nameOfOurs_isNeverAskedElsewhere() {
        Questions questions = questions(List.of("192.0.2.1"), false);
        for (String type : List.of("0001", "001c", "000f", "0010", "0021", "00ff")) {
            ask(questions, WEB.replace("00010001", type + "0001"));
            ask(questions, query("03776562" + "0566726f6e7400").replace("00010001", type + "0001"));
        }

        assertThat(sockets.asked).isEmpty();
        assertThat(replies)
                .hasSize(12)
                .allSatisfy(reply -> assertThat(ResponseCode.of(reply)).isZero());
    }

    @Test
    void ask_singleLabel_neverLeaks() {
        Questions questions = questions(List.of("192.0.2.1"), false);

        ask(questions, query("06" + "7072696e7473" + "00"));
        ask(questions, query("06" + "7072696e7473" + "00").replace("00010001", "00ff0001"));

        assertThat(sockets.asked).isEmpty();
        assertThat(code(0)).isEqualTo(ResponseCode.NXDOMAIN.number());
        assertThat(code(1)).isEqualTo(ResponseCode.NXDOMAIN.number());
        ask(questions, query("03636f6d00").replace("00010001", "00020001"));
        ask(questions, query("00").replace("00010001", "00020001"));
        assertThat(sockets.asked)
                .as("what a resolver asks of roots and top levels")
                .hasSize(2);
    }

    @Test
    void ask_answered_isInTheLog() {
        Questions questions = questions(List.of("192.0.2.1"), false);
        ask(questions, ELSEWHERE);
        sockets.answer(Optional.of(reply(ResponseCode.NXDOMAIN)));
        ask(questions, WEB);

        assertThat(log.recent())
                .extracting(asked -> asked.name() + " " + asked.type() + " " + asked.answer() + " " + asked.from())
                .satisfies(lines -> assertThat(lines.get(0)).isEqualTo("example.com A NXDOMAIN 192.0.2.1"))
                .satisfies(lines ->
                        assertThat(lines.get(1)).startsWith("web A 172.18.0.").endsWith(" berth"));
    }

    @Test
    void ask_moreThanTheLogRemembers_forgetsTheOldest() {
        Questions questions = questions(List.of(), false);
        ask(questions, WEB, QuestionLog.REMEMBERED + 10);

        assertThat(log.recent()).hasSize(QuestionLog.REMEMBERED);
    }

    @Test
    void ask_socketCannotBeOpened_isServfail() {
        sockets.failing = true;

        ask(questions(List.of("192.0.2.1"), false), ELSEWHERE);

        assertThat(code(0)).isEqualTo(ResponseCode.SERVFAIL.number());
    }

    @Test
    void ask_notAQuery_isFormatErrorOrNothing() {
        Questions questions = questions(List.of(), false);

        ask(questions, "1234010000020000" + "00000000");
        ask(questions, "1234810000010000" + "00000000");
        ask(questions, "12");

        assertThat(replies).hasSize(1);
        assertThat(code(0)).isEqualTo(ResponseCode.FORMERR.number());
    }

    @Test
    void ask_otherOpcode_isNotImplemented() {
        ask(questions(List.of(), false), "123410" + WEB.substring(6));

        assertThat(code(0)).isEqualTo(ResponseCode.NOTIMP.number());
    }

    @Test
    void servers_ofSandbox_goBeforeTheHosts() {
        SandboxNames own = names(List.of("192.0.2.1"), false);
        SandboxNames host =
                new SandboxNames("c", Path.of("/none"), List.of(), Map.of(), List.of(), own.upstreams(), false);

        assertThat(Forwarder.servers(own)).containsExactly(new Server(address("192.0.2.1"), true));
        assertThat(Forwarder.servers(host)).containsExactly(new Server(address("192.0.2.1"), false));
    }

    private void ask(Questions questions, String hex) {
        questions.ask(HexFormat.of().parseHex(hex), false, replies::add);
    }

    private void ask(Questions questions, String hex, int times) {
        for (int i = 0; i < times; i++) {
            ask(questions, hex);
        }
    }

    private int code(int index) {
        return ResponseCode.of(replies.get(index));
    }

    private Questions questions(List<String> upstreams, boolean internal) {
        return questions(upstreams, internal, new HostUpstreams(sockets, clock));
    }

    private Questions questions(List<String> upstreams, boolean internal, HostUpstreams host) {
        SandboxNames names = names(upstreams, internal);
        Lookup lookup = new Lookup(names);
        NameTable table = NameTable.EMPTY.with(new NameRecord(
                "n1", "front", "e1", List.of("web"), List.of(address("172.18.0.2"), address("172.18.0.3"))));
        Forwarder forwarder = new Forwarder(() -> names, sockets, host, clock);
        return new Questions(() -> table, () -> lookup, forwarder, log, new Random(1));
    }

    private static SandboxNames names(List<String> upstreams, boolean internal) {
        List<InetAddress> servers =
                upstreams.stream().map(QuestionsTest::address).toList();
        return new SandboxNames("c", Path.of("/none"), List.of("n1"), Map.of(), servers, List.of(), internal);
    }

    private static byte[] reply(ResponseCode code) {
        byte[] reply = HexFormat.of().parseHex(ELSEWHERE);
        reply[2] = (byte) 0x81;
        reply[3] = (byte) code.number();
        return reply;
    }

    private static String query(String name) {
        return "123401000001000000000000" + name + "00010001";
    }

    private static InetAddress address(String text) {
        return Cidr.parseAddress(text);
    }
}
