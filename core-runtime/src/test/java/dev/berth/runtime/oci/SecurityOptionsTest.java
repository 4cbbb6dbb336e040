package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "no-new-privileges, true, ",
        "no-new-privileges=false, false, ",
        "no-new-privileges:true, true, ",
        "seccomp=unconfined, false, unconfined",
        "seccomp:unconfined, false, unconfined",
        "seccomp=builtin, false, ",
        "apparmor=unconfined, false, ",
        "label=disable, false, ",
    })
    void parse_option_isRead(String option, boolean noNewPrivileges, String seccomp) {
        SecurityOptions options = SecurityOptions.parse(List.of(option));

        assertThat(options.noNewPrivileges()).isEqualTo(noNewPrivileges);
        assertThat(options.seccomp().orElse(null)).isEqualTo(seccomp);
    }

    @Test
    void parse_profile_keepsItsText() {
        assertThat(SecurityOptions.parse(List.of("seccomp={\"defaultAction\":\"x:y=z\"}"))
                        .seccomp())
                .contains("{\"defaultAction\":\"x:y=z\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "what, 'invalid --security-opt 1: \"what\"'",
        "what=ever, 'invalid --security-opt 2: \"what=ever\"'",
        "no-new-privileges=maybe, 'invalid --security-opt 2: \"no-new-privileges=maybe\"'",
    })
    void parse_unknown_isRefusedWithDockersText(String option, String message) {
        assertThatThrownBy(() -> SecurityOptions.parse(List.of(option)))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
    }
}
