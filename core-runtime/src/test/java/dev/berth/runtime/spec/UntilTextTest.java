package dev.berth.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UntilTextTest {
    private static final Instant NOW = Instant.parse("2026-11-28T20:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "10m,2026-11-28T19:50:00Z",
        "1h30m,2026-11-28T18:30:00Z",
        "1.5h,2026-11-28T18:30:00Z",
        "250ms,2026-11-28T19:59:59.750Z",
        "2026-11-01T00:00:00Z,2026-11-01T00:00:00Z",
        "2026-11-01,2026-11-01T00:00:00Z",
        "1700000000,2023-11-14T22:13:20Z",
    })
    void parse_anyForm_isThatMoment(String value, Instant moment) {
        assertThat(UntilText.parse(value, NOW)).isEqualTo(moment);
    }

    @Test
    void parse_nonsense_isRefused() {
        assertThatThrownBy(() -> UntilText.parse("soon", NOW)).isInstanceOf(EngineException.InvalidParameter.class);
    }
}
