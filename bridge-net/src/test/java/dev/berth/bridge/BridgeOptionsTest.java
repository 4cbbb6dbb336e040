package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeOptionsTest {
    private static final String BRIDGE = "com.docker.network.bridge.";

    @Test
    void parse_nothing_givesDockersDefaults() {
        assertThat(BridgeOptions.parse(Map.of("com.example.other", "kept by others")))
                .isEqualTo(new BridgeOptions(Optional.empty(), 0, true, true, Optional.empty(), false));
    }

    @Test
    void parse_everything_isRead() {
        Map<String, String> raw = Map.of(
                BRIDGE + "name",
                "eng0",
                BRIDGE + "enable_icc",
                "false",
                BRIDGE + "enable_ip_masquerade",
                "0",
                BRIDGE + "host_binding_ipv4",
                "127.0.0.1",
                BRIDGE + "inhibit_ipv4",
                "T",
                BRIDGE + "gateway_mode_ipv4",
                "nat",
                "com.docker.network.driver.mtu",
                "1400");
        assertThat(BridgeOptions.parse(raw))
                .isEqualTo(new BridgeOptions(
                        Optional.of("eng0"), 1400, false, false, Optional.of(Cidr.parseAddress("127.0.0.1")), true));
    }

    @Test
    void parse_hostBindingUnspecified_isNone() {
        assertThat(BridgeOptions.parse(Map.of(BRIDGE + "host_binding_ipv4", "0.0.0.0"))
                        .hostBinding())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "com.docker.network.bridge.name, br-0123456789ab",
        "com.docker.network.bridge.name, a",
        "com.docker.network.bridge.enable_icc, True",
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
        "com.docker.network.bridge.host_binding_ipv4, ::1",
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
    void parse_gatewayModeWeLack_isNotImplemented() {
        assertThatThrownBy(() -> BridgeOptions.parse(Map.of(BRIDGE + "gateway_mode_ipv6", "routed")))
                .isInstanceOf(EngineException.NotImplemented.class)
                .hasMessageContaining("routed");
    }
}
