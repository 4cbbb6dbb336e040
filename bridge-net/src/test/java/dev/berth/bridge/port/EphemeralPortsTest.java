package dev.berth.bridge.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EphemeralPortsTest {
    @Test
    void parse_kernelsWords_givesRangeAndReserved() {
        EphemeralPorts ports = EphemeralPorts.parse("32768\t60999\n", "8080,40000-40002\n");
        assertThat(ports.first()).isEqualTo(32768);
        assertThat(ports.last()).isEqualTo(60999);
        assertThat(ports.count()).isEqualTo(28232);
        assertThat(ports.reserved().stream()).containsExactly(8080, 40000, 40001, 40002);
    }

    @Test
    void after_last_beginsAgain() {
        EphemeralPorts ports = EphemeralPorts.parse("100 102", "\n");
        assertThat(ports.after(0)).isEqualTo(100);
        assertThat(ports.after(100)).isEqualTo(101);
        assertThat(ports.after(102)).isEqualTo(100);
        assertThat(ports.after(50000)).isEqualTo(100);
    }
}
