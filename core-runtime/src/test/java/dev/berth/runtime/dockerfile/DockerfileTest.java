package dev.berth.runtime.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {
    @Test
    void parse_commentsBlanksAndContinuations_areNotInTheLines() {
        Dockerfile file = Dockerfile.parse("""
                # comment

                  FROM busybox
                RUN one \\
                    # between
                    && two \\

                    && three
                """);

        assertThat(file.lines())
                .extracting(Line::text)
                .containsExactly("FROM busybox", "RUN one     && two     && three");
        assertThat(file.lines()).extracting(Line::number).containsExactly(3, 4);
        assertThat(file.warnings()).hasSize(1).first().asString().startsWith("Empty continuation line found in:");
    }

    @Test
    void parse_escapeDirective_changesContinuation() {
        Dockerfile file = Dockerfile.parse("# syntax=any\n# escape=`\nFROM a\nRUN dir `\n  c:\\\n");

        assertThat(file.escape()).isEqualTo('`');
        assertThat(file.lines().get(1).arguments()).isEqualTo("dir   c:\\");
    }

    @Test
    void parse_directiveAfterAComment_isAComment() {
        assertThat(Dockerfile.parse("# hello\n# escape=`\nFROM a").escape()).isEqualTo('\\');
    }

    @Test
    void parse_flags_arePartedFromArguments() {
        Line line =
                Dockerfile.parse("COPY --from=x --chown=a:b  src dst").lines().get(0);

        assertThat(line.keyword()).isEqualTo("COPY");
        assertThat(line.flags()).containsExactly("--from=x", "--chown=a:b");
        assertThat(line.arguments()).isEqualTo("src dst");
    }

    @Test
    void parse_heredocs_areTakenInOrder() {
        Line line = Dockerfile.parse("""
                COPY <<first <<-"second" /dir/
                one $A
                first
                \ttwo
                \tsecond
                RUN next
                """).lines().get(0);

        assertThat(line.heredocs())
                .containsExactly(
                        new Heredoc("first", true, false, "one $A\n"), new Heredoc("second", false, true, "\ttwo\n"));
        assertThat(line.heredocs().get(1).text()).isEqualTo("two\n");
    }

    @Test
    void parse_shiftInAnOtherInstruction_isNoHeredoc() {
        assertThat(Dockerfile.parse("ENV A=1<<2\nRUN echo $((1 << 2))").lines()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "# escape=x | invalid escape token 'x' does not match ` or \\",
                "# only a comment | file with no instructions",
                "RUN <<EOF | dockerfile parse error line 1: unterminated heredoc",
            })
    void parse_wrongFile_isRefused(String text, String message) {
        assertThatThrownBy(() -> Dockerfile.parse(text))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
    }

    @Test
    void words_quotesAndEscapes_stayInTheWords() {
        assertThat(LineParser.words("a=\"b c\" d='e f' g=h\\ i j\\", '\\'))
                .isEqualTo(List.of("a=\"b c\"", "d='e f'", "g=h\\ i", "j"));
    }
}
