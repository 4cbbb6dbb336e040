package dev.berth.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    Path directory;

    @Test
    void put_sameIdAgain_replaces() {
        try (Store store = open()) {
            store.put("network", "a", "{\"n\":1}");
            store.put("network", "a", "{\"n\":2}");
            store.put("volume", "a", "{\"n\":3}");

            assertThat(store.get("network", "a")).contains("{\"n\":2}");
            assertThat(store.all("network")).containsExactly(java.util.Map.entry("a", "{\"n\":2}"));
        }
    }

    @Test
    void get_unknown_isEmpty() {
        try (Store store = open()) {
            assertThat(store.get("container", "x")).isEmpty();
            assertThat(store.all("container")).isEmpty();
        }
    }

    @Test
    void delete_twice_isNoError() {
        try (Store store = open()) {
            store.put("volume", "v", "{}");
            store.delete("volume", "v");
            store.delete("volume", "v");

            assertThat(store.get("volume", "v")).isEmpty();
        }
    }

    @Test
    void transaction_bodyThrows_leavesNothing() {
        try (Store store = open()) {
            store.put("volume", "kept", "{}");

            assertThatThrownBy(() -> store.transaction(() -> {
                        store.put("volume", "half", "{}");
                        store.delete("volume", "kept");
                        throw new EngineException.Conflict("no");
                    }))
                    .isInstanceOf(EngineException.Conflict.class);
            assertThat(store.all("volume")).containsOnlyKeys("kept");
        }
    }

    @Test
    void transaction_nested_isPartOfTheOuter() {
        try (Store store = open()) {
            assertThatThrownBy(() -> store.transaction(() -> {
                        store.transaction(() -> {
                            store.put("volume", "inner", "{}");
                            return true;
                        });
                        throw new EngineException.Conflict("no");
                    }))
                    .isInstanceOf(EngineException.Conflict.class);

            assertThat(store.all("volume")).isEmpty();
        }
    }

    @Test
    void open_filesOfAProcessThatDiedWithoutClosing_hasEveryCommit() throws IOException {
        Path copy = directory.resolve("copy");
        Files.createDirectories(copy);
        try (Store store = open()) {
            for (int i = 0; i < 50; i++) {
                store.put("container", "c" + i, "{}");
            }
            // What a crash leaves: database and write-ahead log as they are between two commits.
            copyFiles(copy);
        }

        try (Store recovered = Store.open(copy.resolve("berth.db"))) {
            assertThat(recovered.all("container")).hasSize(50);
        }
    }

    @Test
    void putLazily_andDeleteLazily_areSeenAtOnceAndByTheNextProcess() throws IOException {
        Path copy = Files.createDirectories(directory.resolve("copy"));
        try (Store store = open()) {
            store.put("container", "gone", "{}");
            store.putLazily("container", "lazy", "{\"n\":1}");
            store.deleteLazily("container", "gone");
            assertThat(store.all("container")).containsOnlyKeys("lazy");
            copyFiles(copy);
        }

        try (Store recovered = Store.open(copy.resolve("berth.db"))) {
            assertThat(recovered.get("container", "lazy")).contains("{\"n\":1}");
        }
    }

    @Test
    void putLazily_inATransaction_isPartOfIt() {
        try (Store store = open()) {
            assertThatThrownBy(() -> store.transaction(() -> {
                        store.putLazily("volume", "half", "{}");
                        throw new EngineException.Conflict("no");
                    }))
                    .isInstanceOf(EngineException.Conflict.class);

            assertThat(store.all("volume")).isEmpty();
        }
    }

    @Test
    void open_noDatabase_saysWhich() throws IOException {
        Path file = directory.resolve("garbage.db");
        Files.writeString(file, "this is not a database, whatever its name says, and long enough to be looked at");

        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void open_walIsOn() throws Exception {
        open().close();

        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("berth.db"));
                ResultSet mode = plain.createStatement().executeQuery("PRAGMA journal_mode")) {
            assertThat(mode.getString(1)).isEqualTo("wal");
        }
    }

    private void copyFiles(Path copy) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Store open() {
        return Store.open(directory.resolve("berth.db"));
    }
}
