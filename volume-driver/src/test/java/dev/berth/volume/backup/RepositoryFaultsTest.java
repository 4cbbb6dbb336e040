package dev.berth.volume.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.WriterFreeze;
import dev.berth.volume.backup.chunk.ChunkId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories that are damaged, foreign, newer, shared or made smaller. */
class RepositoryFaultsTest {
    private static final int BITS_OF_EACH_FILE = 40;

    @TempDir
    private Path directory;

    private BackupWorld world;

    @BeforeEach
    void makeWorld() throws IOException {
        world = new BackupWorld(directory);
        Files.writeString(world.data().resolve("small"), "small");
        world.write("large", 1, 3_000_000);
    }

    @Test
    void verify_anyBitFlippedAnywhere_namesIt() throws IOException {
        world.backup();
        assertThat(world.problems()).isEmpty();
        Random random = new Random(1);
        for (Path file : world.files()) {
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < BITS_OF_EACH_FILE; i++) {
                int bit = random.nextInt(whole.length * 8);
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, flipped);
                assertThat(problemsOrRefusal())
                        .as("bit " + bit + " of " + file)
                        .anyMatch(text -> text.contains(String.valueOf(file.getFileName())));
            }
            Files.write(file, whole);
        }
        assertThat(world.problems()).isEmpty();
    }

    /** A size out of a damaged index must not be believed: the next thing done with it is taking so much memory. */
    @Test
    void verify_sizeInTheIndexTurnedHuge_namesIt() throws IOException {
        world.backup();
        Path index = world.files().stream()
                .filter(file -> file.toString().contains("index"))
                .findFirst()
                .orElseThrow();
        byte[] whole = Files.readAllBytes(index);
        int entry = ChunkId.BYTES + 24;
        for (int end = whole.length; end - entry > 16 + ChunkId.BYTES; end -= entry) {
            for (int size : new int[] {end - 12, end - 8}) {
                byte[] flipped = whole.clone();
                flipped[size] ^= 0x40;
                Files.write(index, flipped);
                assertThat(world.problems())
                        .as("byte " + size)
                        .anyMatch(text -> text.contains(String.valueOf(index.getFileName())));
            }
        }
    }

    /** A description that is damaged is told at the opening. */
    private List<String> problemsOrRefusal() {
        try {
            return world.problems();
        } catch (EngineException refused) {
            return List.of(String.valueOf(refused.getMessage()));
        }
    }

    @Test
    void verify_damagedContent_namesTheFileAndRestoreFails() throws IOException {
        BackupInfo backup = world.backup();
        Path pack = world.files().stream()
                .filter(file -> file.toString().contains("packs"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(pack);
        bytes[bytes.length / 2] ^= 1;
        Files.write(pack, bytes);
        assertThat(world.problems()).anyMatch(problem -> problem.contains("file /large is damaged"));
        Path target = Files.createDirectory(directory.resolve("target"));
        assertThatThrownBy(() -> world.backups().restore(world.repository(), backup.id(), target))
                .hasMessageContaining("large")
                .hasMessageContaining("damaged");
    }

    @Test
    void verify_packMissing_namesTheFile() throws IOException {
        world.backup();
        for (Path file : world.files()) {
            if (file.toString().contains("packs")) {
                Files.delete(file);
            }
        }
        assertThat(world.problems()).anyMatch(problem -> problem.contains("missing"));
    }

    @Test
    void open_indexLost_isMadeAgain() throws IOException {
        BackupInfo backup = world.backup();
        for (Path file : world.files()) {
            if (file.toString().contains("index")) {
                Files.delete(file);
            }
        }
        assertThat(world.restored(backup).resolve("small")).hasContent("small");
        assertThat(world.problems()).isEmpty();
    }

    @Test
    void open_newerFormat_isRefused() throws IOException {
        world.backup();
        Path description = world.repository().resolve("berth-repository");
        String line =
                Files.readString(description).lines().findFirst().orElseThrow().replace("\"format\":1", "\"format\":2");
        Files.writeString(description, line + "\n" + ChunkId.of(line.getBytes(StandardCharsets.ISO_8859_1)) + "\n");
        assertThatThrownBy(world::backup)
                .isInstanceOf(EngineException.NotImplemented.class)
                .hasMessageContaining("is of format 2");
    }

    @Test
    void open_directoryOfOtherThings_isRefused() throws IOException {
        Files.createDirectories(world.repository());
        Files.writeString(world.repository().resolve("mine"), "precious");
        assertThatThrownBy(world::backup).isInstanceOf(EngineException.Conflict.class);
        assertThat(world.files()).hasSize(1);
        assertThatThrownBy(() -> world.backups().list(directory.resolve("absent")))
                .isInstanceOf(EngineException.NotFound.class);
    }

    @Test
    void backup_writersNotHeld_failsAndKeepsNothing() {
        assertThatThrownBy(() -> world.backup(cut -> {
                    cut.run();
                    return new WriterFreeze.Outcome(1, Duration.ofSeconds(2), Optional.of("it took too long"));
                }))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("it took too long");
        assertThat(world.backups().list(world.repository())).isEmpty();
    }

    @Test
    void backup_twoAtOnce_bothAreWhole() throws Exception {
        BackupWorld other = new BackupWorld(directory.resolve("other"));
        Files.writeString(other.data().resolve("theirs"), "theirs");
        BackupInfo[] inner = new BackupInfo[1];
        BackupInfo outer = world.backup(cut -> {
            cut.run();
            var source = new dev.berth.plugin.volume.backup.BackupSource(
                    "theirs", "local", java.util.Map.of(), java.util.Map.of(), other.data());
            inner[0] = world.backups()
                    .backup(
                            new dev.berth.plugin.volume.backup.BackupRequest(
                                    world.repository(), List.of(source), java.util.Map.of(), false, false),
                            BackupWorld.NOBODY_WRITES)
                    .get(0);
            return WriterFreeze.Outcome.IDLE;
        });
        assertThat(world.restored(outer).resolve("small")).hasContent("small");
        assertThat(world.restored(inner[0]).resolve("theirs")).hasContent("theirs");
        assertThat(world.problems()).isEmpty();
    }

    /** Such as by a copy of the repository that was not ended. */
    @Test
    void verify_anyFileCutShortOrOfSomethingElse_namesIt() throws IOException {
        world.backup();
        for (Path file : world.files()) {
            byte[] whole = Files.readAllBytes(file);
            for (byte[] other : List.of(
                    new byte[0],
                    Arrays.copyOf(whole, 1),
                    Arrays.copyOf(whole, whole.length / 2),
                    Arrays.copyOf(whole, whole.length - 1),
                    Arrays.copyOf(whole, whole.length + 1),
                    "something else".repeat(100).getBytes(StandardCharsets.US_ASCII))) {
                Files.write(file, other);
                assertThat(problemsOrRefusal())
                        .as("%d of %d bytes of %s", other.length, whole.length, file)
                        .anyMatch(text -> text.contains(String.valueOf(file.getFileName())));
            }
            Files.write(file, whole);
        }
        assertThat(world.problems()).isEmpty();
    }

    @Test
    void find_prefix_isEnoughIfOnlyOneBeginsSo() {
        BackupInfo backup = world.backup();
        assertThat(world.backups().find(world.repository(), backup.id().substring(0, 12)))
                .isEqualTo(backup);
        assertThatThrownBy(() -> world.backups().find(world.repository(), "../lock"))
                .isInstanceOf(EngineException.NotFound.class);
    }
}
