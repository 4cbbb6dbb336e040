package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeOptionsTest {
    private static final String BRIDGE = "com.docker.network.bridge.";

    private static final BridgeOptions.Gateway NAT = new BridgeOptions.Gateway(GatewayMode.NAT, Optional.empty());

    @Test
    void parse_nothing_givesDockersDefaults() {
        assertThat(BridgeOptions.parse(Map.of("com.example.other", "kept by others")))
                .isEqualTo(new BridgeOptions(Optional.empty(), 0, true, true, false, NAT, NAT, List.of(), true));
    }

    @Test
    void parse_everything_isRead() {
        Map<String, String> raw = new HashMap<>();
        raw.put(BRIDGE + "name", "eng0");
        raw.put(BRIDGE + "enable_icc", "false");
        raw.put(BRIDGE + "enable_ip_masquerade", "0");
        raw.put(BRIDGE + "host_binding_ipv4", "127.0.0.1");
        raw.put(BRIDGE + "inhibit_ipv4", "T");
        raw.put(BRIDGE + "gateway_mode_ipv4", "nat-unprotected");
        raw.put(BRIDGE + "gateway_mode_ipv6", "routed");
        raw.put(BRIDGE + "trusted_host_interfaces", "vxlan.1:eth3");
        raw.put("com.docker.network.driver.mtu", "1400");
        raw.put("com.docker.network.host_ipv4", "192.0.2.9");
        raw.put("com.docker.network.host_ipv6", "2001:db8::9");
        raw.put(BridgeOptions.SPOOFING, "true");
        assertThat(BridgeOptions.parse(raw))
                .isEqualTo(new BridgeOptions(
                        Optional.of("eng0"),
                        1400,
                        false,
                        false,
                        true,
                        new BridgeOptions.Gateway(
                                GatewayMode.NAT_UNPROTECTED, Optional.of(Cidr.parseAddress("192.0.2.9"))),
                        new BridgeOptions.Gateway(GatewayMode.ROUTED, Optional.of(Cidr.parseAddress("2001:db8::9"))),
                        List.of("vxlan.1", "eth3"),
                        false));
    }

    @ParameterizedTest
    @CsvSource({
        "com.docker.network.bridge.name, br-0123456789ab",
        "com.docker.network.bridge.name, a",
        "com.docker.network.bridge.enable_icc, True",
        "com.docker.network.bridge.host_binding_ipv4, ::1",
        "com.docker.network.bridge.gateway_mode_ipv4, routed",
        "com.docker.network.driver.mtu, 68",
        "com.docker.network.driver.mtu, 65535",
        "com.docker.network.driver.mtu, 0",
    })
    void parse_valid_isTaken(String key, String value) {
        assertThat(BridgeOptions.parse(Map.of(key, value))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "com.docker.network.bridge.name, br-0123456789abc",
        "com.docker.network.bridge.name, a/b",
        "com.docker.network.bridge.name, a b",
        "com.docker.network.bridge.name, ..",
        "com.docker.network.bridge.name, 'a\"b'",
        "com.docker.network.bridge.name, eth0:1",
        "com.docker.network.bridge.enable_icc, yes",
        "com.docker.network.bridge.enable_ip_masquerade, tRUE",
        "com.docker.network.bridge.host_binding_ipv4, localhost",
        "com.docker.network.bridge.inhibit_ipv4, 2",
        "com.docker.network.bridge.trusted_host_interfaces, eth0::eth1",
        "com.docker.network.bridge.trusted_host_interfaces, 'eth0:a b'",
        "com.docker.network.bridge.trusted_host_interfaces, 'eth0,eth1/x'",
        "com.docker.network.host_ipv4, 2001:db8::1",
        "com.docker.network.host_ipv4, 0.0.0.0",
        "com.docker.network.host_ipv4, 127.0.0.1",
        "com.docker.network.host_ipv4, here",
        "com.docker.network.host_ipv6, 192.0.2.1",
        "com.docker.network.bridge.gateway_mode_ipv6, NAT",
        "dev.berth.network.bridge.allow_spoofing, maybe",
        "com.docker.network.bridge.gateway_mode_ipv4, nut",
        "com.docker.network.driver.mtu, 67",
        "com.docker.network.driver.mtu, 65536",
        "com.docker.network.driver.mtu, -1",
        "com.docker.network.driver.mtu, 1500b",
    })
    void parse_invalid_saysWhich(String key, String value) {
        assertThatThrownBy(() -> BridgeOptions.parse(Map.of(key, value)))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageContaining(value);
    }

    @Test
    void isolated_isForInternalNetworks() {
        BridgeOptions isolated = BridgeOptions.parse(Map.of(BRIDGE + "gateway_mode_ipv6", "isolated"));
        isolated.requireFit(true);
        assertThatThrownBy(() -> isolated.requireFit(false))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("gateway mode 'isolated' can only be used for an internal network");
    }
}
