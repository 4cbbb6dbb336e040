package dev.berth.runtime.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.Instruction.CommandLine;
import dev.berth.runtime.dockerfile.Instruction.Pair;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionParserTest {
    @Test
    void parse_from_hasNameAndPlatform() {
        assertThat(parse("FROM --platform=linux/arm64 debian:12 AS Build"))
                .isEqualTo(new Instruction.From("debian:12", Optional.of("build"), Optional.of("linux/arm64")));
        assertThat(parse("from scratch"))
                .isEqualTo(new Instruction.From("scratch", Optional.empty(), Optional.empty()));
    }

    @Test
    void parse_pairs_inBothForms() {
        assertThat(parse("ENV a=1 b=\"c d\" e='f'"))
                .isEqualTo(new Instruction.Env(List.of(pair("a", "1"), pair("b", "\"c d\""), pair("e", "'f'"))));
        assertThat(parse("ENV a b c=d")).isEqualTo(new Instruction.Env(List.of(pair("a", "b c=d"))));
        assertThat(parse("ARG a b= c=1"))
                .isEqualTo(
                        new Instruction.Arg(List.of(new Pair("a", Optional.empty()), pair("b", ""), pair("c", "1"))));
    }

    @Test
    void parse_run_hasMountsAndBothForms() {
        assertThat(parse("RUN --mount=type=cache,target=/c --mount=type=tmpfs,target=/t --network=none make all"))
                .isEqualTo(new Instruction.Run(
                        new CommandLine(List.of("make all"), true, List.of()),
                        List.of("type=cache,target=/c", "type=tmpfs,target=/t"),
                        Optional.of("none")));
        assertThat(parse("RUN [\"a\", \"b c\"]"))
                .isEqualTo(new Instruction.Run(
                        new CommandLine(List.of("a", "b c"), false, List.of()), List.of(), Optional.empty()));
        assertThat(parse("CMD [\"a\", 'b']"))
                .isEqualTo(new Instruction.Cmd(new CommandLine(List.of("[\"a\", 'b']"), true, List.of())));
    }

    @Test
    void parse_copy_hasEverything() {
        assertThat(parse("COPY --from=s --chown=1:2 --chmod=0640 --link --exclude=*.md --exclude=x [\"a b\", \"/c\"]"))
                .isEqualTo(new Instruction.Copy(
                        false,
                        List.of("a b"),
                        List.of(),
                        "/c",
                        Optional.of("s"),
                        Optional.of("1:2"),
                        Optional.of("0640"),
                        true,
                        List.of("*.md", "x"),
                        Optional.empty()));
    }

    @Test
    void parse_expose_isSorted() {
        assertThat(parse("EXPOSE 90 80/udp")).isEqualTo(new Instruction.Expose(List.of("80/udp", "90")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "FETCH x | unknown instruction: FETCH",
                "FROM | FROM requires either one or three arguments",
                "FROM a as | FROM requires either one or three arguments",
                "FROM a AS 1b | invalid name for build stage: \"1b\", name can't start with a number or contain symbols",
                "ENV a | ENV must have two arguments",
                "ENV a=1 b | Syntax error - can't find = in \"b\". Must be of the form: name=value",
                "LABEL =1 | LABEL names can not be blank",
                "ARG | ARG requires at least one argument",
                "ARG =1 | ARG names can not be blank",
                "COPY a | COPY requires at least two arguments, but only one was provided. Destination could not be determined",
                "COPY --odd=1 a b | Unknown flag: odd",
                "COPY --chown a b | Missing a value on flag: chown",
                "COPY --from=a --from=b c d | Duplicate flag specified: from",
                "ADD --from=a b c | Unknown flag: from",
                "COPY --link=maybe a b | Expecting boolean value for flag link, not: maybe",
                "RUN [\"a\", 1] | when using JSON array syntax, arrays must be comprised of strings only",
                "RUN --security=insecure x | RUN --security is not supported: every step runs as a container does by default",
                "SHELL sh | SHELL requires the arguments to be in JSON form",
                "SHELL [] | SHELL requires at least one argument",
                "VOLUME | VOLUME requires at least one argument",
                "VOLUME [\"\"] | VOLUME specified can not be an empty string",
                "WORKDIR | WORKDIR requires exactly one argument",
                "ONBUILD FROM x | FROM isn't allowed as an ONBUILD trigger",
                "ONBUILD onbuild run x | Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
                "HEALTHCHECK | HEALTHCHECK requires at least one argument",
                "HEALTHCHECK NONE x | HEALTHCHECK NONE takes no arguments",
                "HEALTHCHECK --retries=-1 CMD x | --retries cannot be negative (-1)",
                "HEALTHCHECK --interval=1us CMD x | Interval \"interval\" cannot be less than 1ms",
            })
    void parse_wrongLine_isRefusedWithDockersText(String line, String message) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("dockerfile parse error line 1: " + message);
    }

    @Test
    void plan_stages_areNamedNumberedAndCut() {
        Stage.Plan plan =
                Stage.plan(Dockerfile.parse("ARG A=1\nFROM a AS One\nRUN x\nFROM b\nRUN y\nRUN z"), "Dockerfile");

        assertThat(plan.size()).isEqualTo(6);
        assertThat(plan.stages()).extracting(stage -> stage.steps().size()).containsExactly(1, 2);
        assertThat(plan.upTo("ONE").size()).isEqualTo(3);
        assertThat(plan.upTo("1").size()).isEqualTo(6);
        assertThatThrownBy(() -> plan.upTo("two")).hasMessage("failed to reach build target two in Dockerfile");
    }

    @Test
    void plan_wrongLine_tellsFileLineAndInstruction() {
        assertThatThrownBy(() -> Stage.plan(Dockerfile.parse("FROM a\n\nFETCH it"), "sub/Dockerfile"))
                .hasMessage(
                        "dockerfile parse error line 3: unknown instruction: FETCH (sub/Dockerfile line 3: FETCH it)");
    }

    private static Pair pair(String name, String value) {
        return new Pair(name, Optional.of(value));
    }

    private static Instruction parse(String text) {
        return InstructionParser.parse(Dockerfile.parse(text).lines().get(0), '\\');
    }
}
