package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.network.Forwarding;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.NetworkSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which settings of the host networks change, and which they leave. */
@NetNsTest
@ExtendWith(NothingLeaks.class)
class HostSettingsIT {
    private BridgeHost host;

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
    }

    @Test
    void createNetwork_writesItsOwnBridgesLocalnetOnly() {
        host.network("n20");
        assertThat(sysctl("ipv4/conf/br-n20/route_localnet")).isEqualTo("1");
        assertThat(sysctl("ipv4/conf/up0/route_localnet")).isEqualTo("0");
        assertThat(sysctl("ipv4/conf/all/route_localnet")).isEqualTo("0");
        assertThat(sysctl("ipv4/ip_forward")).isEqualTo("1");
    }

    @Test
    void createNetwork_internalOnly_doesNotMakeTheHostARouter() {
        host.network("n20", true, Map.of());
        assertThat(sysctl("ipv4/ip_forward")).isEqualTo("0");
        assertThat(sysctl("ipv6/conf/all/forwarding")).isEqualTo("0");
    }

    /** dockerd's --ip-forward=false. */
    @Test
    void createNetwork_forwardingIsTheHostOwners_isLeftAsItIs() {
        IpamData v4 = new IpamData(Cidr.parse("172.20.0.0/16"), Optional.of(Cidr.parse("172.20.0.1/16")), Map.of());
        IpamData v6 = new IpamData(Cidr.parse("fd00:20::/64"), Optional.of(Cidr.parse("fd00:20::1/64")), Map.of());
        DriverHome home = new DriverHome(
                host.directory().resolve("data"), host.directory().resolve("other"));
        try (HostNamespace here = HostNamespace.of(host.namespace);
                BridgeNetworkDriver leaving = new BridgeNetworkDriver(home, here, Forwarding.LEAVE)) {
            leaving.createNetwork(new NetworkSpec("n20", "n20", false, true, Map.of(), List.of(v4, v6)));
            assertThat(Iproute2.in(host.namespace).addresses("br-n20")).contains("172.20.0.1/16", "fd00:20::1/64");
            leaving.deleteNetwork("n20");
        }
        assertThat(sysctl("ipv4/ip_forward")).isEqualTo("0");
        assertThat(sysctl("ipv6/conf/all/forwarding")).isEqualTo("0");
    }

    private String sysctl(String name) {
        return host.namespace.call(
                () -> Files.readString(Path.of("/proc/sys/net", name)).strip());
    }
}
