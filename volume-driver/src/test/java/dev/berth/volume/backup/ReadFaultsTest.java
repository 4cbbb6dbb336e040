package dev.berth.volume.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.OpenFile;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.WriterFreeze;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a file between its being opened and its last byte. */
class ReadFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Path file;
    private byte[] content;

    @BeforeEach
    void makeFile() throws IOException {
        Path data = new BackupWorld(directory).data();
        file = Files.createDirectories(data.resolve("some/where")).resolve("bad");
        content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Files.write(file, content);
        Files.writeString(data.resolve("good"), "good");
    }

    /** One look is all, as nobody is known to write. */
    private static final WriterFreeze IDLE = new WriterFreeze() {
        @Override
        public Outcome during(Runnable cut) {
            throw new IllegalStateException("nobody is to be frozen");
        }

        @Override
        public boolean wasIdle() {
            return true;
        }
    };

    /** Before the file is read. */
    private interface Fault {
        void strike(long offset) throws IOException;
    }

    private BackupWorld world(Fault fault) {
        return new BackupWorld(directory, new LocalBackups(PATIENCE, (fd, buffer, length, offset) -> {
            if (isTheFile(fd)) {
                try {
                    fault.strike(offset);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
            return OpenFile.read(fd, buffer, length, offset);
        }));
    }

    private static boolean isTheFile(Fd fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.number()))
                    .getFileName()
                    .toString()
                    .startsWith("bad");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void backup_diskCannotReadAFile_failsAndNamesIt_andLaterOnesAreWhole() throws IOException {
        BackupWorld broken = world(offset -> {
            if (offset > 0) {
                throw new ErrnoException("pread", "fd", Errno.EIO.number());
            }
        });
        assertThatThrownBy(broken::backup)
                .isInstanceOf(SystemFailure.class)
                .hasMessageContaining("some/where/bad")
                .hasMessageContaining("Input/output error");
        BackupWorld mended = new BackupWorld(directory);
        assertThat(mended.backups().list(mended.repository())).isEmpty();
        BackupInfo backup = mended.backup();
        assertThat(mended.backups().list(mended.repository())).hasSize(1);
        assertThat(mended.restored(backup).resolve("some/where/bad")).hasBinaryContent(content);
        assertThat(mended.backups().verify(mended.repository()).problems()).isEmpty();
    }

    /** The disk may be better the next time, and the file looks as it did. */
    @Test
    void backup_diskCannotReadAFile_goesOnIfAsked_namesItAndReadsItAgainNextTime() throws IOException {
        BackupWorld broken = world(offset -> {
            if (offset > 0) {
                throw new ErrnoException("pread", "fd", Errno.EIO.number());
            }
        });
        BackupInfo partial = broken.backup(BackupWorld.NOBODY_WRITES, true);
        assertThat(partial.unreadable()).containsExactly("/some/where/bad");
        assertThat(broken.backups().list(broken.repository())).containsExactly(partial);
        Path copy = broken.restored(partial);
        assertThat(copy.resolve("good")).hasContent("good");
        assertThat(copy.resolve("some/where/bad")).hasSize(content.length);
        BackupInfo again = broken.backup(BackupWorld.NOBODY_WRITES, true);
        assertThat(again.unreadable()).containsExactly("/some/where/bad");
        BackupInfo mended = new BackupWorld(directory).backup();
        assertThat(mended.unreadable()).isEmpty();
        assertThat(broken.restored(mended).resolve("some/where/bad")).hasBinaryContent(content);
        assertThat(broken.backups().verify(broken.repository()).problems()).isEmpty();
    }

    @Test
    void backup_fileCutShortWhileItIsRead_hasTheRestAsZeros() throws IOException {
        BackupWorld world = world(offset -> {
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.setLength(1_000_000);
            }
        });
        Path copy = world.restored(world.backup(IDLE)).resolve("some/where/bad");
        byte[] read = Files.readAllBytes(copy);
        assertThat(read).hasSize(content.length);
        for (int i = 0; i < read.length; i++) {
            if (read[i] != (i < 1_000_000 ? content[i] : 0)) {
                throw new AssertionError("byte " + i + " is " + read[i]);
            }
        }
    }

    @Test
    void backup_fileGrownAndDeletedWhileItIsRead_isAsItWasOpened() throws IOException {
        BackupWorld world = world(offset -> {
            if (Files.isRegularFile(file)) {
                try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                    open.setLength(9_000_000);
                }
                Files.delete(file);
                Files.createDirectory(file);
            }
        });
        Path copy = world.restored(world.backup(IDLE)).resolve("some/where/bad");
        assertThat(copy).hasBinaryContent(content);
        assertThat(world.restored(world.backup(IDLE)).resolve("some/where/bad")).isDirectory();
    }
}
