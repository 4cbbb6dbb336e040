package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.container.ContainerInquiries;
import dev.berth.runtime.container.ContainerState;
import dev.berth.runtime.state.Json;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Samples of what a container uses, each with the one before it. Not for several threads at a time. */
final class StatsSender {
    private final ContainerInquiries containers;
    private final Container container;
    private final Workers workers;
    private @Nullable ObjectNode previous;

    StatsSender(ContainerInquiries containers, Container container, Workers workers) {
        this.containers = containers;
        this.container = container;
        this.workers = workers;
    }

    /** A sample now. */
    ObjectNode next() {
        ObjectNode sample = containers.stats(container.id());
        ObjectNode before = previous;
        JsonNode read = before == null ? null : before.get("read");
        sample.put("preread", read == null ? ContainerState.NEVER.toString() : read.asText());
        JsonNode cpu = before == null ? null : before.get("cpu_stats");
        sample.set("precpu_stats", cpu == null ? noCpu() : cpu.deepCopy());
        sample.put("name", "/" + container.name()).put("id", container.id());
        previous = sample;
        return sample;
    }

    private static ObjectNode noCpu() {
        ObjectNode none = Json.mapper().createObjectNode();
        none.putObject("cpu_usage")
                .put("total_usage", 0)
                .put("usage_in_kernelmode", 0)
                .put("usage_in_usermode", 0);
        none.putObject("throttling_data")
                .put("periods", 0)
                .put("throttled_periods", 0)
                .put("throttled_time", 0);
        return none;
    }

    /** Answers with the second of two samples, a second apart. */
    void second(Reply reply) {
        next();
        ResponseSink sink = reply.stream(200, Reply.JSON);
        later(() -> {
            send(sink);
            sink.end();
        });
    }

    /** Sends a sample each second, until the client or the container has gone. */
    void stream(ResponseSink sink) {
        try {
            send(sink);
        } catch (EngineException.NotFound removed) {
            sink.end();
            return;
        }
        later(() -> {
            if (sink.isUnheard()) {
                sink.end();
            } else {
                stream(sink);
            }
        });
    }

    private void send(ResponseSink sink) {
        ObjectNode sample = next();
        if (sink.isWritable()) {
            sink.write(Unpooled.copiedBuffer(Json.write(sample) + "\n", StandardCharsets.UTF_8));
        }
    }

    private void later(Runnable step) {
        workers.timer().schedule(() -> workers.pool().execute(step), 1, TimeUnit.SECONDS);
    }
}
