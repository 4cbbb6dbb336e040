package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.testing.HostCommand;
import dev.berth.linux.testing.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts below a directory of the test, which is a mount of its own and private, so that nothing spreads. */
@Tag("netns")
class MountsIT {
    @TempDir
    Path directory;

    private Path root;
    private Path source;
    private Path target;

    @BeforeEach
    void mountRoot() throws IOException {
        Root.require();
        root = Files.createDirectory(directory.resolve("root"));
        Mounts.tmpfs(root, "size=64m,mode=755");
        Mounts.propagation(root, Propagation.PRIVATE);
        source = Files.createDirectory(root.resolve("source"));
        target = Files.createDirectory(root.resolve("target"));
        Files.writeString(source.resolve("file"), "content");
    }

    @AfterEach
    void unmountRoot() {
        Mounts.unmount(root, true);
    }

    private static String findmnt(Path target, String column) {
        return HostCommand.here("findmnt", "-n", "-o", column, "--target", target.toString())
                .run()
                .text();
    }

    @Test
    void tmpfs_hasItsOptions() {
        assertThat(findmnt(root, "FSTYPE,SIZE")).contains("tmpfs").contains("64M");
    }

    @Test
    void bind_showsTheSource() throws IOException {
        Mounts.bind(source, target, false);

        assertThat(Files.readString(target.resolve("file"))).isEqualTo("content");
        assertThat(findmnt(target, "FSROOT")).isEqualTo("/source");
        assertThat(MountTable.isMountPoint(target)).isTrue();
        assertThat(MountTable.isMountPoint(source)).isFalse();
    }

    @Test
    void readOnly_keepsTheOtherFlagsAndTheSourceWritable() throws IOException {
        Mounts.mount("tmpfs", "tmpfs", source, Mounts.NO_SUID | Mounts.NO_DEV, "");
        Mounts.bind(source, target, false);
        Mounts.readOnly(target, false);

        assertThat(findmnt(target, "VFS-OPTIONS")).startsWith("ro,nosuid,nodev");
        assertThatThrownBy(() -> Files.createFile(target.resolve("new"))).hasMessageContaining("Read-only");
        Files.createFile(source.resolve("new"));
    }

    @Test
    void readOnly_recursive_reachesTheMountsBelow() throws IOException {
        Path inner = Files.createDirectory(source.resolve("inner"));
        Mounts.tmpfs(inner, "");
        Mounts.bind(source, target, true);
        Mounts.readOnly(target, true);

        assertThatThrownBy(() -> Files.createFile(target.resolve("inner/new"))).hasMessageContaining("Read-only");
        Files.createFile(inner.resolve("new"));
    }

    @Test
    void propagation_shared_passesMountsOn() throws IOException {
        Path inner = Files.createDirectory(source.resolve("inner"));
        Mounts.bind(source, source, false);
        Mounts.propagation(source, Propagation.SHARED);
        Mounts.bind(source, target, false);
        Mounts.tmpfs(inner, "");

        assertThat(findmnt(target, "PROPAGATION")).isEqualTo("shared");
        assertThat(MountTable.isMountPoint(target.resolve("inner"))).isTrue();
    }

    @Test
    void overlay_writesGoToTheUpperLayer() throws IOException {
        Path upper = Files.createDirectory(root.resolve("up,per:\\x"));
        Path work = Files.createDirectory(root.resolve("work"));
        Path top = Files.createDirectory(root.resolve("t:o,p"));
        Files.writeString(top.resolve("file"), "upper wins");
        Mounts.overlay(List.of(top, source), upper, work, target);

        assertThat(Files.readString(target.resolve("file"))).isEqualTo("upper wins");
        Files.writeString(target.resolve("new"), "new");
        assertThat(upper.resolve("new")).hasContent("new");
        assertThat(findmnt(target, "FSTYPE")).isEqualTo("overlay");
    }

    @Test
    void overlay_moreLayersThanAPageHolds_mounts() throws IOException {
        List<Path> layers = new ArrayList<>();
        for (int number = 0; number < 127; number++) {
            Path layer = Files.createDirectories(root.resolve("layer-" + number + "-" + "x".repeat(60)));
            Files.writeString(layer.resolve("f" + number), Integer.toString(number));
            layers.add(layer);
        }
        Mounts.overlay(
                layers,
                Files.createDirectory(root.resolve("upper")),
                Files.createDirectory(root.resolve("work")),
                target);

        assertThat(target.resolve("f0")).hasContent("0");
        assertThat(target.resolve("f126")).hasContent("126");
        Files.writeString(target.resolve("f126"), "changed");
        assertThat(root.resolve("upper/f126")).hasContent("changed");
    }

    @Test
    void unmount_nothingThere_isQuiet() throws IOException {
        Mounts.unmount(target, false);
        Mounts.unmount(root.resolve("missing"), true);
        Mounts.unmount(Files.createFile(root.resolve("file")).resolve("below"), true);

        assertThat(target).exists();
    }

    @Test
    void unmount_inUse_failsUnlessLazy() throws IOException {
        Mounts.tmpfs(target, "");
        Files.createFile(target.resolve("held"));
        try (var held = Files.newInputStream(target.resolve("held"))) {
            assertThatThrownBy(() -> Mounts.unmount(target, false))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            failure -> assertThat(failure.errno()).isEqualTo(Errno.EBUSY));
            Mounts.unmount(target, true);
            assertThat(MountTable.isMountPoint(target)).isFalse();
            assertThat(held.read()).isEqualTo(-1);
        }
    }

    @Test
    void mount_noSuchSource_saysWhat() {
        assertThatThrownBy(() -> Mounts.bind(root.resolve("no"), target, false))
                .hasMessage("mount(" + root.resolve("no") + " on " + target + "): ENOENT (No such file or directory)");
    }
}
