package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallsTest {
    @TempDir
    Path directory;

    private String readInRoot(Path root, String path) throws IOException {
        try (Fd fd = FileCalls.openInRoot(root, path, OpenFlags.READ_ONLY, 0)) {
            return new String(FdStreams.input(fd).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void openInRoot_linksAndDots_neverLeadOut() throws IOException {
        Files.writeString(directory.resolve("secret"), "outside");
        Path root = Files.createDirectories(directory.resolve("root/etc")).getParent();
        Files.writeString(root.resolve("etc/secret"), "inside");
        Files.createSymbolicLink(root.resolve("absolute"), Path.of("/etc/secret"));
        Files.createSymbolicLink(root.resolve("relative"), Path.of("../../../../etc/secret"));

        assertThat(readInRoot(root, "absolute")).isEqualTo("inside");
        assertThat(readInRoot(root, "relative")).isEqualTo("inside");
        assertThat(readInRoot(root, "/../../etc/secret")).isEqualTo("inside");
        assertThatThrownBy(() -> readInRoot(root, "../secret")).hasMessageContaining("ENOENT");
    }

    @Test
    void status_ofPathAndDescriptor_agreeWithJava() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "12345");
        FileCalls.chmod(file, 04640);
        FileCalls.link(file, directory.resolve("second"));
        FileStatus status = FileCalls.status(file);

        assertThat(status.size()).isEqualTo(5);
        assertThat(status.links()).isEqualTo(2);
        assertThat(status.permissions()).isEqualTo(04640);
        assertThat(status.isRegular()).isTrue();
        assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(status.device()).isEqualTo(Files.getAttribute(file, "unix:dev"));
        assertThat(status.modified()).isEqualTo(Files.getLastModifiedTime(file).toInstant());
        try (Fd fd = FileCalls.open(directory.resolve("second"), OpenFlags.READ_ONLY, 0)) {
            assertThat(FileCalls.status(fd)).isEqualTo(status);
        }
        assertThatThrownBy(() -> FileCalls.status(directory.resolve("no"))).hasMessageContaining("ENOENT");
    }

    @Test
    void device_packed_unpacksToItself() {
        for (int[] numbers : new int[][] {{0, 0}, {1, 3}, {255, 255}, {4095, 1_048_575}, {0xfffff, 0x7fffffff}}) {
            long device = FileStatus.device(numbers[0], numbers[1]);
            assertThat(FileStatus.major(device)).isEqualTo(numbers[0]);
            assertThat(FileStatus.minor(device)).isEqualTo(numbers[1]);
        }
    }

    @Test
    void rename_byMode() throws IOException {
        Path one = Files.writeString(directory.resolve("one"), "1");
        Path two = Files.writeString(directory.resolve("two"), "2");

        assertThatThrownBy(() -> FileCalls.rename(one, two, RenameMode.NO_REPLACE))
                .hasMessageContaining("EEXIST");
        FileCalls.rename(one, two, RenameMode.EXCHANGE);
        assertThat(one).hasContent("2");
        FileCalls.rename(one, two, RenameMode.REPLACE);
        assertThat(two).hasContent("2");
        assertThat(one).doesNotExist();
        FileCalls.sync(two);
        FileCalls.sync(directory);
    }

    @Test
    void open_nulInName_isRefused() {
        assertThatThrownBy(() -> Syscalls.cString("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sparseCopy_holesStayHoles() throws IOException {
        Path source = directory.resolve("source");
        Path target = directory.resolve("target");
        int flags = OpenFlags.READ_WRITE | OpenFlags.CREATE;
        byte[] data = "data".repeat(1024).getBytes(StandardCharsets.US_ASCII);
        try (Fd in = FileCalls.open(source, flags, 0600);
                Fd out = FileCalls.open(target, flags, 0600)) {
            SparseFiles.position(in, 1 << 20);
            in.write(data, 0, data.length);
            SparseFiles.truncate(in, 8 << 20);
            SparseFiles.copy(in, out);

            assertThat(SparseFiles.extents(out))
                    .isEqualTo(SparseFiles.extents(in))
                    .hasSize(1);
            SparseFiles.punchHole(in, new SparseFiles.Extent(0, 8 << 20));
            assertThat(SparseFiles.extents(in)).isEmpty();
        }
        FileStatus status = FileCalls.status(target);
        assertThat(status.size()).isEqualTo(8 << 20);
        assertThat(status.blocks() * 512).isLessThan(1 << 20);
        assertThat(Files.readAllBytes(target)).containsSequence(data);
    }

    @Test
    void thousandOpens_leakNoDescriptor() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        long before = Descriptors.count();
        for (int each = 0; each < 1000; each++) {
            FileCalls.sync(file);
            FileCalls.openInRoot(directory, "file", OpenFlags.READ_ONLY, 0).close();
            assertThatThrownBy(() -> FileCalls.openInRoot(directory, "no", OpenFlags.READ_ONLY, 0))
                    .isInstanceOf(ErrnoException.class);
        }
        assertThat(Descriptors.count()).isLessThan(before + Descriptors.SLACK);
    }
}
