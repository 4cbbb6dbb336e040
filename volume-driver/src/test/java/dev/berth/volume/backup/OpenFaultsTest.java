package dev.berth.volume.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.volume.backup.scan.FileChunks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong with files and directories when they are opened or listed; {@link ReadFaultsTest} has what comes later. */
class OpenFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** In which the disk has a fault, by its name. */
    private record Fault(Call call, String name, Consumer<String> strike) {}

    private enum Call {
        OPEN,
        LIST,
        /** After the first name. */
        LIST_ON
    }

    @TempDir
    private Path directory;

    private BackupWorld whole;
    private Path data;

    @BeforeEach
    void makeTree() throws IOException {
        whole = new BackupWorld(directory);
        data = whole.data();
        Files.createDirectories(data.resolve("some/dir/below"));
        for (String file :
                List.of("first", "some/dir/one", "some/dir/two", "some/dir/below/deep", "some/file", "zlast")) {
            Files.writeString(data.resolve(file), file);
        }
        Files.createLink(data.resolve("some/second"), data.resolve("some/file"));
    }

    private BackupWorld world(Fault fault) {
        return new BackupWorld(directory, new LocalBackups(PATIENCE, new FileChunks.Reading() {
            @Override
            public int read(Fd file, ByteBuffer buffer, int length, long offset) {
                return OpenFile.read(file, buffer, length, offset);
            }

            @Override
            public Fd open(Fd parent, byte[] name, int flags) {
                strike(Call.OPEN, ByteText.decode(name));
                return FileChunks.Reading.super.open(parent, name, flags);
            }

            @Override
            public void entries(Fd listed, Consumer<byte[]> each) {
                String name = nameOf(listed);
                strike(Call.LIST, name);
                FileChunks.Reading.super.entries(listed, entry -> {
                    each.accept(entry);
                    strike(Call.LIST_ON, name);
                });
            }

            private void strike(Call call, String name) {
                if (call == fault.call && name.equals(fault.name)) {
                    fault.strike.accept(name);
                }
            }
        }));
    }

    private static String nameOf(Fd open) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + open.number()))
                    .getFileName()
                    .toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Consumer<String> error(Errno errno) {
        return name -> {
            throw new ErrnoException("a call", name, errno.number());
        };
    }

    private static List<String> tree(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString()).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void assertNextIsWhole() throws IOException {
        BackupInfo next = whole.backup();
        assertThat(next.unreadable()).isEmpty();
        Path copy = whole.restored(next);
        assertThat(tree(copy)).isEqualTo(tree(data));
        assertThat(copy.resolve("some/dir/one")).hasContent("some/dir/one");
        assertThat(copy.resolve("some/second")).hasContent("some/file");
        assertThat(whole.backups().verify(whole.repository()).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, file, /some/file, some/file",
        "OPEN, dir, /some/dir, some/dir",
        "LIST, dir, /some/dir, some/dir/",
        "LIST_ON, dir, /some/dir, some/dir/",
        "LIST, data, /, ''"
    })
    void backup_diskFails_isNoBackup_andIfAskedOneThatTellsWhatIsMissing(
            Call call, String name, String path, String missing) throws IOException {
        BackupWorld broken = world(new Fault(call, name, error(Errno.EIO)));
        whole.backup();
        // Else it need not be opened.
        Files.writeString(data.resolve("some/file"), "some/file");
        assertThatThrownBy(broken::backup)
                .isInstanceOf(SystemFailure.class)
                .hasMessageContaining("back up " + path + ": ")
                .hasMessageContaining("Input/output error");
        assertThat(whole.backups().list(whole.repository())).hasSize(1);
        for (int time = 0; time < 2; time++) {
            // Neither is it taken over from the backup before, whose files look the same.
            BackupInfo partial = broken.backup(BackupWorld.NOBODY_WRITES, true);
            assertThat(partial.unreadable()).containsExactly(path);
            List<String> left = tree(data).stream()
                    .filter(file -> file.isEmpty() || !file.startsWith(missing))
                    .toList();
            assertThat(tree(broken.restored(partial))).isEqualTo(left);
        }
        assertNextIsWhole();
    }

    /** What file systems say of a directory or an inode whose checksum is wrong. */
    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"EIO", "EUCLEAN", "EBADMSG"})
    void backup_diskIsDamaged_goesOnIfAsked(Errno errno) throws IOException {
        BackupWorld broken = world(new Fault(Call.LIST, "dir", error(errno)));
        assertThatThrownBy(broken::backup).hasMessageContaining(errno.text());
        assertThat(broken.backup(BackupWorld.NOBODY_WRITES, true).unreadable()).containsExactly("/some/dir");
        assertNextIsWhole();
    }

    /** It is no fault of the disk, and would be no fault of a single file. */
    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"EMFILE", "EACCES", "ENOMEM"})
    void backup_otherFailure_isNeverPassedOver(Errno errno) throws IOException {
        for (Call call : new Call[] {Call.OPEN, Call.LIST}) {
            BackupWorld broken = world(new Fault(call, "dir", error(errno)));
            assertThatThrownBy(() -> broken.backup(BackupWorld.NOBODY_WRITES, true))
                    .isInstanceOf(SystemFailure.class)
                    .hasMessageContaining("back up /some/dir: ")
                    .hasMessageContaining(errno.text());
        }
        assertThat(whole.backups().list(whole.repository())).isEmpty();
        assertNextIsWhole();
    }

    /** The kernel refuses to list a directory that was deleted since it was opened. */
    @ParameterizedTest
    @EnumSource(Call.class)
    void backup_directoryDeletedMeanwhile_hasTheRest(Call call) throws IOException {
        BackupInfo backup = world(new Fault(call, "dir", name -> TreeDelete.delete(data.resolve("some/dir"))))
                .backup();
        Path copy = whole.restored(backup);
        assertThat(backup.unreadable()).isEmpty();
        assertThat(tree(copy))
                .filteredOn(file -> !file.startsWith("some/dir"))
                .containsExactly("", "first", "some", "some/file", "some/second", "zlast");
        assertThat(copy.resolve("some/dir/below")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"file, some/file", "dir, some/dir"})
    void backup_replacedByALinkBeforeItIsOpened_isNotFollowed(String name, String path) throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        BackupInfo backup = world(new Fault(Call.OPEN, name, each -> {
                    TreeDelete.delete(data.resolve(path));
                    try {
                        Files.createSymbolicLink(
                                data.resolve(path), name.equals("dir") ? outside : outside.resolve("secret"));
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                }))
                .backup();
        Path copy = whole.restored(backup).resolve(path);
        assertThat(Files.isSymbolicLink(copy) || !Files.exists(copy)).isTrue();
    }
}
