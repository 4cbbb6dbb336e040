package dev.berth.dns.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.LinkEnvironment.Link;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Protocol;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DockerLinkEnvironmentTest {
    @Test
    void environment_onePort_isDockers() {
        assertThat(environment("test1", List.of("SECRET=x", "HOME=/root", "PATH=/bin", "EMPTY="), "80/tcp"))
                .containsExactly(
                        "TEST1_PORT=tcp://172.17.0.2:80",
                        "TEST1_PORT_80_TCP=tcp://172.17.0.2:80",
                        "TEST1_PORT_80_TCP_ADDR=172.17.0.2",
                        "TEST1_PORT_80_TCP_PORT=80",
                        "TEST1_PORT_80_TCP_PROTO=tcp",
                        "TEST1_NAME=/test2/test1",
                        "TEST1_ENV_SECRET=x",
                        "TEST1_ENV_EMPTY=");
    }

    /** As dockerd 20.10.24 gives it for {@code --expose 80-82 --expose 443 --expose 53/udp --link p1:my-al}. */
    @Test
    void environment_rangeAndUdp_isDockers() {
        assertThat(environment("my-al", List.of("B=x y"), "443/tcp", "81/tcp", "53/udp", "80/tcp", "82/tcp"))
                .startsWith(
                        "MY_AL_PORT=udp://172.17.0.2:53",
                        "MY_AL_PORT_80_TCP_START=tcp://172.17.0.2:80",
                        "MY_AL_PORT_80_TCP_ADDR=172.17.0.2",
                        "MY_AL_PORT_80_TCP_PROTO=tcp",
                        "MY_AL_PORT_80_TCP_PORT_START=80",
                        "MY_AL_PORT_80_TCP_END=tcp://172.17.0.2:82",
                        "MY_AL_PORT_80_TCP_PORT_END=82",
                        "MY_AL_PORT_53_UDP=udp://172.17.0.2:53")
                .contains("MY_AL_PORT_81_TCP_PORT=81", "MY_AL_PORT_443_TCP=tcp://172.17.0.2:443")
                .endsWith("MY_AL_NAME=/test2/my-al", "MY_AL_ENV_B=x y")
                .hasSize(1 + 6 + 5 * 4 + 2);
    }

    @Test
    void environment_samePortOfBothProtocols_tcpIsFirst() {
        assertThat(environment("dns", List.of(), "53/udp", "53/tcp"))
                .startsWith("DNS_PORT=tcp://172.17.0.2:53", "DNS_PORT_53_TCP=tcp://172.17.0.2:53");
    }

    @Test
    void environment_noPorts_isTheNameOnly() {
        assertThat(environment("db", List.of())).containsExactly("DB_NAME=/test2/db");
    }

    @Test
    void environment_lastPort_endsTheRun() {
        assertThat(environment("x", List.of(), "65534/tcp", "65535/tcp")).contains("X_PORT_65534_TCP_PORT_END=65535");
    }

    @Test
    void environment_bothFamilies_haveTheSecondBesides() {
        Link link = new Link(
                "test2",
                "test1",
                "db",
                List.of(Cidr.parseAddress("172.17.0.2"), Cidr.parseAddress("fd00::2")),
                List.of(new ContainerPort(80, Protocol.TCP)),
                List.of());

        assertThat(new DockerLinkEnvironment().environment(link))
                .contains("DB_PORT_80_TCP_ADDR=172.17.0.2", "DB_PORT_80_TCP_ADDR6=fd00::2")
                .doesNotContain("DB_PORT_80_TCP_ADDR6=172.17.0.2");
    }

    @Test
    void environment_ipv6Only_hasBracketsInUrls() {
        Link link = new Link(
                "test2",
                "test1",
                "db",
                List.of(Cidr.parseAddress("fd00::2")),
                List.of(new ContainerPort(80, Protocol.TCP), new ContainerPort(81, Protocol.TCP)),
                List.of());

        assertThat(new DockerLinkEnvironment().environment(link))
                .contains(
                        "DB_PORT=tcp://[fd00::2]:80",
                        "DB_PORT_80_TCP_ADDR=fd00::2",
                        "DB_PORT_80_TCP_END=tcp://[fd00::2]:81");
    }

    private static List<String> environment(String alias, List<String> parentEnvironment, String... ports) {
        List<ContainerPort> exposed = Stream.of(ports)
                .map(text -> text.split("/"))
                .map(part -> new ContainerPort(Integer.parseInt(part[0]), Protocol.parse(part[1])))
                .toList();
        return new DockerLinkEnvironment()
                .environment(new Link(
                        "test2", "test1", alias, List.of(Cidr.parseAddress("172.17.0.2")), exposed, parentEnvironment));
    }
}
