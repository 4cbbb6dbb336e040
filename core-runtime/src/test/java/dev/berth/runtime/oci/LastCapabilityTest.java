package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LastCapabilityTest {
    @Test
    void lastCapability_ofThisKernel_hasBothDigits() throws IOException {
        // CAP_AUDIT_READ (37) is older than any kernel that we run on.
        assertThat(HostFacts.lastCapability(Path.of("/proc/sys/kernel/cap_last_cap")))
                .isBetween(37, 63);
    }
}
