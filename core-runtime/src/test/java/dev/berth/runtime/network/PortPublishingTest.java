package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.HostConfig.HostPort;
import dev.berth.runtime.state.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortPublishingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'80/tcp':[{'HostPort':'8080'}]}                        | 80/tcp 0.0.0.0 8080-8080",
                "{'80':[{'HostPort':'8080'}]}                            | 80/tcp 0.0.0.0 8080-8080",
                "{'80/tcp':[]}                                           | 80/tcp 0.0.0.0 0-0",
                "{'80/tcp':null}                                         | 80/tcp 0.0.0.0 0-0",
                "{'53/udp':[{'HostIp':'127.0.0.1','HostPort':''}]}       | 53/udp 127.0.0.1 0-0",
                "{'80/tcp':[{'HostPort':'8000-8010'}]}                   | 80/tcp 0.0.0.0 8000-8010",
                "{'80/tcp':[{'HostIp':'[::1]','HostPort':'1'}]}          | 80/tcp 0:0:0:0:0:0:0:1 1-1",
                "{'80/tcp':[{'HostPort':'1'},{'HostIp':'127.0.0.2','HostPort':'2'}]}"
                        + " | 80/tcp 0.0.0.0 1-1,80/tcp 127.0.0.2 2-2",
            })
    void bindings_ofJson_areInOrder(String portBindings, String expected) {
        assertThat(bindings("{'PortBindings':" + portBindings + "}", false)).isEqualTo(expected);
    }

    @Test
    void bindings_hostHasV6_everywhereIsBothFamilies() {
        assertThat(bindings("{'PortBindings':{'80/tcp':[{'HostPort':'8080'}]}}", true))
                .isEqualTo("80/tcp 0.0.0.0 8080-8080,80/tcp 0:0:0:0:0:0:0:0 8080-8080");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 80/tcp 127.0.0.1 8080-8080",
        "::1,       80/tcp 0:0:0:0:0:0:0:1 8080-8080",
        "0.0.0.0,   '80/tcp 0.0.0.0 8080-8080,80/tcp 0:0:0:0:0:0:0:0 8080-8080'",
        "::,        80/tcp 0:0:0:0:0:0:0:0 8080-8080",
    })
    void bindings_networksHostBinding_isWhereAPortWithoutAddressGoes(String binding, String expected) {
        Network network = network(Map.of("com.docker.network.bridge.host_binding_ipv4", binding));
        assertThat(bindings("{'PortBindings':{'80/tcp':[{'HostPort':'8080'}]}}", network, true))
                .isEqualTo(expected);
        assertThat(bindings("{'PortBindings':{'80/tcp':[{'HostIp':'0.0.0.0','HostPort':'8080'}]}}", network, true))
                .isEqualTo("80/tcp 0.0.0.0 8080-8080");
    }

    @Test
    void bindings_publishAll_addsWhatIsOnlyExposed() {
        assertThat(bindings("{'PublishAllPorts':true,'PortBindings':{'80/tcp':[{'HostPort':'8080'}]}}", false))
                .isEqualTo("80/tcp 0.0.0.0 8080-8080,443/tcp 0.0.0.0 0-0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'x/tcp':[]}",
                "{'0/tcp':[]}",
                "{'65536/tcp':[]}",
                "{'80/foo':[]}",
                "{'80/tcp':[{'HostPort':'x'}]}",
                "{'80/tcp':[{'HostPort':'70000'}]}",
                "{'80/tcp':[{'HostPort':'9-8'}]}",
                "{'80/tcp':[{'HostPort':'-1'}]}",
                "{'80/tcp':[{'HostIp':'host.example'}]}",
            })
    void bindings_invalid_throwsInvalidParameter(String portBindings) {
        assertThatThrownBy(() -> bindings("{'PortBindings':" + portBindings + "}", false))
                .isInstanceOf(EngineException.InvalidParameter.class);
    }

    @Test
    void shown_exposedAndPublished_isDockersJson() {
        Map<String, List<HostPort>> shown = PortPublishing.shown(
                config(),
                List.of(
                        new PublishedPort("e", 80, "tcp", "0.0.0.0", 8080),
                        new PublishedPort("e", 80, "tcp", "::", 8080),
                        new PublishedPort("e", 53, "udp", "127.0.0.1", 53),
                        new PublishedPort("e", 443, "tcp", "0.0.0.0", 0)));

        assertThat(Json.write(shown))
                .isEqualTo(
                        "{\"443/tcp\":[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"\"}],\"53/udp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"53\"}],"
                                + "\"80/tcp\":[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"8080\"},"
                                + "{\"HostIp\":\"::\",\"HostPort\":\"8080\"}]}");
    }

    private static String bindings(String hostConfig, boolean v6) {
        return bindings(hostConfig, network(Map.of()), v6);
    }

    private static Network network(Map<String, String> options) {
        return new Network(
                "n1", "web", "bridge", Instant.EPOCH, false, false, false, options, Map.of(), Network.Ipam.NOTHING);
    }

    private static String bindings(String hostConfig, Network network, boolean v6) {
        HostConfig host = Json.read(hostConfig.replace('\'', '"'), HostConfig.class);
        List<String> shown = PortPublishing.on(network, v6).bindings(config(), host).stream()
                .map(binding -> binding.container() + " "
                        + binding.hostAddress().getHostAddress() + " " + binding.hostPort() + "-"
                        + binding.hostPortEnd())
                .toList();
        return String.join(",", shown);
    }

    private static ContainerConfig config() {
        return Json.read("{\"ExposedPorts\":{\"80/tcp\":{},\"443/tcp\":{}}}", ContainerConfig.class);
    }
}
