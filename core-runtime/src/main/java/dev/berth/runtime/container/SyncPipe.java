package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FdStreams;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What conmon reports while it works: one JSON object a line, {@code {"data": NUMBER, "message": TEXT}}. */
final class SyncPipe implements AutoCloseable {
    private final Fd end;
    private final BufferedReader lines;

    SyncPipe(Fd readEnd) {
        this.end = readEnd;
        this.lines = new BufferedReader(new InputStreamReader(FdStreams.input(readEnd), StandardCharsets.UTF_8));
    }

    /** One report: a process number or exit code, and what went wrong if it is negative. */
    record Report(int data, String message) {}

    /**
     * The next report.
     *
     * @return empty when conmon has ended without one
     * @throws EngineException.SystemFailure none came in time
     */
    Optional<Report> next(Duration patience) {
        try {
            if (!lines.ready() && !end.awaitReadable(patience)) {
                throw new EngineException.SystemFailure("conmon did not report within " + patience);
            }
            String line = lines.readLine();
            if (line == null || line.isBlank()) {
                return Optional.empty();
            }
            JsonNode report = Json.tree(line);
            return Optional.of(new Report(
                    report.path("data").asInt(), report.path("message").asText("")));
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read conmon's report: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        end.close();
    }
}
