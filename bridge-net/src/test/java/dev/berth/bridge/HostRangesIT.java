package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bridge.ipam.DefaultIpamDriver;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.plugin.ipam.PoolRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Default subnets keep off what the host reaches: its own links, and what is behind routers, a VPN's for one. */
@NetNsTest
class HostRangesIT {
    @TempDir
    Path directory;

    @Test
    void requestPool_keepsOffEveryRouteButTheDefault(NetNs namespace) {
        Iproute2 ip = Iproute2.in(namespace);
        ip.run("ip", "link", "add", "up0", "type", "bridge").orFail();
        ip.run("ip", "link", "set", "up0", "up").orFail();
        ip.run("ip", "address", "add", "172.17.8.1/24", "dev", "up0").orFail();
        ip.run("ip", "route", "add", "default", "via", "172.17.8.2").orFail();
        ip.run("ip", "route", "add", "172.18.9.9/32", "via", "172.17.8.2").orFail();
        ip.run("ip", "route", "add", "172.20.0.0/14", "via", "172.17.8.2").orFail();
        try (HostNamespace host = HostNamespace.of(namespace);
                DefaultIpamDriver ipam = new DefaultIpamDriver(directory.resolve("allocations"), List.of(), host)) {
            assertThat(next(ipam)).isEqualTo("172.19.0.0/16");
            assertThat(next(ipam)).isEqualTo("172.24.0.0/16");
            ip.run("ip", "route", "add", "172.25.0.0/24", "via", "172.17.8.2").orFail();
            assertThat(next(ipam)).isEqualTo("172.26.0.0/16");
        }
    }

    private static String next(DefaultIpamDriver ipam) {
        PoolRequest any =
                new PoolRequest(ipam.localAddressSpace(), Optional.empty(), Optional.empty(), false, Map.of());
        return ipam.requestPool(any).subnet().toString();
    }
}
