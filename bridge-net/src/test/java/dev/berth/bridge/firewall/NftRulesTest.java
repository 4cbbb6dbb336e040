package dev.berth.bridge.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NftRulesTest {
    private static final Optional<Cidr> V4 = Optional.of(Cidr.parse("172.18.0.2/16"));
    private static final Optional<Cidr> V6 = Optional.of(Cidr.parse("fd00::2/64"));

    /** Golden text is in the resource of that name; ipv4 and ipv6 say what is reached, and as whom one leaves. */
    @ParameterizedTest
    @CsvSource({
        "network-default,              false, true,  TRANSLATED masquerade,  TRANSLATED masquerade,  ''",
        "network-internal,             true,  true,  TRANSLATED masquerade,  TRANSLATED masquerade,  ''",
        "network-no-icc,               false, false, TRANSLATED masquerade,  TRANSLATED masquerade,  ''",
        "network-no-masquerade,        false, true,  TRANSLATED,             TRANSLATED,             ''",
        "network-internal-no-icc,      true,  false, TRANSLATED masquerade,  TRANSLATED masquerade,  ''",
        "network-unprotected,          false, true,  UNPROTECTED masquerade, UNPROTECTED masquerade, ''",
        "network-routed,               false, true,  ROUTED,                 ROUTED,                 ''",
        "network-routed-no-icc,        false, false, ROUTED,                 ROUTED,                 ''",
        "network-nat-and-routed,       false, true,  TRANSLATED masquerade,  ROUTED,                 ''",
        "network-source,               false, true,  TRANSLATED masquerade 192.0.2.9, TRANSLATED masquerade 2001:db8::9, ''",
        "network-trusted,              false, true,  TRANSLATED masquerade,  TRANSLATED masquerade,  'eth3 wg0'",
        "network-internal-trusted,     true,  true,  TRANSLATED masquerade,  TRANSLATED masquerade,  'eth3 wg0'",
        "network-unprotected-trusted-no-icc, false, false, UNPROTECTED masquerade, TRANSLATED, eth3",
    })
    void network_isGolden(String golden, boolean internal, boolean icc, String ipv4, String ipv6, String trusted)
            throws IOException {
        List<Element> elements = NftRules.network(new NetworkFacts(
                "br-0123456789ab",
                internal,
                icc,
                List.of(Cidr.parse("172.18.0.0/16"), Cidr.parse("fd00::/64")),
                family(ipv4),
                family(ipv6),
                trusted.isEmpty() ? List.of() : List.of(trusted.split(" "))));
        assertThat(NftText.add(elements)).isEqualTo(golden(golden));
    }

    private static NetworkFacts.Family family(String words) {
        List<String> word = List.of(words.split(" "));
        return new NetworkFacts.Family(
                NetworkFacts.Reach.valueOf(word.get(0)),
                word.contains("masquerade"),
                word.size() > 2 ? Optional.of(Cidr.parseAddress(word.get(2))) : Optional.empty());
    }

    @Test
    void published_isGolden() throws IOException {
        List<Element> elements = NftRules.published(
                List.of(
                        binding(80, Protocol.TCP, "0.0.0.0", 8080),
                        binding(443, Protocol.TCP, "0.0.0.0", 8443),
                        binding(53, Protocol.UDP, "127.0.0.1", 5353),
                        binding(80, Protocol.TCP, "::", 8080),
                        binding(9, Protocol.SCTP, "fd00:1::1", 99)),
                V4,
                V6);
        assertThat(NftText.add(elements)).isEqualTo(golden("published"));
        assertThat(NftText.remove(elements)).isEqualTo(golden("withdrawn"));
    }

    @Test
    void published_rangesOfEqualNumbers_areOneElementEach() throws IOException {
        List<PortBinding> bindings = new ArrayList<>();
        for (int port = 8000; port < 9000; port++) {
            bindings.add(binding(port, Protocol.TCP, "0.0.0.0", port));
            bindings.add(binding(port, Protocol.TCP, "::", port));
            bindings.add(binding(port, Protocol.UDP, "192.0.2.1", port));
            bindings.add(binding(port, Protocol.TCP, "192.0.2.1", port + 1000));
        }
        bindings.remove(binding(8500, Protocol.TCP, "0.0.0.0", 8500));
        bindings.removeIf(binding -> binding.hostPort() > 9001);
        assertThat(NftText.add(NftRules.published(bindings, V4, V6))).isEqualTo(golden("ranges"));
    }

    @Test
    void published_familyThatTheContainerLacks_isNothing() {
        assertThat(NftRules.published(List.of(binding(80, Protocol.TCP, "::", 8080)), V4, Optional.empty()))
                .isEmpty();
        assertThat(NftRules.published(List.of(binding(80, Protocol.TCP, "0.0.0.0", 8080)), Optional.empty(), V6))
                .isEmpty();
    }

    @Test
    void honest_isGolden() throws IOException {
        assertThat(NftText.add(NftRules.honest("veth0123456789a", "02:42:ac:12:00:02", V4, V6)))
                .isEqualTo(golden("honest"));
        assertThat(NftText.add(NftRules.honest("veth0123456789a", "02:42:ac:12:00:02", V4, Optional.empty())))
                .isEqualTo(golden("honest-v4"));
    }

    @Test
    void exposed_isTheContainersOwnPortUnlessMeantForLoopback() {
        assertThat(NftRules.exposed(binding(80, Protocol.TCP, "0.0.0.0", 0), V4, V6))
                .contains(Element.ofSet("inet berth", "exposed4", "172.18.0.2 . 6 . 80"));
        assertThat(NftRules.exposed(binding(80, Protocol.TCP, "::", 0), V4, V6))
                .contains(Element.ofSet("inet berth", "exposed6", "fd00:0:0:0:0:0:0:2 . 6 . 80"));
        assertThat(NftRules.exposed(binding(80, Protocol.TCP, "127.0.0.1", 0), V4, V6))
                .isEmpty();
    }

    @Test
    void permitAndApart_areGolden() throws IOException {
        List<ContainerPort> ports = List.of(new ContainerPort(80, Protocol.TCP), new ContainerPort(53, Protocol.UDP));
        List<Element> elements = new ArrayList<>(NftRules.apart("veth0123456789a"));
        elements.addAll(NftRules.permit(Cidr.parseAddress("172.18.0.3"), Cidr.parseAddress("172.18.0.2"), ports));
        elements.addAll(NftRules.permit(Cidr.parseAddress("fd00::3"), Cidr.parseAddress("fd00::2"), ports));
        assertThat(NftText.add(elements)).isEqualTo(golden("permit"));
    }

    @Test
    void open_isThePublishedContainerPortUnlessOnLoopback() {
        assertThat(NftRules.open(binding(80, Protocol.TCP, "0.0.0.0", 8080), V4, V6))
                .contains(Element.ofSet("bridge berth", "open4", "172.18.0.2 . 6 . 80"));
        assertThat(NftRules.open(binding(80, Protocol.TCP, "127.0.0.1", 8080), V4, V6))
                .isEmpty();
        assertThat(NftRules.open(binding(80, Protocol.TCP, "::", 8080), V4, Optional.empty()))
                .isEmpty();
    }

    @Test
    void noElements_areNoCommands() {
        assertThat(NftText.add(List.of())).isEmpty();
        assertThat(NftText.remove(List.of())).isEmpty();
    }

    @Test
    void skeleton_namesNoTableButOurs() {
        assertThat(NftRules.skeleton().lines().filter(line -> line.matches("(flush|delete|table) .*")))
                .allMatch(line -> line.matches("(delete )?table (inet|bridge) berth( \\{)?"));
    }

    private static PortBinding binding(int container, Protocol protocol, String address, int port) {
        return new PortBinding(new ContainerPort(container, protocol), Cidr.parseAddress(address), port, port);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = NftRulesTest.class.getResourceAsStream(name + ".nft")) {
            return in == null ? "no such file: " + name : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
