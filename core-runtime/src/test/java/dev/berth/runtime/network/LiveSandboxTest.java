package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.state.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What earlier versions have written is read after an upgrade. */
class LiveSandboxTest {
    /** As versions wrote it that had one gateway for both families. */
    private static final String FORMER = """
            {"key":"/run/berth/netns/c1",
             "endpoints":[
              {"id":"e4","networkId":"n4","interfaceName":"eth0","mac":"02:42:ac:12:00:02","ipv4":"172.18.0.2/16",
               "ipv6":"","gateway4":"172.18.0.1","gateway6":"","driverOptions":{},"dnsNames":["web"]},
              {"id":"e46","networkId":"n46","interfaceName":"eth1","mac":"02:42:ac:13:00:02","ipv4":"172.19.0.2/16",
               "ipv6":"fd00:19::2/64","gateway4":"172.19.0.1","gateway6":"fd00:19::1","driverOptions":{},
               "dnsNames":["web"]}],
             "gatewayEndpoint":"GATEWAY",
             "published":[
              {"containerPort":80,"protocol":"tcp","hostIp":"0.0.0.0","hostPort":8080},
              {"containerPort":80,"protocol":"tcp","hostIp":"::","hostPort":8080}]}
            """;

    @ParameterizedTest
    @CsvSource({"e4,e4,''", "e46,e46,e46"})
    void read_oneGatewayForBothFamilies_isThatOfThoseItHas(String gateway, String v4, String v6) {
        LiveSandbox sandbox = Json.read(FORMER.replace("GATEWAY", gateway), LiveSandbox.class);

        assertThat(sandbox.gateways()).isEqualTo(new Gateways(v4, v6));
        assertThat(sandbox.endpoints()).hasSize(2);
        assertThat(sandbox.published())
                .containsExactly(
                        new PublishedPort(gateway, 80, "tcp", "0.0.0.0", 8080),
                        new PublishedPort(gateway, 80, "tcp", "::", 8080));
        assertThat(Json.read(Json.write(sandbox), LiveSandbox.class)).isEqualTo(sandbox);
    }

    @Test
    void read_noGateway_isNone() {
        String json = "{\"key\":\"k\",\"endpoints\":[],\"gatewayEndpoint\":\"\",\"published\":[]}";

        assertThat(Json.read(json, LiveSandbox.class))
                .isEqualTo(new LiveSandbox("k", List.of(), Gateways.NONE, List.of()));
    }
}
