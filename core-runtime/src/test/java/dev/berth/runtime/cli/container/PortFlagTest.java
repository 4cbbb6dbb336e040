package dev.berth.runtime.cli.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.cli.json.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortFlagTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80 | {'80/tcp':[{'HostIp':'','HostPort':''}]}",
                "8080:80 | {'80/tcp':[{'HostIp':'','HostPort':'8080'}]}",
                "127.0.0.1:8080:80/udp | {'80/udp':[{'HostIp':'127.0.0.1','HostPort':'8080'}]}",
                "127.0.0.1::80 | {'80/tcp':[{'HostIp':'127.0.0.1','HostPort':''}]}",
                "[::1]:8080:80 | {'80/tcp':[{'HostIp':'::1','HostPort':'8080'}]}",
                "9000-9001:80-81 | {'80/tcp':[{'HostIp':'','HostPort':'9000'}],'81/tcp':[{'HostIp':'','HostPort':'9001'}]}",
                "9000-9009:80 | {'80/tcp':[{'HostIp':'','HostPort':'9000-9009'}]}"
            })
    void publish_spec_isExpanded(String spec, String json) {
        assertThat(JsonText.compact(PortFlag.of(List.of(spec), List.of()).bindings())
                        .replace('"', '\''))
                .isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "99999:80 | Invalid hostPort: 99999",
                "80:99999 | Invalid containerPort: 99999",
                "80: | No port specified: 80:<empty>",
                "80/foo | Invalid proto: foo",
                "9000-9001:80-82 | Invalid ranges specified for container and host Ports: 80-82 and 9000-9001",
                "a:80 | Invalid hostPort: a",
                "9-8:80 | Invalid hostPort: 9-8"
            })
    void publish_wrongSpec_isRefused(String spec, String words) {
        assertThatThrownBy(() -> PortFlag.of(List.of(spec), List.of())).hasMessage(words);
    }

    @Test
    void expose_range_isEveryPort() {
        assertThat(PortFlag.of(List.of(), List.of("80-82/udp")).exposed())
                .containsOnlyKeys("80/udp", "81/udp", "82/udp");
    }
}
