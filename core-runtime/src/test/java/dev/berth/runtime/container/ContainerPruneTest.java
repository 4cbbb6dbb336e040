package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerPruneTest {
    private static final Instant NOW = Instant.parse("2026-11-28T20:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "10m,2026-11-28T19:50:00Z",
        "1h30m,2026-11-28T18:30:00Z",
        "1.5h,2026-11-28T18:30:00Z",
        "250ms,2026-11-28T19:59:59.750Z",
        "2026-11-01T00:00:00Z,2026-11-01T00:00:00Z",
        "1700000000,2023-11-14T22:13:20Z",
    })
    void until_anyForm_isThatMoment(String value, Instant moment) {
        assertThat(ContainerPrune.until(List.of(value), NOW)).isEqualTo(moment);
    }

    @Test
    void until_absent_isNever() {
        assertThat(ContainerPrune.until(List.of(), NOW)).isEqualTo(Instant.MAX);
    }

    @Test
    void until_nonsense_isRefused() {
        assertThatThrownBy(() -> ContainerPrune.until(List.of("soon"), NOW))
                .isInstanceOf(EngineException.InvalidParameter.class);
    }
}
