package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.testing.HostCommand;
import dev.berth.linux.testing.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs root: owners and devices. */
@Tag("netns")
class FileCallsIT {
    @TempDir
    Path directory;

    @BeforeEach
    void requireRoot() {
        Root.require();
    }

    private static String stat(Path file, String format) {
        return HostCommand.here("stat", "-c", format, file.toString()).run().text();
    }

    @Test
    void mknod_deviceAndFifo_areWhatStatSays() {
        Path device = directory.resolve("device");
        Path fifo = directory.resolve("fifo");
        FileCalls.mknod(device, FileCalls.S_IFCHR | 0666, FileStatus.device(1, 3));
        FileCalls.mknod(fifo, FileCalls.S_IFIFO | 0622, 0);

        assertThat(stat(device, "%F %t:%T %a")).isEqualTo("character special file 1:3 666");
        assertThat(stat(fifo, "%F %a")).isEqualTo("fifo 622");
        FileStatus status = FileCalls.status(device);
        assertThat(status.type()).isEqualTo(FileCalls.S_IFCHR);
        assertThat(FileStatus.major(status.special())).isEqualTo(1);
        assertThat(FileStatus.minor(status.special())).isEqualTo(3);
    }

    @Test
    void lchown_symbolicLink_changesTheLinkItself() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        FileCalls.lchown(link, 3_000_000_000L, 1001);

        assertThat(stat(link, "%u:%g")).isEqualTo("3000000000:1001");
        assertThat(stat(file, "%u:%g")).isEqualTo("0:0");
        assertThat(FileCalls.status(link).owner()).isEqualTo(3_000_000_000L);
        FileCalls.lchown(link, -1, 7);
        assertThat(stat(link, "%u:%g")).isEqualTo("3000000000:7");
    }

    @Test
    void setTimes_symbolicLink_nanoseconds() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
        Instant accessed = Instant.ofEpochSecond(1_000_000_000L, 123_456_789);
        Instant modified = Instant.ofEpochSecond(-1, 5);
        FileCalls.setTimes(link, accessed, modified);

        FileStatus status = FileCalls.status(link);
        assertThat(status.isSymbolicLink()).isTrue();
        assertThat(status.accessed()).isEqualTo(accessed);
        assertThat(status.modified()).isEqualTo(modified);
        assertThat(stat(link, "%.9Y")).isEqualTo("-0.999999995");
    }

    @Test
    void xattrs_trustedAndSecurity_areKeptWithTheirBytes() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        Xattrs.set(file, "security.capability", capability);
        Xattrs.set(file, "trusted.overlay.opaque", new byte[] {'y'});

        assertThat(Xattrs.list(file)).containsExactly("security.capability", "trusted.overlay.opaque");
        assertThat(Xattrs.get(file, "security.capability")).hasValue(capability);
        Xattrs.remove(file, "security.capability");
        assertThat(Xattrs.get(file, "security.capability")).isEmpty();
        assertThatThrownBy(() -> Xattrs.remove(file, "security.capability")).hasMessageContaining("ENODATA");
    }
}
