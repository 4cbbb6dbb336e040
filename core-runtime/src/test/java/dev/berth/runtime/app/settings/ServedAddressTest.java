package dev.berth.runtime.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedAddressTest {
    @ParameterizedTest
    @CsvSource({
        "unix:///a/b, /a/b",
        "unix://, /run/berth/docker.sock",
        "tcp://127.0.0.1:2375, /127.0.0.1:2375",
        "tcp://127.1.2.3:1, /127.1.2.3:1",
        "tcp://localhost:80, localhost/127.0.0.1:80",
        "tcp://[::1]:65535, /[0:0:0:0:0:0:0:1]:65535",
        "tcp://127.0.0.1, /127.0.0.1:2375"
    })
    void parse_address_isTaken(String host, String shown) {
        assertThat(ServedAddress.parse(host)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://0.0.0.0:2375, without TLS",
        "tcp://[::]:2375, without TLS",
        "tcp://10.0.0.1:2375, without TLS",
        "tcp://:2375, invalid IP address",
        "tcp://example.com:2375, invalid IP address: example.com",
        "tcp://127.0.0.1:x, invalid port x",
        "tcp://127.0.0.1:65536, invalid port 65536",
        "fd://, only unix:///path",
        "/run/x.sock, only unix:///path"
    })
    void parse_other_isRefusedWithTheReason(String host, String why) {
        assertThatThrownBy(() -> ServedAddress.parse(host))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageStartingWith("invalid bind address (" + host + "): ")
                .hasMessageContaining(why);
    }
}
