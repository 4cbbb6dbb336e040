package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bridge.firewall.Element;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.NetworkSpec;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * All that is in the firewall for a network, a container on it and four published ports, by every combination of the
 * options that it depends on. The resource {@code combinations.txt} has the elements of each, under the options' words.
 */
class BridgeFirewallTest {
    private static final String BRIDGE = "com.docker.network.bridge.";

    @Test
    void elements_ofEveryCombination_areGolden() throws IOException {
        StringBuilder all = new StringBuilder();
        for (boolean internal : List.of(false, true)) {
            for (String mode : List.of("nat", "nat-unprotected", "routed", "isolated")) {
                for (boolean icc : List.of(true, false)) {
                    for (String trusted : List.of("", "eth3")) {
                        if (internal || !mode.equals("isolated")) {
                            all.append(combination(internal, mode, icc, trusted));
                        }
                    }
                }
            }
        }
        all.append(of(false, Map.of(BRIDGE + "gateway_mode_ipv6", "routed")));
        all.append(of(false, Map.of(BRIDGE + "enable_ip_masquerade", "false")));
        all.append(of(false, Map.of("com.docker.network.host_ipv4", "192.0.2.9")));
        all.append(of(false, Map.of(BRIDGE + "inhibit_ipv4", "true")));
        all.append(of(false, Map.of(BridgeOptions.SPOOFING, "true")));
        assertThat(all.toString().strip()).isEqualTo(golden().strip());
    }

    private static String combination(boolean internal, String mode, boolean icc, String trusted) {
        Map<String, String> options = new TreeMap<>();
        options.put(BRIDGE + "gateway_mode_ipv4", mode);
        options.put(BRIDGE + "gateway_mode_ipv6", mode);
        options.put(BRIDGE + "enable_icc", Boolean.toString(icc));
        if (!trusted.isEmpty()) {
            options.put(BRIDGE + "trusted_host_interfaces", trusted);
        }
        return of(internal, options);
    }

    private static String of(boolean internal, Map<String, String> options) {
        NetworkSpec spec = new NetworkSpec(
                "0123456789abcdef",
                "net1",
                internal,
                true,
                options,
                List.of(pool("172.18.0.0/16", "172.18.0.1/16"), pool("fd00::/64", "fd00::1/64")));
        BridgeNetwork network = BridgeNetwork.of(spec, BridgeOptions.parse(options), Optional.empty());
        BridgeEndpoint endpoint = BridgeEndpoint.of(
                network.id(),
                new EndpointSpec(
                        "fedcba9876543210",
                        Optional.empty(),
                        Optional.of(Cidr.parse("172.18.0.2/16")),
                        Optional.of(Cidr.parse("fd00::2/64")),
                        Map.of()));
        List<PortBinding> ports = List.of(
                port(80, Protocol.TCP, "0.0.0.0", 8080),
                port(80, Protocol.TCP, "::", 8080),
                port(53, Protocol.UDP, "192.0.2.1", 5353),
                port(81, Protocol.TCP, "127.0.0.1", 8081));
        return "## " + (internal ? "internal " : "") + words(options) + "\n"
                + text("network", BridgeFirewall.elements(network))
                + text("container", BridgeFirewall.joined(network, endpoint))
                + text("ports", BridgeFirewall.published(network, endpoint, ports)) + "\n";
    }

    private static String words(Map<String, String> options) {
        return new TreeMap<>(options)
                .entrySet().stream()
                        .map(option -> option.getKey().substring(option.getKey().lastIndexOf('.') + 1) + "="
                                + option.getValue())
                        .collect(Collectors.joining(" "));
    }

    private static String text(String what, List<Element> elements) {
        return elements.stream()
                .map(element -> what + ": " + element.table() + " " + element.set() + " { " + element.key()
                        + element.data().map(value -> " : " + value).orElse("") + " }\n")
                .collect(Collectors.joining());
    }

    private static IpamData pool(String subnet, String gateway) {
        return new IpamData(Cidr.parse(subnet), Optional.of(Cidr.parse(gateway)), Map.of());
    }

    private static PortBinding port(int container, Protocol protocol, String address, int host) {
        return new PortBinding(new ContainerPort(container, protocol), Cidr.parseAddress(address), host, host);
    }

    private static String golden() throws IOException {
        try (InputStream in = BridgeFirewallTest.class.getResourceAsStream("firewall/combinations.txt")) {
            return in == null ? "no such file" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
