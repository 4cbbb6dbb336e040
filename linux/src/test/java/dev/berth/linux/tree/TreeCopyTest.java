package dev.berth.linux.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.SparseFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCopyTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_600_000_000, 987_654_321);

    @TempDir
    Path temporary;

    private Path source;
    private Path target;

    @BeforeEach
    void makeDirectories() throws IOException {
        source = Files.createDirectory(temporary.resolve("source"));
        target = Files.createDirectory(temporary.resolve("target"));
    }

    @Test
    void copy_keepsModesTimesLinksAndFifos() throws IOException {
        Path file =
                Files.writeString(Files.createDirectories(source.resolve("a/b")).resolve("file"), "content");
        FileCalls.chmod(file, 04751);
        FileCalls.setTimes(file, TIME, TIME.minusSeconds(5));
        FileCalls.link(file, source.resolve("hard"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("/nowhere"));
        FileCalls.mknod(source.resolve("fifo"), FileCalls.S_IFIFO | 0640, 0);
        FileCalls.chmod(source.resolve("a"), 02705);
        FileCalls.setTimes(source.resolve("a"), TIME, TIME);
        FileCalls.chmod(source, 01777);

        TreeCopy.copy(source, target);

        FileStatus copy = FileCalls.status(target.resolve("a/b/file"));
        assertThat(copy.permissions()).isEqualTo(04751);
        assertThat(copy.modified()).isEqualTo(TIME.minusSeconds(5));
        assertThat(copy.links()).isEqualTo(2);
        assertThat(FileCalls.status(target.resolve("hard")).inode()).isEqualTo(copy.inode());
        assertThat(Files.readSymbolicLink(target.resolve("link"))).isEqualTo(Path.of("/nowhere"));
        assertThat(FileCalls.status(target.resolve("fifo")).mode()).isEqualTo(FileCalls.S_IFIFO | 0640);
        assertThat(FileCalls.status(target.resolve("a")).permissions()).isEqualTo(02705);
        assertThat(FileCalls.status(target.resolve("a")).modified()).isEqualTo(TIME);
        assertThat(FileCalls.status(target).permissions()).isEqualTo(01777);
    }

    @Test
    void copy_sparseFile_keepsItsHoles() throws IOException {
        Path file = source.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.seek(8 << 20);
            sparse.write("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            sparse.setLength(16 << 20);
        }
        TreeCopy.copy(source, target);
        assertThat(Files.mismatch(file, target.resolve("sparse"))).isEqualTo(-1);
        try (Fd copy = FileCalls.open(target.resolve("sparse"), OpenFlags.READ_ONLY, 0)) {
            assertThat(SparseFiles.extents(copy).stream()
                            .mapToLong(SparseFiles.Extent::length)
                            .sum())
                    .isLessThan(1 << 20);
        }
    }

    /** In a layer they stand for files that are not there; in a volume, such as another engine's data, they are what is there. */
    @Test
    void copy_whiteout_isLeftOutOfALayerOnly() throws IOException {
        FileCalls.mknod(source.resolve("gone"), FileCalls.S_IFCHR | 0600, 0);
        Files.writeString(source.resolve("here"), "x");
        TreeCopy.copyLayer(source, target);
        assertThat(target.resolve("here")).exists();
        assertThat(target.resolve("gone")).doesNotExist();
        Path volume = Files.createDirectory(temporary.resolve("volume"));
        TreeCopy.copy(source, volume);
        assertThat(FileCalls.status(volume.resolve("gone")).type()).isEqualTo(FileCalls.S_IFCHR);
    }

    @Test
    void copy_symbolicLinkToDirectory_isNotEntered() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "x");
        Files.createSymbolicLink(source.resolve("out"), outside);
        TreeCopy.copy(source, target);
        assertThat(target.resolve("out")).isSymbolicLink();
        TreeDelete.delete(target);
        assertThat(target).doesNotExist();
        assertThat(outside.resolve("secret")).exists();
    }

    @Test
    void size_hardLink_countsOnce() throws IOException {
        long empty = TreeSize.of(source);
        Path file = Files.write(source.resolve("one"), new byte[5_000]);
        FileCalls.link(file, source.resolve("two"));
        assertThat(TreeSize.of(source) - empty).isEqualTo(5_000);
    }

    @Test
    void sizeOfContent_countsRegularFilesAlone() throws IOException {
        Path fresh = Files.createDirectory(temporary.resolve("fresh"));
        Files.write(Files.createDirectory(fresh.resolve("d")).resolve("f"), new byte[5_000]);
        FileCalls.link(fresh.resolve("d/f"), fresh.resolve("again"));
        Files.createSymbolicLink(fresh.resolve("link"), Path.of("d/f"));
        assertThat(TreeSize.ofContent(fresh)).isEqualTo(5_000);
    }

    @Test
    void directory_nameWithSlash_isRefused() {
        try (Directory directory = Directory.open(source)) {
            assertThatThrownBy(() -> directory.path("../target")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> directory.resolve("none")).isInstanceOf(ErrnoException.class);
        }
    }

    @Test
    void directory_linkAndDotDot_stayInside() throws IOException {
        Files.createDirectory(source.resolve("etc"));
        Files.createSymbolicLink(source.resolve("absolute"), Path.of("/etc"));
        Files.createSymbolicLink(source.resolve("up"), Path.of("../../../../etc"));
        long inside = FileCalls.status(source.resolve("etc")).inode();
        try (Directory directory = Directory.open(source)) {
            for (String path : new String[] {"absolute", "up", "../../etc", "/etc"}) {
                try (Directory found = directory.resolve(path)) {
                    assertThat(found.status().inode()).as(path).isEqualTo(inside);
                }
            }
            assertThatThrownBy(() -> directory.child("absolute")).isInstanceOf(ErrnoException.class);
        }
    }
}
