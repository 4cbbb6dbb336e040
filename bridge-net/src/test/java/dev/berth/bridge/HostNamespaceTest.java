package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostNamespaceTest {
    @Test
    void nameServers_areRangesOfOne() {
        List<String> lines = List.of(
                "# nameserver 10.0.0.9",
                "search example.org",
                "nameserver 10.0.0.53",
                "  nameserver\tfe80::1%eth0",
                "nameserver",
                "nameserver dns.example.org");
        assertThat(HostNamespace.nameServers(lines))
                .containsExactly(Cidr.parse("10.0.0.53/32"), Cidr.parse("fe80::1/128"));
    }
}
