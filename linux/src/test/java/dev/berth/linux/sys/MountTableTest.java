package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountTableTest {
    @Test
    void parse_lineOfTheManualPage() {
        MountEntry entry = MountTable.parse(
                "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue");

        assertThat(entry)
                .isEqualTo(new MountEntry(
                        36,
                        35,
                        "98:0",
                        "/mnt1",
                        Path.of("/mnt2"),
                        List.of("rw", "noatime"),
                        List.of("master:1", "shared:2"),
                        "ext3",
                        "/dev/root",
                        List.of("rw", "errors=continue")));
        assertThat(entry.readOnly()).isFalse();
    }

    @Test
    void parse_escapesAndNoPropagation() {
        MountEntry entry = MountTable.parse("1 2 0:5 / /a\\040b\\134c\\011d ro - tmpfs my\\040source rw");

        assertThat(entry.mountPoint()).isEqualTo(Path.of("/a b\\c\td"));
        assertThat(entry.source()).isEqualTo("my source");
        assertThat(entry.propagation()).isEmpty();
        assertThat(entry.readOnly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "36 35 98:0 / /mnt rw", "36 35 98:0 / /mnt rw - ext3", "- a b c d e f g h i"})
    void parse_noSuchLine_isRefused(String line) {
        assertThatThrownBy(() -> MountTable.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void read_thisProcess_hasItsRoot() {
        assertThat(MountTable.read()).anyMatch(entry -> entry.mountPoint().equals(Path.of("/proc")));
        assertThat(MountTable.isMountPoint(Path.of("/proc"))).isTrue();
        assertThat(MountTable.isMountPoint(Path.of("/proc/self"))).isFalse();
        assertThat(MountTable.isMountPoint(Path.of("/no/such/place"))).isFalse();
    }
}
