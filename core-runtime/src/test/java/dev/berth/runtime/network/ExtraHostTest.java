package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraHostTest {
    @Test
    void parse_valid_hasNameAndAddress() {
        assertThat(ExtraHost.parse("db:10.0.0.1").address()).contains(Cidr.parseAddress("10.0.0.1"));
        assertThat(ExtraHost.parse("db:::1").address()).contains(Cidr.parseAddress("::1"));
        assertThat(ExtraHost.parse("db:host-gateway").address()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nocolon", ":1.2.3.4", ""})
    void parse_withoutName_isRefusedAsDockerDoes(String text) {
        assertThatThrownBy(() -> ExtraHost.parse(text))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("bad format for add-host: \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"host:notanip,notanip", "host:,''", "host:1.2.3.4:5,1.2.3.4:5", "host:256.1.1.1,256.1.1.1"})
    void parse_withoutAddress_isRefusedAsDockerDoes(String text, String address) {
        assertThatThrownBy(() -> ExtraHost.parse(text))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("invalid IP address in add-host: \"" + address + "\"");
    }
}
