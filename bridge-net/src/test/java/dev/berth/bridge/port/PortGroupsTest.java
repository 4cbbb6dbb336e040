package dev.berth.bridge.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortGroupsTest {
    private static PortBinding tcp(String address, int hostPort, int port) {
        return new PortBinding(new ContainerPort(port, Protocol.TCP), Cidr.parseAddress(address), hostPort, hostPort);
    }

    @Test
    void anyAddressOfBothFamilies_isOneGroup() {
        assertThat(PortGroups.of(List.of(tcp("0.0.0.0", 0, 80), tcp("0.0.0.0", 0, 81), tcp("::", 0, 80))))
                .containsExactly(List.of(0, 2), List.of(1));
    }

    @Test
    void whateverElseDiffers_isAGroupOfItsOwn() {
        assertThat(PortGroups.of(List.of(
                        tcp("0.0.0.0", 8080, 80),
                        tcp("::1", 8080, 80),
                        tcp("::", 8081, 80),
                        tcp("10.0.0.1", 8080, 80))))
                .containsExactly(List.of(0), List.of(1), List.of(2), List.of(3));
    }

    /** -p 80 -p 80: two free ports, each with both families. */
    @Test
    void askedTwice_isTwoGroupsOfTwo() {
        assertThat(PortGroups.of(
                        List.of(tcp("0.0.0.0", 0, 80), tcp("0.0.0.0", 0, 80), tcp("::", 0, 80), tcp("::", 0, 80))))
                .containsExactly(List.of(0, 2), List.of(1, 3));
    }
}
