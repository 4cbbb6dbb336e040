package dev.berth.runtime.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.spec.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "32, 32",
        "32b, 32",
        "32k, 32768",
        "32K, 32768",
        "32KB, 32768",
        "32kiB, 32768",
        "1.5m, 1572864",
        "64 MB, 67108864",
        "2g, 2147483648",
        "1T, 1099511627776"
    })
    void bytes_validText_isRead(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1x", "1kk", "1  m", " 1m", "1.m", "0x10"})
    void bytes_invalidText_isRefused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text)).hasMessage("invalid size: '" + text + "'");
    }

    @Test
    void ulimit_softOnly_isHardToo() {
        assertThat(UlimitText.parse("nofile=512").hard()).isEqualTo(512);
        assertThat(UlimitText.parse("nofile=512:1024").soft()).isEqualTo(512);
        assertThat(UlimitText.parse("core=-1:-1").hard()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nofile | invalid ulimit argument: nofile",
                "files=1 | invalid ulimit type: files",
                "nofile=2:1 | ulimit soft limit must be less than or equal to hard limit: 2 > 1",
                "nofile=1:2:3 | too many limit value arguments",
                "nofile=x | parsing \"x\": invalid syntax"
            })
    void ulimit_invalidText_isRefused(String text, String words) {
        assertThatThrownBy(() -> UlimitText.parse(text)).hasMessageContaining(words);
    }
}
