package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127|runc create failed: exec: \"nope\": executable file not found in $PATH",
                "127|runc create failed: exec: \"/nope\": stat /nope: no such file or directory",
                "126|runc create failed: exec: \"/etc/passwd\": permission denied",
                "126|runc create failed: exec: \"/etc\": is a directory",
                "127|executable file `nope` not found in $PATH: No such file or directory",
                "126|open executable: Permission denied",
                "126|open executable: Operation not permitted",
            })
    void of_programNotRunnable_isTheRequestsFault(int code, String said) {
        StartFailure failure = StartFailure.of(failed("OCI runtime create failed: " + said + ": unknown"));

        assertThat(failure.exitCode()).isEqualTo(code);
        assertThat(failure.cause()).isInstanceOf(EngineException.InvalidParameter.class);
    }

    @Test
    void of_crunsWords_areDockers() {
        StartFailure failure = StartFailure.of(
                failed("OCI runtime create failed: executable file `nope` not found in $PATH: No such file or"
                        + " directory: unknown"));

        assertThat(failure.cause())
                .hasMessage("OCI runtime create failed: exec: \"nope\": executable file not found in $PATH: unknown");
    }

    @Test
    void of_otherRuntimeFailure_isOurs() {
        StartFailure failure = StartFailure.of(failed("OCI runtime create failed: cannot set cgroup: unknown"));

        assertThat(failure.exitCode()).isEqualTo(128);
        assertThat(failure.cause()).isInstanceOf(EngineException.SystemFailure.class);
    }

    @Test
    void of_failureOfANetwork_keepsItsKind() {
        EngineException.Conflict conflict =
                new EngineException.Conflict("driver failed: no such file or directory on port 80");

        StartFailure failure = StartFailure.of(conflict);

        assertThat(failure.exitCode()).isEqualTo(128);
        assertThat(failure.cause()).isSameAs(conflict);
    }

    private static EngineException failed(String message) {
        return new EngineException.SystemFailure(message);
    }
}
