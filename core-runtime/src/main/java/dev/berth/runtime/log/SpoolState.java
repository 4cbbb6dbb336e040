package dev.berth.runtime.log;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the spool has been converted; written after each piece, so that a daemon that was killed goes on where it
 * was: what the log has beyond {@code logSize} is taken back and converted again.
 *
 * @param offset bytes of the spool that are done
 * @param logFile inode of the newest json-file log then, 0 if there was none
 * @param logSize its bytes then
 * @param unfinished beginnings of lines, by stream
 */
record SpoolState(
        @JsonProperty("offset") long offset,
        @JsonProperty("logFile") long logFile,
        @JsonProperty("logSize") long logSize,
        @JsonProperty("unfinished") Map<LogStream, Piece> unfinished) {
    /** Nothing was converted. */
    static final SpoolState START = new SpoolState(0, 0, 0, Map.of());

    SpoolState {
        unfinished = new TreeMap<>(unfinished);
    }

    /** The beginning of a line; its bytes travel as base64. */
    record Piece(
            @JsonProperty("time") Instant time,
            @JsonProperty("text") byte[] text) {}

    static SpoolState read(Path file) throws IOException {
        return Files.exists(file) ? Json.read(Files.readString(file), SpoolState.class) : START;
    }

    void write(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, Json.write(this));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
