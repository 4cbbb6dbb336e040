package dev.berth.conformance;

import static dev.berth.conformance.harness.Containers.idle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the daemon may be told of names. */
@Tag("beyond-docker")
class NameSettingsIT {
    @Test
    void defaultBridgeDns_andDnsTtl_areKeptTo() {
        try (Engine engine = Engine.start(Engine.kindUnderTest(), "--default-bridge-dns", "--dns-ttl", "30")) {
            Docker docker = engine.docker();
            idle(docker, "web", "--expose", "80");
            idle(docker, "client", "--link", "web:data");

            assertThat(docker.ok("exec", "client", "cat", "/etc/resolv.conf")).contains("nameserver 127.0.0.11");
            assertThat(docker.dig("client", "web"))
                    .containsPattern("web\\.\\s+30\\s+IN\\s+A\\s+"
                            + docker.address("web").replace(".", "\\."));
            assertThat(docker.dig("client", "+short", "web.bridge")).isEqualTo(docker.address("web"));
            assertThat(docker.dig("client", "+short", "SRV", "_http._tcp.web")).isEqualTo("0 0 80 web.bridge.");
            assertThat(docker.run("exec", "client", "ping", "-c", "1", "data").exit())
                    .isZero();
        }
    }
}
