package dev.berth.bridge.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bridge.firewall.NftRules.NetworkFacts;
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

    @ParameterizedTest
    @CsvSource({
        "network-default, false, true, true",
        "network-internal, true, true, true",
        "network-no-icc, false, false, true",
        "network-no-masquerade, false, true, false",
        "network-internal-no-icc, true, false, true"
    })
    void network_isGolden(String golden, boolean internal, boolean icc, boolean masquerade) throws IOException {
        List<Element> elements = NftRules.network(new NetworkFacts(
                "br-0123456789ab",
                internal,
                icc,
                masquerade,
                List.of(Cidr.parse("172.18.0.0/16"), Cidr.parse("fd00::/64"))));
        assertThat(NftText.add(elements)).isEqualTo(golden(golden));
    }

    @Test
    void published_isGolden() throws IOException {
        List<Element> elements = new ArrayList<>();
        NftRules.published(binding(80, Protocol.TCP, "0.0.0.0", 8080), V4, V6).ifPresent(elements::add);
        NftRules.published(binding(443, Protocol.TCP, "0.0.0.0", 8443), V4, V6).ifPresent(elements::add);
        NftRules.published(binding(53, Protocol.UDP, "127.0.0.1", 5353), V4, V6).ifPresent(elements::add);
        NftRules.published(binding(80, Protocol.TCP, "::", 8080), V4, V6).ifPresent(elements::add);
        NftRules.published(binding(9, Protocol.SCTP, "fd00:1::1", 99), V4, V6).ifPresent(elements::add);
        assertThat(NftText.add(elements)).isEqualTo(golden("published"));
        assertThat(NftText.remove(elements)).isEqualTo(golden("withdrawn"));
    }

    @Test
    void published_familyThatTheContainerLacks_isNothing() {
        assertThat(NftRules.published(binding(80, Protocol.TCP, "::", 8080), V4, Optional.empty()))
                .isEmpty();
        assertThat(NftRules.published(binding(80, Protocol.TCP, "0.0.0.0", 8080), Optional.empty(), V6))
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
                .contains(Element.ofSet("bridge berth", "open4", "172.18.0.2 . tcp . 80"));
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
