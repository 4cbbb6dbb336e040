package dev.berth.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepTimesTest {
    @Test
    void toString_stepsAndTotal_inMilliseconds() {
        StepTimes times = StepTimes.begin();
        times.done("rootfs");
        times.done("network");

        assertThat(times.toString()).matches("rootfs=\\d+\\.\\d\\d network=\\d+\\.\\d\\d total=\\d+\\.\\d\\d");
    }
}
