package dev.berth.runtime.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
    @ParameterizedTest
    @CsvSource({
        "2.1.6, 2.0.26, true",
        "2.0.26, 2.0.26, true",
        "2.0.25, 2.0.26, false",
        "6.18.44-fc-v657, 5.15, true",
        "5.4.0-100-generic, 5.15, false",
        "unknown, 1.0, false"
    })
    void atLeast_versions_areComparedByNumber(String version, String least, boolean expected) {
        assertThat(Versions.atLeast(version, least)).isEqualTo(expected);
    }
}
