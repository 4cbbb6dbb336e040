package dev.berth.plugin.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Protocol;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every name service must do. A subclass says where one is to be had. */
public abstract class NameServiceContract {
    protected static final String FRONT = "f".repeat(64);
    protected static final String BACK = "b".repeat(64);

    /** A service that knows nothing; the same one throughout a test. */
    protected abstract NameService service();

    /** The file of a network namespace with loopback up that nothing is attached to; the same one throughout a test. */
    protected abstract Path sandbox();

    @Test
    void resolve_registeredName_givesItsAddresses() {
        service().register(record(FRONT, "front", "e1", List.of("web", "www", "0a1b2c3d4e5f"), "172.18.0.2"));
        attach(List.of(FRONT), Map.of());

        assertThat(resolve("web", "A")).isEqualTo(addresses("172.18.0.2"));
        assertThat(resolve("www", "A")).isEqualTo(addresses("172.18.0.2"));
        assertThat(resolve("0a1b2c3d4e5f", "A")).isEqualTo(addresses("172.18.0.2"));
    }

    @Test
    void resolve_nameWithNetwork_givesTheAddressOnThatNetwork() {
        service().register(record(FRONT, "front", "e1", List.of("web"), "172.18.0.2"));
        service().register(record(BACK, "back", "e2", List.of("web"), "172.19.0.2"));
        attach(List.of(FRONT, BACK), Map.of());

        assertThat(resolve("web.back", "A")).isEqualTo(addresses("172.19.0.2"));
        assertThat(resolve("web", "A")).isEqualTo(addresses("172.18.0.2"));
    }

    @Test
    void resolve_registeredInMixedCase_isFoundInLowerCase() {
        service().register(record(FRONT, "Front", "e1", List.of("Web"), "172.18.0.2"));
        attach(List.of(FRONT), Map.of());

        assertThat(resolve("web", "A")).isEqualTo(addresses("172.18.0.2"));
        assertThat(resolve("web.front", "A")).isEqualTo(addresses("172.18.0.2"));
    }

    @Test
    void resolve_aliasOfSeveral_givesAllOfThem() {
        service().register(record(FRONT, "front", "e1", List.of("web1", "web"), "172.18.0.2"));
        service().register(record(FRONT, "front", "e2", List.of("web2", "web"), "172.18.0.3"));
        attach(List.of(FRONT), Map.of());

        NameAnswer answer = resolve("web", "A");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        NameAnswer.Addresses.class,
                        found -> assertThat(found.addresses())
                                .containsExactlyInAnyOrder(address("172.18.0.2"), address("172.18.0.3")));
    }

    @Test
    void resolve_otherFamily_isNoDataAndNotUnknown() {
        service().register(record(FRONT, "front", "e1", List.of("web"), "172.18.0.2"));
        service().register(record(FRONT, "front", "e2", List.of("six"), "fd00::2"));
        attach(List.of(FRONT), Map.of());

        assertThat(resolve("web", "AAAA")).isEqualTo(new NameAnswer.NoData());
        assertThat(resolve("six", "A")).isEqualTo(new NameAnswer.NoData());
        assertThat(resolve("six", "AAAA")).isEqualTo(addresses("fd00::2"));
    }

    @Test
    void resolve_unknownName_isNotOurs() {
        attach(List.of(FRONT), Map.of());

        assertThat(resolve("example.com", "A")).isEqualTo(new NameAnswer.NotOurs());
        assertThat(resolve("4.3.2.1.in-addr.arpa", "PTR")).isEqualTo(new NameAnswer.NotOurs());
    }

    @Test
    void resolve_address_givesContainerNameOnItsNetwork() {
        service().register(record(FRONT, "front", "e1", List.of("web", "alias"), "172.18.0.2"));
        attach(List.of(FRONT), Map.of());

        assertThat(resolve("2.0.18.172.in-addr.arpa", "PTR")).isEqualTo(new NameAnswer.Names(List.of("web.front")));
    }

    @Test
    void resolve_service_givesTargetAndPort() {
        service()
                .register(new NameRecord(
                        FRONT,
                        "front",
                        "e1",
                        List.of("web", "alias"),
                        List.of(address("172.18.0.2")),
                        List.of(new ContainerPort(80, Protocol.TCP), new ContainerPort(53, Protocol.UDP))));
        attach(List.of(FRONT), Map.of());

        assertThat(resolve("_http._tcp.alias", "SRV"))
                .isEqualTo(new NameAnswer.Services(List.of(new NameAnswer.Service("web.front", 80))));
        assertThat(resolve("_53._udp.web", "SRV"))
                .isEqualTo(new NameAnswer.Services(List.of(new NameAnswer.Service("web.front", 53))));
        assertThat(resolve("_smtp._tcp.web", "SRV")).isEqualTo(new NameAnswer.NoData());
    }

    @Test
    void resolve_nameOnOtherNetwork_isNotOurs() {
        service().register(record(BACK, "back", "e1", List.of("db"), "172.19.0.2"));
        attach(List.of(FRONT), Map.of());

        assertThat(resolve("db", "A")).isEqualTo(new NameAnswer.NotOurs());
        assertThat(resolve("db.back", "A")).isEqualTo(new NameAnswer.NotOurs());
        assertThat(resolve("2.0.19.172.in-addr.arpa", "PTR")).isEqualTo(new NameAnswer.NotOurs());
    }

    @Test
    void resolve_privateName_standsForTheContainer() {
        service().register(record(FRONT, "front", "e1", List.of("postgres"), "172.18.0.9"));
        attach(List.of(FRONT), Map.of("db", "postgres", "gone", "nobody"));

        assertThat(resolve("db", "A")).isEqualTo(addresses("172.18.0.9"));
        assertThat(resolve("gone", "A")).isEqualTo(new NameAnswer.NotOurs());
    }

    @Test
    void register_sameEndpointAgain_replacesItsNames() {
        service().register(record(FRONT, "front", "e1", List.of("old"), "172.18.0.2"));
        service().register(record(FRONT, "front", "e1", List.of("new"), "172.18.0.3"));
        attach(List.of(FRONT), Map.of());

        assertThat(resolve("old", "A")).isEqualTo(new NameAnswer.NotOurs());
        assertThat(resolve("new", "A")).isEqualTo(addresses("172.18.0.3"));
    }

    @Test
    void withdraw_registeredEndpoint_takesItsNamesOnly() {
        service().register(record(FRONT, "front", "e1", List.of("web1", "web"), "172.18.0.2"));
        service().register(record(FRONT, "front", "e2", List.of("web2", "web"), "172.18.0.3"));
        attach(List.of(FRONT), Map.of());

        service().withdraw(FRONT, "e1");

        assertThat(resolve("web1", "A")).isEqualTo(new NameAnswer.NotOurs());
        assertThat(resolve("web", "A")).isEqualTo(addresses("172.18.0.3"));
    }

    @Test
    void withdrawAndDetach_unknown_succeed() {
        assertThatCode(() -> service().withdraw(FRONT, "nobody")).doesNotThrowAnyException();
        assertThatCode(() -> service().detach("nobody")).doesNotThrowAnyException();
    }

    @Test
    void attach_again_changesWhatIsSeen() {
        service().register(record(FRONT, "front", "e1", List.of("web"), "172.18.0.2"));
        service().register(record(BACK, "back", "e2", List.of("db"), "172.19.0.2"));
        attach(List.of(FRONT), Map.of());

        attach(List.of(BACK), Map.of("data", "db"));

        assertThat(resolve("web", "A")).isEqualTo(new NameAnswer.NotOurs());
        assertThat(resolve("data", "A")).isEqualTo(addresses("172.19.0.2"));
    }

    @Test
    void resolve_detachedSandbox_throwsNotFound() {
        attach(List.of(FRONT), Map.of());

        service().detach("sandbox");

        assertThatThrownBy(() -> resolve("web", "A")).isInstanceOf(EngineException.NotFound.class);
    }

    private void attach(List<String> networks, Map<String, String> links) {
        service().attach(new SandboxNames("sandbox", sandbox(), networks, links, List.of(), List.of(), true));
    }

    private NameAnswer resolve(String name, String type) {
        return service().resolve("sandbox", name, type);
    }

    private static NameRecord record(
            String networkId, String networkName, String endpoint, List<String> names, String address) {
        return new NameRecord(networkId, networkName, endpoint, names, List.of(address(address)));
    }

    private static NameAnswer addresses(String... texts) {
        return new NameAnswer.Addresses(
                Stream.of(texts).map(NameServiceContract::address).toList());
    }

    private static InetAddress address(String text) {
        return Cidr.parseAddress(text);
    }
}
