package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class SeccompTest {
    @Test
    void apply_defaultProfile_deniesWhatItDoesNotName() {
        ObjectNode filter = applied(Capabilities.DEFAULT, "amd64");

        assertThat(filter.path("defaultAction").asText()).isEqualTo("SCMP_ACT_ERRNO");
        assertThat(filter.path("architectures"))
                .isEqualTo(Json.tree("[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X86\",\"SCMP_ARCH_X32\"]"));
        assertThat(rules(filter, "read")).hasSize(1);
        assertThat(rules(filter, "mount")).isEmpty();
        assertThat(rules(filter, "setns")).isEmpty();
        assertThat(rules(filter, "io_uring_setup")).isEmpty();
        assertThat(rules(filter, "keyctl")).isEmpty();
        assertThat(rules(filter, "chroot")).hasSize(1);
        assertThat(rules(filter, "arch_prctl")).hasSize(1);
    }

    @Test
    void apply_withoutAdministration_cloneMakesNoNamespace() {
        ObjectNode filter = applied(Capabilities.DEFAULT, "amd64");

        assertThat(rules(filter, "clone"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("args").path(0))
                        .isEqualTo(Json.tree("{\"index\":0,\"value\":2114060288,\"op\":\"SCMP_CMP_MASKED_EQ\"}")));
        assertThat(rules(filter, "clone3"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("errnoRet").asInt()).isEqualTo(38));
        assertThat(rules(filter, "personality")).hasSize(5);
    }

    @Test
    void apply_withAdministration_allowsItsCalls() {
        ObjectNode filter = applied(List.of("CAP_SYS_ADMIN"), "amd64");

        assertThat(rules(filter, "mount")).hasSize(1);
        assertThat(rules(filter, "clone"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.has("args")).isFalse());
    }

    @Test
    void apply_kernelWithoutX32_leavesItOut() {
        ObjectNode filter = new Seccomp(Capabilities.DEFAULT, "amd64", false).apply(Seccomp.defaultProfile());

        assertThat(filter.path("architectures")).isEqualTo(Json.tree("[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X86\"]"));
    }

    @Test
    void apply_arm_hasItsOwnCalls() {
        ObjectNode filter = applied(Capabilities.DEFAULT, "aarch64");

        assertThat(filter.path("architectures")).isEqualTo(Json.tree("[\"SCMP_ARCH_AARCH64\",\"SCMP_ARCH_ARM\"]"));
        assertThat(rules(filter, "cacheflush")).hasSize(1);
        assertThat(rules(filter, "arch_prctl")).isEmpty();
    }

    @Test
    void apply_everyRule_hasNoConditionLeft() {
        for (JsonNode rule : applied(Capabilities.NAMES, "amd64").path("syscalls")) {
            assertThat(rule.fieldNames()).toIterable().isSubsetOf("names", "action", "errnoRet", "args");
        }
    }

    @Test
    void apply_notAProfile_isRefused() {
        Seccomp seccomp = new Seccomp(List.of(), "amd64", true);

        assertThatThrownBy(() -> seccomp.apply("profile.json"))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageStartingWith("Decoding seccomp profile failed: ");
        assertThatThrownBy(() -> seccomp.apply("{}")).hasMessage("Decoding seccomp profile failed: no defaultAction");
    }

    private static ObjectNode applied(List<String> capabilities, String architecture) {
        return new Seccomp(capabilities, architecture, true).apply(Seccomp.defaultProfile());
    }

    private static List<JsonNode> rules(ObjectNode filter, String name) {
        return StreamSupport.stream(filter.path("syscalls").spliterator(), false)
                .filter(rule -> StreamSupport.stream(rule.path("names").spliterator(), false)
                        .anyMatch(each -> each.asText().equals(name)))
                .toList();
    }
}
