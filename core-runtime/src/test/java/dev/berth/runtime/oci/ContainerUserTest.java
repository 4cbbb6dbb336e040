package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerUserTest {
    @TempDir
    Path rootfs;

    @BeforeEach
    void accounts() throws IOException {
        Files.createDirectories(rootfs.resolve("etc"));
        Files.writeString(
                rootfs.resolve("etc/passwd"),
                "root:x:0:0:root:/root:/bin/sh\n# a comment\nbroken\nweb:x:33:33::/srv/web:/bin/sh\nbare:x:40:41\n");
        Files.writeString(rootfs.resolve("etc/group"), "root:x:0:\nweb:x:33:\naudio:x:29:web,other\nadm:x:4:web\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, 0, 0, /root",
        "root, 0, 0, 0, /root",
        "web, 33, 33, 33 29 4, /srv/web",
        "33, 33, 33, 33 29 4, /srv/web",
        "web:adm, 33, 4, 4, /srv/web",
        "web:7, 33, 7, 7, /srv/web",
        "1000, 1000, 0, 0, /",
        "1000:1001, 1000, 1001, 1001, /",
        "1000:audio, 1000, 29, 29, /",
        "bare, 40, 41, 41, /",
        "2147483647, 2147483647, 0, 0, /",
    })
    void of_userAndGroup_areFound(String text, int uid, int gid, String groups, String home) {
        ContainerUser user = ContainerUser.of(text, List.of(), Accounts.of(rootfs));

        assertThat(user.uid()).isEqualTo(uid);
        assertThat(user.gid()).isEqualTo(gid);
        assertThat(user.groups().stream().map(String::valueOf)).containsExactly(groups.split(" "));
        assertThat(user.home()).isEqualTo(home);
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, unable to find user nobody: no matching entries in passwd file",
        "web:nogroup, unable to find group nogroup: no matching entries in group file",
        "-1, uids and gids must be in range 0-2147483647",
        "2147483648, uids and gids must be in range 0-2147483647",
        "0:2147483648, uids and gids must be in range 0-2147483647",
    })
    void of_unknown_isRefusedWithDockersText(String text, String message) {
        assertThatThrownBy(() -> ContainerUser.of(text, List.of(), Accounts.of(rootfs)))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
    }

    @Test
    void of_moreGroups_namesAndNumbers() {
        ContainerUser user = ContainerUser.of("1000", List.of("audio", "77"), Accounts.of(rootfs));

        assertThat(user.groups()).containsExactly(0, 29, 77);
    }

    @Test
    void of_linkOutOfTheContainer_isFollowedInside() throws IOException {
        Path outside = Files.writeString(rootfs.resolve("outside"), "evil:x:666:666::/:/bin/sh\n");
        Path inner = Files.createDirectories(rootfs.resolve("inner/etc")).getParent();
        Files.createSymbolicLink(inner.resolve("etc/passwd"), outside);

        assertThatThrownBy(() -> ContainerUser.of("evil", List.of(), Accounts.of(inner)))
                .hasMessageContaining("no matching entries");

        Files.delete(inner.resolve("etc/passwd"));
        Files.createSymbolicLink(inner.resolve("etc/passwd"), Path.of("../../../../data/passwd"));
        Files.createDirectories(inner.resolve("data"));
        Files.writeString(inner.resolve("data/passwd"), "good:x:7:8::/:/bin/sh\n");
        assertThat(ContainerUser.of("good", List.of(), Accounts.of(inner)).uid())
                .isEqualTo(7);
    }

    @Test
    void of_linksInACircle_areNoFile() throws IOException {
        Files.delete(rootfs.resolve("etc/passwd"));
        Files.createSymbolicLink(rootfs.resolve("etc/passwd"), Path.of("passwd"));

        assertThat(Accounts.of(rootfs).users()).isEmpty();
    }
}
