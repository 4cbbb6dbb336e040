package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    @Test
    void of_nothingAsked_isDockersFourteen() {
        assertThat(of(false, List.of(), List.of()))
                .hasSize(14)
                .contains("CAP_CHOWN", "CAP_NET_RAW")
                .doesNotContain("CAP_SYS_ADMIN", "CAP_NET_ADMIN");
    }

    @Test
    void of_addAndDrop_anyCaseWithOrWithoutPrefix() {
        assertThat(of(false, List.of("net_admin", "CAP_SYS_TIME"), List.of("cap_net_raw", "MKNOD")))
                .contains("CAP_NET_ADMIN", "CAP_SYS_TIME")
                .doesNotContain("CAP_NET_RAW", "CAP_MKNOD");
    }

    @Test
    void of_dropAll_leavesWhatIsAdded() {
        assertThat(of(false, List.of("CHOWN"), List.of("ALL"))).containsExactly("CAP_CHOWN");
        assertThat(of(false, List.of(), List.of("all"))).isEmpty();
    }

    @Test
    void of_addAll_isAllButWhatIsDropped() {
        assertThat(of(false, List.of("ALL"), List.of("SYS_ADMIN"))).hasSize(40).doesNotContain("CAP_SYS_ADMIN");
        assertThat(of(true, List.of(), List.of("SYS_ADMIN"))).hasSize(41);
    }

    @Test
    void of_unknownName_isRefusedWithDockersText() {
        assertThatThrownBy(() -> of(false, List.of("fly"), List.of()))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("invalid capability: \"CAP_FLY\"");
    }

    @Test
    void of_oneTheDaemonLacks_isRefusedIfAddedAndLeftOutOfAll() {
        BigInteger withoutResource =
                BigInteger.ONE.shiftLeft(41).subtract(BigInteger.ONE).clearBit(24);
        HostFacts host = TestFacts.host(
                new CgroupFacts(false, EnumSet.noneOf(CgroupFacts.Limit.class), "", ""), withoutResource);

        assertThat(Capabilities.of(host, true, List.of(), List.of()))
                .hasSize(40)
                .doesNotContain("CAP_SYS_RESOURCE");
        assertThatThrownBy(() -> Capabilities.of(host, false, List.of("SYS_RESOURCE"), List.of()))
                .hasMessageContaining("CAP_SYS_RESOURCE");
    }

    private static List<String> of(boolean privileged, List<String> add, List<String> drop) {
        return Capabilities.of(TestFacts.host(), privileged, add, drop);
    }
}
