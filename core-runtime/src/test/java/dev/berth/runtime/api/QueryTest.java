package dev.berth.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    @ParameterizedTest
    @CsvSource({
        "all=1, true",
        "all=true, true",
        "all=yes, true",
        "all=0, false",
        "all=False, false",
        "all=, false",
        "all=no, false",
        "all=none, false",
        "other=1, false"
    })
    void flag_inDockersWords_isRead(String query, boolean expected) {
        assertThat(query(query).flag("all")).isEqualTo(expected);
    }

    @Test
    void flag_absent_takesTheFallback() {
        assertThat(query("x=1").flag("stream", true)).isTrue();
        assertThat(query("stream=0").flag("stream", true)).isFalse();
    }

    @Test
    void number_absentOrEmpty_isNone() {
        assertThat(query("t=10").number("t")).hasValue(10);
        assertThat(query("t=-1").number("t")).hasValue(-1);
        assertThat(query("t=").number("t")).isEmpty();
        assertThat(query("x=1").number("t")).isEmpty();
        assertThatThrownBy(() -> query("t=x").number("t"))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("strconv.Atoi: parsing \"x\": invalid syntax");
    }

    @Test
    void filters_inBothShapes_areRead() {
        assertThat(query("filters={\"label\":[\"a=b\",\"c\"]}").filters())
                .isEqualTo(Map.of("label", List.of("a=b", "c")));
        assertThat(query("filters={\"status\":{\"running\":true,\"paused\":false}}")
                        .filters())
                .isEqualTo(Map.of("status", List.of("running")));
        assertThat(query("filters=").filters()).isEmpty();
        assertThat(query("all=1").filters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{bad", "[]", "\"x\"", "{\"a\":\"b\"}", "{\"a\":1}"})
    void filters_malformed_areRefused(String filters) {
        assertThatThrownBy(() -> query("filters=" + filters).filters())
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageStartingWith("invalid filter");
    }

    @Test
    void value_encoded_isDecoded() {
        assertThat(query("name=a%20b%2Fc&changes=CMD+%5B%22sh%22%5D&changes=x").text("name"))
                .isEqualTo("a b/c");
        assertThat(query("changes=CMD+%5B%22sh%22%5D&changes=x").all("changes")).containsExactly("CMD [\"sh\"]", "x");
    }

    private static Query query(String text) {
        return RequestTarget.parse("/x?" + text).query();
    }
}
