package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerNamesTest {
    @ParameterizedTest
    @CsvSource({"web,web", "/web,web", "a1,a1", "0_.-,0_.-", "Web.Server-1_x,Web.Server-1_x"})
    void check_valid_isTakenWithoutSlash(String given, String name) {
        assertThat(ContainerNames.check(given)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_web", "-web", ".web", "we b", "web/", "//web", "wéb", "web\n", "/"})
    void check_invalid_saysDockersWords(String given) {
        assertThatThrownBy(() -> ContainerNames.check(given))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("Invalid container name (" + given + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }

    @Test
    void generate_anyAttempt_isValid() {
        Random random = new Random(7);
        for (int attempt = 0; attempt < 100; attempt++) {
            String name = ContainerNames.generate(random, attempt);
            assertThat(ContainerNames.check(name)).isEqualTo(name).matches("[a-z]+_[a-z]+\\d*");
        }
    }
}
