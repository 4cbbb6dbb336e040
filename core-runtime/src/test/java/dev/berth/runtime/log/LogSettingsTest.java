package dev.berth.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig.LogConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSettingsTest {
    @ParameterizedTest
    @CsvSource({"10k, 10240", "10m, 10485760", "1g, 1073741824", "500, 500", "2MB, 2097152", "-1, 0"})
    void maxSize_inDockersUnits_isBytes(String text, long bytes) {
        assertThat(LogSettings.of(new LogConfig("json-file", Map.of("max-size", text)))
                        .maxSize())
                .isEqualTo(bytes);
    }

    @Test
    void drivers_known_areTaken() {
        assertThat(LogSettings.of(new LogConfig("", Map.of()))).isEqualTo(new LogSettings(true, 0, 1));
        assertThat(LogSettings.of(new LogConfig("none", Map.of())).kept()).isFalse();
        assertThat(LogSettings.of(new LogConfig("local", Map.of())))
                .isEqualTo(new LogSettings(true, 20 * 1024 * 1024, 5));
    }

    @Test
    void settings_wrong_areRefusedInDockersWords() {
        refused(new LogConfig("foo", Map.of()), "error looking up logging plugin foo: plugin \"foo\" not found");
        refused(new LogConfig("json-file", Map.of("x", "y")), "unknown log opt 'x' for json-file log driver");
        refused(new LogConfig("json-file", Map.of("max-file", "2")), "max-file cannot be used with unlimited max-size");
        refused(new LogConfig("json-file", Map.of("max-file", "0")), "max-file cannot be less than 1");
        refused(new LogConfig("json-file", Map.of("max-size", "lots")), "invalid size: 'lots'");
    }

    private static void refused(LogConfig config, String message) {
        assertThatThrownBy(() -> LogSettings.of(config))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
    }
}
