package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Result;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameDiagnostics;
import dev.berth.plugin.name.NameQuery;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.NameServiceContract;
import dev.berth.plugin.name.SandboxNames;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Protocol;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resolver in a namespace, asked by dig. */
@NetNsTest
class SandboxNameServiceIT extends NameServiceContract {
    private final SandboxNameService service = new SandboxNameService();
    private final List<StubServer> stubs = new ArrayList<>();
    private NetNs namespace;

    @BeforeEach
    void take(NetNs namespace) {
        this.namespace = namespace;
    }

    @AfterEach
    void stop() {
        service.detach("sandbox");
        service.close();
        stubs.forEach(StubServer::close);
    }

    @Override
    protected NameService service() {
        return service;
    }

    @Override
    protected Path sandbox() {
        return namespace.path();
    }

    @Test
    void dig_ownName_isAnsweredByUdpAndTcp() {
        register("e1", List.of("web"), "172.18.0.2");
        attach(List.of(), false);

        assertThat(dig("+short", "web")).isEqualTo("172.18.0.2");
        assertThat(dig("+short", "+tcp", "web")).isEqualTo("172.18.0.2");
        assertThat(dig("+short", "WEB.Front.")).isEqualTo("172.18.0.2");
        assertThat(dig("+short", "-x", "172.18.0.2")).isEqualTo("web.front.");
    }

    @Test
    void dig_ownName_hasFlagsTtlAndSourcePort53() {
        register("e1", List.of("web"), "172.18.0.2");
        attach(List.of(), false);

        String reply = dig("web");

        assertThat(reply)
                .contains("status: NOERROR", "flags: qr aa rd ra", "SERVER: 127.0.0.11#53")
                .containsPattern("web\\.\\s+5\\s+IN\\s+A\\s+172\\.18\\.0\\.2")
                .containsPattern("EDNS: version: 0");
    }

    @Test
    void dig_otherTypeOfOwnName_isNoErrorWithoutAnswer() {
        register("e1", List.of("web"), "172.18.0.2");
        attach(List.of(), false);

        assertThat(dig("AAAA", "web")).contains("status: NOERROR", "ANSWER: 0");
        assertThat(dig("MX", "web")).contains("status: NOERROR", "ANSWER: 0");
    }

    @Test
    void dig_moreAddressesThanFit_isTruncatedAndWholeByTcp() {
        for (int i = 2; i < 102; i++) {
            register("e" + i, List.of("web" + i, "web"), "172.18.0." + i);
        }
        attach(List.of(), false);

        assertThat(dig("+ignore", "+noedns", "web")).containsPattern("flags: qr aa tc rd ra;");
        assertThat(dig("+short", "+noedns", "web").lines()).hasSize(100);
    }

    @Test
    void dig_unknownNameOnInternalNetwork_isNxdomain() {
        attach(List.of("127.0.0.1"), true);

        assertThat(dig("example.com")).contains("status: NXDOMAIN");
    }

    @Test
    void dig_deadUpstreams_isServfailNotSilence() {
        attach(List.of("127.0.0.1", "127.0.0.2"), false);

        assertThat(dig("example.com")).contains("status: SERVFAIL");
    }

    @Test
    void dig_firstUpstreamDead_isAnsweredByTheSecond() {
        startStub("127.0.0.2");
        attach(List.of("127.0.0.1", "127.0.0.2"), false);

        assertThat(dig("+short", "example.com")).isEqualTo("192.0.2.53");
        assertThat(dig("single")).contains("status: NXDOMAIN");
    }

    @Test
    void dig_upstreamTruncates_isAskedAgainByTcp() {
        startStub("127.0.0.1");
        attach(List.of("127.0.0.1"), false);

        assertThat(dig("+short", "truncated.example").lines()).hasSize(60);
    }

    @Test
    void dig_upstreamSaysNxdomain_thatIsFinal() {
        startStub("127.0.0.1");
        attach(List.of("127.0.0.1", "127.0.0.2"), false);

        assertThat(dig("missing.example")).contains("status: NXDOMAIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrongid", "wrongname", "noreply", "garbage", "twice"})
    void dig_upstreamRepliesWrongFirst_takesTheRightOne(String name) {
        startStub("127.0.0.1");
        attach(List.of("127.0.0.1"), false);

        assertThat(dig("+short", name + ".example")).isEqualTo("192.0.2.53");
    }

    @Test
    void dig_upstreamNeverReplies_isServfailAndTheNextIsHedged() {
        startStub("127.0.0.1");
        attach(List.of("127.0.0.1"), false);
        assertThat(dig("never.example")).contains("status: SERVFAIL");

        startStub("127.0.0.2");
        attach(List.of("127.0.0.1", "127.0.0.2"), false);
        assertThat(dig("+short", "www.example")).isEqualTo("192.0.2.53");
    }

    @Test
    void dig_upstreamGoneAndBack_isAskedAgain() {
        startStub("127.0.0.1");
        attach(List.of("127.0.0.1"), false);
        assertThat(dig("+short", "a.example")).isEqualTo("192.0.2.53");
        stubs.get(0).close();
        assertThat(dig("b.example")).contains("status: SERVFAIL");

        startStub("127.0.0.1");

        assertThat(dig("+short", "c.example")).isEqualTo("192.0.2.53");
    }

    @Test
    void dig_upstreamReachableLater_isAskedByANewSocket() {
        attach(List.of("192.0.2.1"), false);
        assertThat(dig("a.example")).contains("status: SERVFAIL");

        run("ip", "address", "add", "192.0.2.1/32", "dev", "lo");
        startStub("192.0.2.1");

        Awaitility.await().until(() -> dig("+short", "b.example").equals("192.0.2.53"));
    }

    @Test
    void dig_sameQuestionAgain_isNotAskedUpstream() {
        startStub("127.0.0.1");
        attach(List.of("127.0.0.1"), false);

        assertThat(dig("+short", "www.example")).isEqualTo("192.0.2.53");
        assertThat(dig("+short", "WWW.Example")).isEqualTo("192.0.2.53");
        assertThat(dig("+short", "+tcp", "www.example")).isEqualTo("192.0.2.53");

        assertThat(stubs.get(0).asked()).isEqualTo(1);
    }

    @Test
    void dig_service_isAnSrvRecord() {
        service.register(new NameRecord(
                FRONT,
                "front",
                "e1",
                List.of("web"),
                List.of(address("172.18.0.2")),
                List.of(new ContainerPort(80, Protocol.TCP))));
        attach(List.of(), false);

        assertThat(dig("+short", "SRV", "_http._tcp.web")).isEqualTo("0 0 80 web.front.");
        assertThat(dig("SRV", "_https._tcp.web")).contains("status: NOERROR", "ANSWER: 0");
    }

    @Test
    void log_ofASandbox_hasQuestionAnswerAndOrigin() {
        startStub("127.0.0.1");
        register("e1", List.of("web"), "172.18.0.2");
        attach(List.of("127.0.0.1"), false);
        List<NameQuery> told = new CopyOnWriteArrayList<>();
        try (NameDiagnostics.Subscription watching = service.watch("sandbox", told::add)) {
            assertThat(watching).isNotNull();
            dig("web");
            dig("www.example");
            dig("www.example");
        }
        dig("web");

        assertThat(told)
                .extracting(query -> query.name() + " " + query.answer() + " " + query.from())
                .containsExactly(
                        "web 172.18.0.2 berth", "www.example 192.0.2.53 127.0.0.1", "www.example 192.0.2.53 cache");
        assertThat(service.recent("sandbox")).hasSize(4);
        assertThat(service.lookUp(FRONT, "WEB", "a"))
                .isEqualTo(new NameAnswer.Addresses(List.of(address("172.18.0.2"))));
    }

    @Test
    void sockets_badInputOfEveryKind_goOnAnswering() throws IOException {
        register("e1", List.of("web"), "172.18.0.2");
        attach(List.of(), true);
        Random random = new Random(1);
        InetSocketAddress resolver = new InetSocketAddress("127.0.0.11", 53);
        try (DatagramSocket udp = namespace.call(DatagramSocket::new)) {
            for (int i = 0; i < 20_000; i++) {
                byte[] packet = new byte[random.nextInt(i % 100 == 0 ? 9_000 : 64)];
                random.nextBytes(packet);
                udp.send(new DatagramPacket(packet, packet.length, resolver));
            }
        }
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                Socket socket = namespace.call(() -> new Socket("127.0.0.11", 53));
                idle.add(socket);
                if (i % 2 == 0) {
                    socket.getOutputStream().write(1);
                }
            }
            assertThat(dig("+short", "web")).isEqualTo("172.18.0.2");
            assertThat(dig("+short", "+tcp", "web")).isEqualTo("172.18.0.2");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void lookups_whileANameChanges_areNeverWrongAndNeverFail() throws Exception {
        register("e1", List.of("web"), "172.18.0.2");
        attach(List.of(), true);
        AtomicBoolean over = new AtomicBoolean();
        Thread changing = new Thread(() -> {
            for (int i = 0; !over.get(); i++) {
                register("e1", List.of("web"), "172.18.0." + (2 + i % 2));
                register("other" + i % 50, List.of("x" + i), "172.18.1.1");
            }
        });
        changing.start();
        try (DatagramSocket udp = namespace.call(DatagramSocket::new)) {
            udp.setSoTimeout(5_000);
            udp.connect(new InetSocketAddress("127.0.0.11", 53));
            byte[] query = HexFormat.of().parseHex("123401000001000000000000" + "0377656200" + "00010001");
            for (int i = 0; i < 5_000; i++) {
                udp.send(new DatagramPacket(query, query.length));
                DatagramPacket reply = new DatagramPacket(new byte[512], 512);
                udp.receive(reply);
                assertThat(reply.getLength()).isEqualTo(query.length + 16);
                assertThat(reply.getData()[reply.getLength() - 1]).isIn((byte) 2, (byte) 3);
            }
        } finally {
            over.set(true);
            changing.join();
        }
    }

    @Test
    void flood_fromOneSandbox_leavesAnotherItsAnswers(NetNs other) throws Exception {
        register("e1", List.of("web"), "172.18.0.2");
        attach(List.of("192.0.2.1"), false);
        service.attach(new SandboxNames("other", other.path(), List.of(FRONT), Map.of(), List.of(), List.of(), true));
        byte[] query = HexFormat.of().parseHex("123401000001000000000000" + "0377656200" + "00010001");
        byte[] outside = HexFormat.of().parseHex("123401000001000000000000" + "01780465786d7000" + "00010001");
        AtomicBoolean over = new AtomicBoolean();
        DatagramSocket flooding = namespace.call(DatagramSocket::new);
        Thread flood = new Thread(() -> flood(flooding, List.of(query, outside), over));
        flood.start();
        try (DatagramSocket udp = other.call(DatagramSocket::new)) {
            udp.setSoTimeout(10_000);
            udp.connect(new InetSocketAddress("127.0.0.11", 53));
            for (int i = 0; i < 500; i++) {
                udp.send(new DatagramPacket(query, query.length));
                DatagramPacket reply = new DatagramPacket(new byte[512], 512);
                udp.receive(reply);
                assertThat(reply.getLength()).isEqualTo(query.length + 16);
            }
        } finally {
            over.set(true);
            flood.join();
            flooding.close();
            service.detach("other");
        }
    }

    /** Asks as fast as it can and never reads. */
    private static void flood(DatagramSocket socket, List<byte[]> queries, AtomicBoolean over) {
        InetSocketAddress resolver = new InetSocketAddress("127.0.0.11", 53);
        try {
            while (!over.get()) {
                for (byte[] query : queries) {
                    socket.send(new DatagramPacket(query, query.length, resolver));
                }
            }
        } catch (IOException full) {
            throw new AssertionError(full);
        }
    }

    @Test
    void dig_twoSandboxes_eachSeesItsOwnNetwork(NetNs other) {
        register("e1", List.of("web"), "172.18.0.2");
        attach(List.of(), false);
        service.attach(new SandboxNames("other", other.path(), List.of(BACK), Map.of(), List.of(), List.of(), true));

        assertThat(dig("+short", "web")).isEqualTo("172.18.0.2");
        assertThat(ask(other, "web")).contains("status: NXDOMAIN");
        service.detach("other");
    }

    @Test
    void attach_asAfterARestartOfTheDaemon_answersAgain() {
        register("e1", List.of("web"), "172.18.0.2");
        attach(List.of(), false);
        service.close();
        try (SandboxNameService next = new SandboxNameService()) {
            next.register(new NameRecord(FRONT, "front", "e1", List.of("web"), List.of(address("172.18.0.7"))));
            next.attach(names(List.of(), false));

            assertThat(dig("+short", "web")).isEqualTo("172.18.0.7");
            next.detach("sandbox");
        }
    }

    @Test
    void detach_attachedSandbox_leavesNoRuleAndNoSocket() {
        attach(List.of(), false);

        service.detach("sandbox");

        assertThat(run("nft", "list", "ruleset").text()).isEmpty();
        assertThat(run("ss", "-Hlntu").text()).isEmpty();
    }

    @Test
    void ownServerOnPort53_inTheSandbox_isNotDisturbed() {
        startStub("0.0.0.0");
        register("e1", List.of("web"), "172.18.0.2");
        attach(List.of(), false);

        assertThat(dig("+short", "web")).isEqualTo("172.18.0.2");
        assertThat(run("dig", "+short", "@127.0.0.1", "web").text()).isEqualTo("192.0.2.53");
    }

    private void startStub(String address) {
        stubs.add(StubServer.start(namespace, address));
    }

    private void register(String endpoint, List<String> names, String address) {
        service.register(new NameRecord(FRONT, "front", endpoint, names, List.of(address(address))));
    }

    private void attach(List<String> upstreams, boolean internal) {
        service.attach(names(upstreams, internal));
    }

    private SandboxNames names(List<String> upstreams, boolean internal) {
        List<InetAddress> servers =
                upstreams.stream().map(SandboxNameServiceIT::address).toList();
        return new SandboxNames("sandbox", namespace.path(), List.of(FRONT), Map.of(), servers, List.of(), internal);
    }

    private String dig(String... arguments) {
        return ask(namespace, arguments);
    }

    private static String ask(NetNs in, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("dig", "+tries=1", "+time=20", "@127.0.0.11"));
        argv.addAll(List.of(arguments));
        return Iproute2.in(in).run(argv.toArray(String[]::new)).text();
    }

    private Result run(String... argv) {
        return Iproute2.in(namespace).run(argv);
    }

    private static InetAddress address(String text) {
        return Cidr.parseAddress(text);
    }
}
