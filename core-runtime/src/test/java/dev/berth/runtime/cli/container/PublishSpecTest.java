package dev.berth.runtime.cli.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishSpecTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80                      | 80/tcp=:",
                "80/udp                  | 80/udp=:",
                "80/                     | 80/tcp=:",
                "8080:80                 | 80/tcp=:8080",
                "8080:80/SCTP            | 80/sctp=:8080",
                "127.0.0.1:8080:80       | 80/tcp=127.0.0.1:8080",
                "127.0.0.1::80           | 80/tcp=127.0.0.1:",
                "[::1]:8080:80           | 80/tcp=::1:8080",
                "[fd00::2]::80           | 80/tcp=fd00::2:",
                ":80                     | 80/tcp=:",
                "8000-8001:80-81         | 80/tcp=:8000 81/tcp=:8001",
                "8000-8010:80            | 80/tcp=:8000-8010",
                "80-82/udp               | 80/udp=: 81/udp=: 82/udp=:",
                "1.2.3.4:90-91:70-71/tcp | 70/tcp=1.2.3.4:90 71/tcp=1.2.3.4:91",
                "65535:65535             | 65535/tcp=:65535",
            })
    void parse_valid_givesMappings(String text, String mappings) {
        assertThat(shown(PublishSpec.parse(text))).isEqualTo(mappings);
    }

    private static String shown(PublishSpec spec) {
        List<String> shown = spec.mappings().stream()
                .map(mapping -> mapping.container() + "=" + mapping.host().hostIp() + ":"
                        + mapping.host().hostPort())
                .toList();
        return String.join(" ", shown);
    }

    /** Texts of docker 20.10 and 28. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''             | No port specified: <empty>",
                ":              | No port specified: :<empty>",
                "8080:          | No port specified: 8080:<empty>",
                "80:90-92       | Invalid ranges specified for container and host Ports: 90-92 and 80",
                "80-82:90-93    | Invalid ranges specified for container and host Ports: 90-93 and 80-82",
                "99999:80       | Invalid hostPort: 99999",
                "a:80           | Invalid hostPort: a",
                "1.2.3.4:80     | Invalid hostPort: 1.2.3.4",
                "80:99999       | Invalid containerPort: 99999",
                "90-80:90-80    | Invalid containerPort: 90-80",
                "80:80-         | Invalid containerPort: 80-",
                "80:1-2-3       | Invalid containerPort: 1-2-3",
                "80:+80         | Invalid containerPort: +80",
                "80:80/foo      | Invalid proto: foo",
                "1.2.3:80:80    | Invalid ip address: 1.2.3",
                "a.b:80:80      | Invalid ip address: a.b",
                "::1:80:80      | Invalid ip address ::1: address ::1:: too many colons in address",
                "80:80:80:80    | Invalid ip address 80:80: address 80:80:: too many colons in address",
            })
    void parse_invalid_saysWhatDockerSays(String text, String message) {
        assertThatThrownBy(() -> PublishSpec.parse(text))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
    }
}
