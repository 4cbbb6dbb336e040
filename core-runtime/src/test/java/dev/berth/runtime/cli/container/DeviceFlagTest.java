package dev.berth.runtime.cli.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceFlagTest {
    @ParameterizedTest
    @CsvSource({
        "/dev/a, /dev/a, rwm",
        "/dev/a:/dev/b, /dev/b, rwm",
        "/dev/a:r, /dev/a, r",
        "/dev/a:/dev/b:rw, /dev/b, rw"
    })
    void device_text_isRead(String text, String inside, String permissions) {
        assertThat(DeviceFlag.device(text))
                .containsEntry("PathOnHost", "/dev/a")
                .containsEntry("PathInContainer", inside)
                .containsEntry("CgroupPermissions", permissions);
    }

    @Test
    void limits_text_isRead() {
        assertThat(DeviceFlag.bytes("/dev/sda:1mb")).containsEntry("Rate", 1048576L);
        assertThat(DeviceFlag.operations("/dev/sda:50")).containsEntry("Rate", 50L);
        assertThat(DeviceFlag.weight("/dev/sda:500")).containsEntry("Weight", 500L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/sda", "sda:1", "/dev/sda:5", "/dev/sda:x"})
    void weight_wrongText_isRefused(String text) {
        assertThatThrownBy(() -> DeviceFlag.weight(text)).isInstanceOf(dev.berth.plugin.EngineException.class);
    }

    @ParameterizedTest
    @CsvSource({"1h30m, 5400000000000", "500ms, 500000000", "1.5s, 1500000000", "0, 0", "10us, 10000"})
    void duration_text_isNanoseconds(String text, long nanos) {
        assertThat(GoDuration.nanos(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5x", "1h x", "-1s"})
    void duration_wrongText_isRefused(String text) {
        assertThatThrownBy(() -> GoDuration.nanos(text)).hasMessage("time: invalid duration \"" + text + "\"");
    }
}
