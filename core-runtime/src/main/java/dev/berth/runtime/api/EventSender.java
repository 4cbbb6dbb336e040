package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.event.Event;
import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.event.EventFilter;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.event.Subscription;
import dev.berth.runtime.state.Json;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to one client, one JSON object a line. A client that falls {@value #MOST_WAITING} events behind is cut
 * off. Its lock guards what waits.
 */
final class EventSender {
    private static final int MOST_WAITING = 10_000;

    private final ResponseSink sink;
    private final EventFilter filter;
    private final Optional<Instant> until;
    private final Queue<String> waiting = new ArrayDeque<>();
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

    EventSender(ResponseSink sink, EventFilter filter, Optional<Instant> until) {
        this.sink = sink;
        this.filter = filter;
        this.until = until;
    }

    /** Sends what is remembered since then, if that is wanted, and what happens from now on until the end. */
    void start(EventBus events, Optional<Instant> since, ScheduledExecutorService timer) {
        Instant now = Instant.now();
        if (until.isPresent() && !until.get().isAfter(now)) {
            since.ifPresent(from -> events.since(from).forEach(this::send));
            sink.end();
            return;
        }
        subscription.set(since.isPresent() ? events.subscribe(since.get(), this::send) : events.subscribe(this::send));
        sink.onChange(this::changed);
        until.ifPresent(
                end -> timer.schedule(this::end, Duration.between(now, end).toMillis(), TimeUnit.MILLISECONDS));
    }

    private synchronized void send(Event event) {
        if (!filter.matches(event)
                || until.filter(end -> event.time().isAfter(end)).isPresent()) {
            return;
        }
        waiting.add(line(event));
        if (waiting.size() > MOST_WAITING) {
            sink.abort();
        }
        drain();
    }

    private void drain() {
        for (String line = waiting.peek(); line != null && sink.isWritable(); line = waiting.peek()) {
            waiting.remove();
            sink.write(Unpooled.copiedBuffer(line, StandardCharsets.UTF_8));
        }
    }

    private void changed() {
        if (sink.isUnheard()) {
            end();
            return;
        }
        synchronized (this) {
            drain();
        }
    }

    /** Without the lock: the bus holds its own while it sends. */
    private void end() {
        Subscription listening = subscription.getAndSet(null);
        if (listening != null) {
            listening.close();
        }
        sink.end();
    }

    /** Docker's shape, with the members that old clients read. */
    static String line(Event event) {
        ObjectNode json = Json.mapper().createObjectNode();
        if (event.type() == EventType.CONTAINER || event.type() == EventType.IMAGE) {
            json.put("status", event.action()).put("id", event.actorId());
        }
        if (event.type() == EventType.CONTAINER && event.attributes().containsKey("image")) {
            json.put("from", event.attributes().get("image"));
        }
        json.put("Type", event.type().wire()).put("Action", event.action());
        json.putObject("Actor")
                .put("ID", event.actorId())
                .set("Attributes", Json.mapper().valueToTree(event.attributes()));
        Instant time = event.time();
        json.put("scope", "local").put("time", time.getEpochSecond());
        json.put("timeNano", time.getEpochSecond() * 1_000_000_000L + time.getNano());
        return Json.write(json) + "\n";
    }
}
