package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameDiagnostics;
import dev.berth.plugin.name.NameQuery;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.NameServiceContract;
import dev.berth.plugin.name.SandboxNames;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Protocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resolver in a namespace, asked by dig. */
@NetNsTest
class SandboxNameServiceIT extends NameServiceContract {
    private DigFixture at;

    @BeforeEach
    void take(NetNs namespace) {
        at = new DigFixture(namespace);
    }

    @AfterEach
    void stop() {
        at.close();
    }

    @Override
    protected NameService service() {
        return at.service();
    }

    @Override
    protected Path sandbox() {
        return at.namespace().path();
    }

    @Test
    void dig_ownName_isAnsweredByUdpAndTcp() {
        at.register("e1", List.of("web"), "172.18.0.2");
        at.attach(List.of(), false);

        assertThat(at.dig("+short", "web")).isEqualTo("172.18.0.2");
        assertThat(at.dig("+short", "+tcp", "web")).isEqualTo("172.18.0.2");
        assertThat(at.dig("+short", "WEB.Front.")).isEqualTo("172.18.0.2");
        assertThat(at.dig("+short", "-x", "172.18.0.2")).isEqualTo("web.front.");
    }

    @Test
    void dig_ownName_hasFlagsTtlAndSourcePort53() {
        at.register("e1", List.of("web"), "172.18.0.2");
        at.attach(List.of(), false);

        String reply = at.dig("web");

        assertThat(reply)
                .contains("status: NOERROR", "flags: qr aa rd ra", "SERVER: 127.0.0.11#53")
                .containsPattern("web\\.\\s+5\\s+IN\\s+A\\s+172\\.18\\.0\\.2")
                .containsPattern("EDNS: version: 0");
    }

    @Test
    void dig_otherTypeOfOwnName_isNoErrorWithoutAnswer() {
        at.register("e1", List.of("web"), "172.18.0.2");
        at.attach(List.of(), false);

        assertThat(at.dig("AAAA", "web")).contains("status: NOERROR", "ANSWER: 0");
        assertThat(at.dig("MX", "web")).contains("status: NOERROR", "ANSWER: 0");
    }

    @Test
    void dig_moreAddressesThanFit_isTruncatedAndWholeByTcp() {
        for (int i = 2; i < 102; i++) {
            at.register("e" + i, List.of("web" + i, "web"), "172.18.0." + i);
        }
        at.attach(List.of(), false);

        assertThat(at.dig("+ignore", "+noedns", "web")).containsPattern("flags: qr aa tc rd ra;");
        assertThat(at.dig("+short", "+noedns", "web").lines()).hasSize(100);
    }

    @Test
    void dig_unusualNames_areFoundWhereADomainNameCanBeSo() {
        String longest = "x".repeat(63);
        at.register("e1", List.of("web", longest, longest + "x", "under_score", "1234", "b\u00fccher"), "172.18.0.2");
        at.attach(List.of(), false);

        for (String name :
                List.of(longest, longest + ".front", "under_score", "1234", "xn--bcher-kva", "b\\195\\188cher")) {
            assertThat(at.dig("+short", "+noidnin", name)).as(name).isEqualTo("172.18.0.2");
        }
        assertThat(at.dig("+short", "-x", "172.18.0.2")).isEqualTo("web.front.");
    }

    @Test
    void dig_unknownNameOnInternalNetwork_isNxdomain() {
        at.attach(List.of("127.0.0.1"), true);

        assertThat(at.dig("example.com")).contains("status: NXDOMAIN");
    }

    @Test
    void dig_service_isAnSrvRecord() {
        at.service()
                .register(new NameRecord(
                        FRONT,
                        "front",
                        "e1",
                        List.of("web"),
                        List.of(DigFixture.address("172.18.0.2")),
                        List.of(new ContainerPort(80, Protocol.TCP))));
        at.attach(List.of(), false);

        assertThat(at.dig("+short", "SRV", "_http._tcp.web")).isEqualTo("0 0 80 web.front.");
        assertThat(at.dig("SRV", "_https._tcp.web")).contains("status: NOERROR", "ANSWER: 0");
    }

    @Test
    void log_ofASandbox_hasQuestionAnswerAndOrigin() {
        at.startStub("127.0.0.1");
        at.register("e1", List.of("web"), "172.18.0.2");
        at.attach(List.of("127.0.0.1"), false);
        List<NameQuery> told = new CopyOnWriteArrayList<>();
        try (NameDiagnostics.Subscription watching = at.service().watch("sandbox", told::add)) {
            assertThat(watching).isNotNull();
            at.dig("web");
            at.dig("www.example");
            at.dig("www.example");
        }
        at.dig("web");

        assertThat(told)
                .extracting(query -> query.name() + " " + query.answer() + " " + query.from())
                .containsExactly(
                        "web 172.18.0.2 berth", "www.example 192.0.2.53 127.0.0.1", "www.example 192.0.2.53 cache");
        assertThat(at.service().recent("sandbox")).hasSize(4);
        assertThat(at.service().lookUp(FRONT, "WEB", "a"))
                .isEqualTo(new NameAnswer.Addresses(List.of(DigFixture.address("172.18.0.2"))));
    }

    @Test
    void dig_twoSandboxes_eachSeesItsOwnNetwork(NetNs other) {
        at.register("e1", List.of("web"), "172.18.0.2");
        at.attach(List.of(), false);
        at.service()
                .attach(new SandboxNames("other", other.path(), List.of(BACK), Map.of(), List.of(), List.of(), true));

        assertThat(at.dig("+short", "web")).isEqualTo("172.18.0.2");
        assertThat(DigFixture.ask(other, "web")).contains("status: NXDOMAIN");
        at.service().detach("other");
    }

    @Test
    void attach_asAfterARestartOfTheDaemon_answersAgain() {
        at.register("e1", List.of("web"), "172.18.0.2");
        at.attach(List.of(), false);
        at.service().close();
        try (SandboxNameService next = new SandboxNameService()) {
            next.register(
                    new NameRecord(FRONT, "front", "e1", List.of("web"), List.of(DigFixture.address("172.18.0.7"))));
            next.attach(at.names(List.of(), false));

            assertThat(at.dig("+short", "web")).isEqualTo("172.18.0.7");
            next.detach("sandbox");
        }
    }

    @Test
    void detach_attachedSandbox_leavesNoRuleAndNoSocket() {
        at.attach(List.of(), false);

        at.service().detach("sandbox");

        assertThat(at.run("nft", "list", "ruleset").text()).isEmpty();
        assertThat(at.run("ss", "-Hlntu").text()).isEmpty();
    }

    @Test
    void detach_namespaceThatIsGone_isNoFailure(@TempDir Path place) {
        Path file = place.resolve("netns");
        NetNs.create(file).close();
        at.service().attach(new SandboxNames("gone", file, List.of(FRONT), Map.of(), List.of(), List.of(), true));
        NetNs.delete(file);

        at.service().detach("gone");

        assertThatThrownBy(() -> at.service().resolve("gone", "web", "A")).isInstanceOf(EngineException.NotFound.class);
    }

    @Test
    void ownServerOnPort53_inTheSandbox_isNotDisturbed() {
        at.startStub("0.0.0.0");
        at.register("e1", List.of("web"), "172.18.0.2");
        at.attach(List.of(), false);

        assertThat(at.dig("+short", "web")).isEqualTo("172.18.0.2");
        assertThat(at.run("dig", "+short", "@127.0.0.1", "web").text()).isEqualTo("192.0.2.53");
    }
}
