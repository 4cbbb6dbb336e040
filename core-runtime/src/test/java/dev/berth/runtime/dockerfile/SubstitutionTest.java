package dev.berth.runtime.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubstitutionTest {
    private static final Map<String, String> VARIABLES = Map.of(
            "A", "value",
            "EMPTY", "",
            "FILE", "a/b/c.tar.gz",
            "TWO", "one two",
            "1", "digit");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "plain | plain",
                "$A | value",
                "${A} | value",
                "$A$A | valuevalue",
                "x$A/y | xvalue/y",
                "$Ab | ~~",
                "${A}b | valueb",
                "$UNSET | ~~",
                "$ | $",
                "$/ | $/",
                "$1x | digitx",
                "${A:-w} | value",
                "${EMPTY:-w} | w",
                "${EMPTY-w} | ~~",
                "${UNSET-w} | w",
                "${UNSET:-w} | w",
                "${A:+w} | w",
                "${EMPTY:+w} | ~~",
                "${EMPTY+w} | w",
                "${UNSET+w} | ~~",
                "${A:?no} | value",
                "${EMPTY?no} | ~~",
                "${UNSET:-${A}} | value",
                "${UNSET:-\"two words\"} | two words",
                "${FILE#*/} | b/c.tar.gz",
                "${FILE##*/} | c.tar.gz",
                "${FILE%.*} | a/b/c.tar",
                "${FILE%%.*} | a/b/c",
                "${FILE#x} | a/b/c.tar.gz",
                "${FILE/\\//-} | a-b/c.tar.gz",
                "${FILE//\\//-} | a-b-c.tar.gz",
                "${FILE//?.tar/X} | a/b/X.gz",
                "'$A' | $A",
                "\"$A\" | value",
                "\"it's $A\" | it's value",
                "\\$A | $A",
                "\"\\$A\" | $A",
                "\"\\a\" | \\a",
                "\"\\\\\" | \\",
                "\\\\ | \\",
                "a\\ b | a b",
                "'a'\"b\"c | abc",
            })
    void word_text_isReplaced(String text, String expected) {
        assertThat(Substitution.word(text, VARIABLES, '\\')).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"open | unexpected end of statement while looking for matching double-quote",
                "'open | unexpected end of statement while looking for matching single-quote",
                "${A | syntax error: missing '}'",
                "${ | syntax error: missing '}'",
                "${A:-x | syntax error: missing '}'",
                "${} | syntax error: bad substitution",
                "${:x} | syntax error: bad substitution",
                "${{A}} | syntax error: bad substitution",
                "${A:=x} | unsupported modifier (=) in substitution",
                "${A,x} | unsupported modifier (,) in substitution",
                "${UNSET:?} | UNSET: is not allowed to be unset",
                "${UNSET?why} | UNSET: why",
                "${EMPTY:?} | EMPTY: is not allowed to be empty",
            })
    void word_wrong_isRefusedWithDockersText(String text, String message) {
        assertThatThrownBy(() -> Substitution.word(text, VARIABLES, '\\'))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("failed to process " + GoQuote.quote(text) + ": " + message);
    }

    @Test
    void word_otherEscape_leavesBackslashesAlone() {
        assertThat(Substitution.word("c:\\dir `$A $A", VARIABLES, '`')).isEqualTo("c:\\dir $A value");
    }

    @Test
    void words_ofAVariable_arePartedUnlessQuoted() {
        assertThat(Substitution.words("$TWO x\"$TWO\"", VARIABLES, '\\')).containsExactly("one", "two", "xone two");
    }

    @Test
    void unquoted_heredoc_keepsQuotesAndBackslashes() {
        assertThat(Substitution.unquoted("\"$A\" '$A' \\n \\$A", VARIABLES, '\\'))
                .isEqualTo("\"value\" 'value' \\n $A");
    }
}
