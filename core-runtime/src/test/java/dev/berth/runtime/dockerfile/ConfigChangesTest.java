package dev.berth.runtime.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigChangesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CMD [\"sh\", \"-c\", \"true\"] | {\"Cmd\":[\"sh\",\"-c\",\"true\"]}",
                "cmd echo $HOME | {\"Cmd\":[\"/bin/sh\",\"-c\",\"echo $HOME\"]}",
                "CMD [not json | {\"Cmd\":[\"/bin/sh\",\"-c\",\"[not json\"]}",
                "CMD [] | {\"Cmd\":[]}",
                "ENTRYPOINT [\"/run\"] | {\"Entrypoint\":[\"/run\"],\"Cmd\":null}",
                "ENV A=1 B=\"two words\" C=x\\ y | {\"Env\":[\"A=1\",\"B=two words\",\"C=x y\"]}",
                "ENV A one two | {\"Env\":[\"A=one two\"]}",
                "EXPOSE 80 53/udp 8000-8001 | {\"ExposedPorts\":{\"80/tcp\":{},\"53/udp\":{},\"8000/tcp\":{},\"8001/tcp\":{}}}",
                "LABEL a=1 \"b c\"='d e' | {\"Labels\":{\"a\":\"1\",\"b c\":\"d e\"}}",
                "USER nobody:nogroup | {\"User\":\"nobody:nogroup\"}",
                "WORKDIR /srv/../data | {\"WorkingDir\":\"/data\"}",
                "VOLUME /data /more | {\"Volumes\":{\"/data\":{},\"/more\":{}}}",
                "VOLUME [\"/a b\"] | {\"Volumes\":{\"/a b\":{}}}",
                "STOPSIGNAL SIGRTMIN+3 | {\"StopSignal\":\"SIGRTMIN+3\"}",
                "ONBUILD RUN make | {\"OnBuild\":[\"RUN make\"]}",
                "HEALTHCHECK NONE | {\"Healthcheck\":{\"Test\":[\"NONE\"]}}",
                "HEALTHCHECK --interval=1m30s --timeout=500ms --retries=3 CMD curl x | {\"Healthcheck\":{\"Interval\":90000000000,\"Timeout\":500000000,\"Retries\":3,\"Test\":[\"CMD-SHELL\",\"curl x\"]}}",
                "HEALTHCHECK CMD [\"true\"] | {\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"]}}",
            })
    void apply_instruction_changesTheConfiguration(String instruction, String expected) {
        assertThat(Json.tree(applied(instruction).toString())).isEqualTo(Json.tree(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RUN make | RUN is not a valid change command",
                "FROM busybox | FROM is not a valid change command",
                "ENV | ENV requires at least one argument",
                "ENV A | ENV must have two arguments",
                "ENV A=1 B | Syntax error - can't find = in \"B\". Must be of the form: name=value",
                "LABEL =x | LABEL names can not be blank",
                "WORKDIR | WORKDIR requires exactly one argument",
                "EXPOSE http | Invalid containerPort: http",
                "EXPOSE 70000 | Invalid containerPort: 70000",
                "EXPOSE 20-10 | Invalid containerPort: 20-10",
                "STOPSIGNAL what? | Invalid signal: what?",
                "ONBUILD ONBUILD RUN x | Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
                "ONBUILD FROM x | FROM isn't allowed as an ONBUILD trigger",
                "HEALTHCHECK curl | Unknown type \"CURL\" in HEALTHCHECK (try CMD)",
                "HEALTHCHECK CMD | Missing command after HEALTHCHECK CMD",
                "HEALTHCHECK --interval=soon CMD x | time: invalid duration \"soon\"",
                "VOLUME [\"\"] | VOLUME specified can not be an empty string",
                "ENV A=\"open | failed to process \"\\\"open\": unexpected end of statement while looking for matching double-quote",
            })
    void apply_wrongInstruction_isRefusedWithDockersText(String instruction, String message) {
        assertThatThrownBy(() -> applied(instruction))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
    }

    @Test
    void apply_variables_areReplacedButNotInSingleQuotes() {
        ObjectNode config = applied(
                "ENV DIR=/srv EMPTY=",
                "WORKDIR $DIR/app",
                "LABEL a=${DIR} b='$DIR' c=${NONE:-other} d=${DIR:+set} e=\\$DIR");

        assertThat(config.path("WorkingDir").asText()).isEqualTo("/srv/app");
        assertThat(config.path("Labels"))
                .isEqualTo(Json.tree("{\"a\":\"/srv\",\"b\":\"$DIR\",\"c\":\"other\",\"d\":\"set\",\"e\":\"$DIR\"}"));
    }

    @Test
    void apply_entrypointAfterCommand_keepsTheCommandOnlyIfItWasGivenHere() {
        ObjectNode kept = applied("CMD [\"a\"]", "ENTRYPOINT [\"e\"]");
        assertThat(kept.path("Cmd")).isEqualTo(Json.tree("[\"a\"]"));

        ObjectNode config = (ObjectNode) Json.tree("{\"Cmd\":[\"old\"]}");
        ConfigChanges.apply(List.of("ENTRYPOINT [\"e\"]"), config);
        assertThat(config.path("Cmd").isNull()).isTrue();
    }

    @Test
    void apply_commentsEmptyLinesAndContinuations_areReadAsInAFile() {
        assertThat(applied("# a comment\n\nUSER \\\nme\n")).isEqualTo(Json.tree("{\"User\":\"me\"}"));
    }

    private static ObjectNode applied(String... instructions) {
        ObjectNode config = Json.mapper().createObjectNode();
        ConfigChanges.apply(List.of(instructions), config);
        return config;
    }
}
