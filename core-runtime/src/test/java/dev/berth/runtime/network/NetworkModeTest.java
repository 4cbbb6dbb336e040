package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkModeTest {
    @Test
    void parse_eachMode_isTold() {
        assertThat(NetworkMode.parse("")).isEqualTo(new NetworkMode.OnNetwork("bridge"));
        assertThat(NetworkMode.parse("default")).isEqualTo(new NetworkMode.OnNetwork("bridge"));
        assertThat(NetworkMode.parse("host")).isEqualTo(new NetworkMode.Host());
        assertThat(NetworkMode.parse("none")).isEqualTo(new NetworkMode.None());
        assertThat(NetworkMode.parse("container:c1")).isEqualTo(new NetworkMode.OfContainer("c1"));
        assertThat(NetworkMode.parse("front")).isEqualTo(new NetworkMode.OnNetwork("front"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"container", "container:"})
    void parse_containerWithoutOne_isRefused(String mode) {
        assertThatThrownBy(() -> NetworkMode.parse(mode))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("Invalid network mode: invalid container format container:<name|id>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "container:c | {'Hostname':'h'}             | {}                          | hostname and the network mode",
                "container:c | {}                           | {'Dns':['1.1.1.1']}         | dns and the network mode",
                "container:c | {}                           | {'ExtraHosts':['a:1.1.1.1']}|"
                        + " custom host-to-IP mapping and the network mode",
                "container:c | {'MacAddress':'02:42:0:0:0:1'} | {}                        | mac-address and the network mode",
                "host        | {'MacAddress':'02:42:0:0:0:1'} | {}                        | mac-address and the network mode",
                "container:c | {}                           | {'PublishAllPorts':true}    |"
                        + " port publishing and the container type network mode",
                "container:c | {}                           | {'PortBindings':{'80':[]}}  |"
                        + " port publishing and the container type network mode",
                "container:c | {'ExposedPorts':{'80/tcp':{}}} | {}                        |"
                        + " port exposing and the container type network mode",
                "container:c | {}                           | {'Links':['x']}             |"
                        + " container type network can't be used with links. This would result in undefined behavior",
                "host        | {}                           | {'Links':['x']}             |"
                        + " host type networking can't be used with links. This would result in undefined behavior",
                "bridge      | {'Hostname':'h'}             | {'UTSMode':'host'}          | hostname and the UTS mode",
            })
    void check_whatCannotGoTogether_isRefusedAsDockerDoes(String mode, String config, String host, String message) {
        assertThatThrownBy(() -> check(mode, config, host))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("conflicting options: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bridge      | {'Hostname':'h','ExposedPorts':{'80/tcp':{}}} | {'Dns':['1.1.1.1'],'Links':['x']}",
                "host        | {'Hostname':'h','ExposedPorts':{'80/tcp':{}}} | {'PublishAllPorts':true}",
                "container:c | {}                                            | {}",
            })
    void check_whatGoesTogether_isAccepted(String mode, String config, String host) {
        assertThatCode(() -> check(mode, config, host)).doesNotThrowAnyException();
    }

    private static void check(String mode, String config, String host) {
        String withMode = host.equals("{}")
                ? "{'NetworkMode':'" + mode + "'}"
                : "{'NetworkMode':'" + mode + "'," + host.substring(1);
        NetworkMode.check(
                Json.read(config.replace('\'', '"'), ContainerConfig.class),
                Json.read(withMode.replace('\'', '"'), HostConfig.class));
    }
}
