package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.registry.TransferProgress;
import dev.berth.runtime.state.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A transfer's progress as Docker streams it; of one layer at most ten lines a second. */
final class TransferLines implements TransferProgress {
    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(100);

    private final ProgressLines lines;
    private final Map<String, Long> told = new HashMap<>();

    TransferLines(ProgressLines lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void message(String status) {
        lines.line(Json.mapper().createObjectNode().put("status", status));
    }

    @Override
    public synchronized void step(String id, String status) {
        ObjectNode line = Json.mapper().createObjectNode().put("status", status);
        if (!status.startsWith("Pulling from ")) {
            line.putObject("progressDetail");
        }
        lines.line(line.put("id", id));
    }

    @Override
    public synchronized void moving(String id, String status, long current, long total) {
        long now = System.nanoTime();
        Long last = told.get(id + status);
        if (last != null && now - last < QUIET && current != total) {
            return;
        }
        told.put(id + status, now);
        ObjectNode line = Json.mapper().createObjectNode().put("status", status);
        line.putObject("progressDetail").put("current", current).put("total", total);
        lines.line(line.put("progress", ProgressBar.text(current, total)).put("id", id));
    }

    @Override
    public synchronized void aux(ObjectNode fact) {
        ObjectNode line = Json.mapper().createObjectNode();
        line.putObject("progressDetail");
        line.set("aux", fact);
        lines.line(line);
    }
}
