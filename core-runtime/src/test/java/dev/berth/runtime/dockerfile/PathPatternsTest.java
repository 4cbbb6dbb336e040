package dev.berth.runtime.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | a | true",
                "a | a/b | true",
                "a | ab | false",
                "a | b/a | false",
                "/a/ | a | true",
                "./a/../b | b | true",
                "*.md | x.md | true",
                "*.md | d/x.md | false",
                "**/*.md | d/e/x.md | true",
                "**/*.md | x.md | true",
                "** | any/thing | true",
                "d/** | d/e/f | true",
                "d/** | d | false",
                "d/**/z | d/z | true",
                "d/**/z | d/e/f/z | true",
                "*/x | d/x | true",
                "*/x | d/e/x | false",
                "?.c | a.c | true",
                "?.c | ab.c | false",
                "[a-c]x | bx | true",
                "[^a]x | bx | true",
                "a.b | axb | false",
                "a+b | a+b | true",
                "\\*x | *x | true",
                "\\*x | ax | false",
            })
    void matches_onePattern(String pattern, String path, boolean expected) {
        assertThat(PathPatterns.of(List.of(pattern)).matches(path)).isEqualTo(expected);
    }

    @Test
    void matches_laterPatterns_decide() {
        PathPatterns patterns = PathPatterns.ofFile("# comment\n\n*\n!keep\nkeep/not\n  !keep/not/but  \n");

        assertThat(patterns.matches("x")).isTrue();
        assertThat(patterns.matches("keep")).isFalse();
        assertThat(patterns.matches("keep/a")).isFalse();
        assertThat(patterns.matches("keep/not")).isTrue();
        assertThat(patterns.matches("keep/not/but")).isFalse();
        assertThat(patterns.hasExceptions()).isTrue();
    }

    @Test
    void of_wrongPattern_isRefused() {
        assertThatThrownBy(() -> PathPatterns.of(List.of("!")))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("illegal exclusion pattern: \"!\"");
        assertThatThrownBy(() -> PathPatterns.of(List.of("[a"))).hasMessage("syntax error in pattern");
    }
}
