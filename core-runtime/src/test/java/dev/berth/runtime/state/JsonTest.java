package dev.berth.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonTest {
    record Sample(String name, Instant at) {}

    @Test
    void write_thenRead_isTheSame() {
        Sample sample = new Sample("a", Instant.parse("2026-11-28T20:00:00.123456789Z"));

        String json = Json.write(sample);

        assertThat(json).isEqualTo("{\"name\":\"a\",\"at\":\"2026-11-28T20:00:00.123456789Z\"}");
        assertThat(Json.read(json, Sample.class)).isEqualTo(sample);
    }

    @Test
    void read_unknownMember_isPassedOver() {
        assertThat(Json.read("{\"name\":\"a\",\"more\":[1]}", Sample.class).name())
                .isEqualTo("a");
    }

    @Test
    void read_notJson_isTheCallersFault() {
        assertThatThrownBy(() -> Json.read("{", Sample.class)).isInstanceOf(EngineException.InvalidParameter.class);
    }
}
