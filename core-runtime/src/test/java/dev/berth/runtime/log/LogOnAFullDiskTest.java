package dev.berth.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be written now is written later, once. A directory in the place of a file stands for the full disk. */
class LogOnAFullDiskTest {
    private static final String ID = "0123456789ab".repeat(5) + "cdef";
    private static final String TIME = "2026-01-02T03:04:05Z ";

    @TempDir
    Path directory;

    private ContainerLogs logs;

    @BeforeEach
    void open() throws IOException {
        logs = new ContainerLogs();
        logs.open(ID, directory, new LogSettings(true, 0, 1));
        write(TIME + "stdout F before\n" + TIME + "stdout P half ");
        assertThat(texts()).containsExactly("before\n");
    }

    @AfterEach
    void close() {
        logs.close();
    }

    private void write(String lines) throws IOException {
        Path spool = Path.of(logs.conmonLogPath(ID).substring("k8s-file:".length()));
        byte[] earlier = Files.exists(spool) ? Files.readAllBytes(spool) : new byte[0];
        Files.write(spool, (new String(earlier, StandardCharsets.UTF_8) + lines).getBytes(StandardCharsets.UTF_8));
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        try (LogCursor cursor = logs.read(ID, LogQuery.ALL)) {
            for (List<LogEntry> entries = cursor.next(); !entries.isEmpty(); entries = cursor.next()) {
                entries.forEach(entry -> texts.add(new String(entry.text(), StandardCharsets.UTF_8)));
            }
        }
        return texts;
    }

    /** The file of that name fails to be written until {@link #again}. */
    private Path full(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.move(file, directory.resolve("aside"));
        return Files.createDirectories(file.resolve("full")).getParent();
    }

    private void again(Path file) throws IOException {
        Files.delete(file.resolve("full"));
        Files.delete(file);
        Files.move(directory.resolve("aside"), file);
    }

    @Test
    void lines_thatTheLogCannotTake_areThereOnceItCan() throws IOException {
        write("\n" + TIME + "stdout F whole\n" + TIME + "stderr F last\n");
        Path file = full(ID + "-json.log");
        assertThatThrownBy(this::texts).isInstanceOf(EngineException.SystemFailure.class);
        assertThatThrownBy(this::texts).isInstanceOf(EngineException.SystemFailure.class);
        again(file);

        assertThat(texts()).containsExactly("before\n", "half whole\n", "last\n");
    }

    @Test
    void lines_whosePlaceCannotBeRecorded_areThereOnce() throws IOException {
        write("\n" + TIME + "stdout F whole\n");
        Path file = full("log-state.json");
        assertThatThrownBy(this::texts).isInstanceOf(EngineException.SystemFailure.class);
        again(file);

        assertThat(texts()).containsExactly("before\n", "half whole\n");
    }

    @Test
    void end_thatCannotBeWritten_isTheEndForFollowers() throws IOException {
        logs.started(ID);
        LogQuery following = new LogQuery(true, true, java.time.Instant.MIN, java.util.Optional.empty(), -1, true);
        try (LogCursor follower = logs.read(ID, following)) {
            assertThat(follower.next()).hasSize(1);
            Path file = full("log-state.json");
            assertThatThrownBy(() -> logs.ended(ID)).isInstanceOf(EngineException.SystemFailure.class);
            again(file);
            follower.next();
            follower.next();
            assertThat(follower.isAtEnd()).isTrue();
        }
    }
}
