package dev.berth.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.spec.HostConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogAttributesTest {
    private static final Map<String, String> LABELS = Map.of("a", "1", "a.b", "x y", "other", "3");
    private static final List<String> ENV = List.of("E=1", "F=2=3", "G");

    private static String text(Map<String, String> options) {
        return LogAttributes.of(new HostConfig.LogConfig("json-file", options), LABELS, ENV)
                .text();
    }

    @Test
    void of_noOptions_areNone() {
        assertThat(text(Map.of())).isEmpty();
    }

    @Test
    void of_namedLabelsAndVariables_areInOrderAndEscaped() {
        assertThat(text(Map.of("labels", "a,a.b,missing", "env", "F,E"))).isEqualTo("E=1,F=2%3D3,a=1,a.b=x+y");
    }

    @Test
    void of_expressions_choose() {
        assertThat(text(Map.of("labels-regex", "^a", "env-regex", "^F$"))).isEqualTo("F=2%3D3,a=1,a.b=x+y");
    }
}
