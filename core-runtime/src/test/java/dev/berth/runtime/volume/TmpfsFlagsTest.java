package dev.berth.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.spec.MountSpec;
import dev.berth.runtime.spec.MountSpec.TmpfsOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class TmpfsFlagsTest {
    @Test
    void options_laterWordsWin() {
        assertThat(TmpfsFlags.of("")).containsExactly("noexec", "nosuid", "nodev", "rprivate");
        assertThat(TmpfsFlags.of("exec,size=1m,size=2m,rw"))
                .isEqualTo(List.of("nosuid", "nodev", "rprivate", "exec", "size=2m", "rw"));
        assertThatThrownBy(() -> TmpfsFlags.of("colour=red")).hasMessageContaining("\"colour\"");
    }

    @Test
    void mount_sizeModeAndFlags_areOptions() {
        TmpfsOptions options = new TmpfsOptions(64 << 20, 01770, List.of(List.of("exec"), List.of("uid", "7")));
        assertThat(TmpfsFlags.of(new MountSpec("tmpfs", "", "/t", true, "", null, null, null, options)))
                .containsExactly("nosuid", "nodev", "rprivate", "ro", "mode=1770", "size=64m", "exec", "uid=7");
        TmpfsOptions wrong = new TmpfsOptions(0, 0, List.of(List.of("colour", "red")));
        assertThatThrownBy(() -> TmpfsFlags.of(new MountSpec("tmpfs", "", "/t", false, "", null, null, null, wrong)))
                .hasMessageContaining("\"colour\"");
    }
}
