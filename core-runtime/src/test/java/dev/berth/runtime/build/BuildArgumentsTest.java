package dev.berth.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.dockerfile.Instruction.Pair;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BuildArgumentsTest {
    private static final Map<String, Optional<String>> GIVEN = Map.of(
            "A", Optional.of("given"),
            "NO_VALUE", Optional.empty(),
            "HTTP_PROXY", Optional.of("http://proxy"),
            "NOBODY", Optional.of("x"));

    private final BuildArguments file = new BuildArguments(GIVEN, Map.of("TARGETOS", "linux"));

    @Test
    void values_beforeTheirArg_areNotThere() {
        BuildArguments stage = file.ofStage();

        assertThat(stage.values(Set.of())).isEqualTo(Map.of("HTTP_PROXY", "http://proxy"));
        stage.declare(new Pair("A", Optional.of("default")));
        stage.declare(new Pair("B", Optional.of("default")));
        stage.declare(new Pair("C", Optional.empty()));
        assertThat(stage.values(Set.of()))
                .isEqualTo(Map.of("HTTP_PROXY", "http://proxy", "A", "given", "B", "default"));
        assertThat(stage.values(Set.of("A", "HTTP_PROXY"))).isEqualTo(Map.of("B", "default"));
    }

    @Test
    void values_declaredBeforeTheStages_countWhereAStageSaysSo() {
        file.declareBefore(new Pair("VERSION", Optional.of("1")));
        BuildArguments stage = file.ofStage();

        assertThat(file.forBases()).containsEntry("VERSION", "1").containsEntry("TARGETOS", "linux");
        assertThat(stage.values(Set.of())).doesNotContainKey("VERSION");
        stage.declare(new Pair("VERSION", Optional.empty()));
        stage.declare(new Pair("TARGETOS", Optional.empty()));
        assertThat(stage.values(Set.of())).containsEntry("VERSION", "1").containsEntry("TARGETOS", "linux");
        assertThat(file.ofStage().values(Set.of())).doesNotContainKey("VERSION");
    }

    @Test
    void mark_predefined_leaveNoTraceUnlessAskedFor() {
        BuildArguments stage = file.ofStage();
        assertThat(stage.mark(Map.of())).isEmpty();
        assertThat(stage.mark(stage.values(Set.of()))).containsExactly("|0");
        stage.declare(new Pair("A", Optional.empty()));
        stage.declare(new Pair("HTTP_PROXY", Optional.empty()));
        assertThat(stage.mark(stage.values(Set.of()))).containsExactly("|2", "A=given", "HTTP_PROXY=http://proxy");
    }

    @Test
    void unused_whatNoStageAskedFor() {
        file.ofStage().declare(new Pair("A", Optional.empty()));

        assertThat(file.unused()).containsExactlyInAnyOrder("NOBODY", "NO_VALUE");
    }
}
