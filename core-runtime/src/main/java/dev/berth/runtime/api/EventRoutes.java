package dev.berth.runtime.api;

import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.event.EventFilter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** {@code GET /events}. */
final class EventRoutes {
    private final EventBus events;
    private final ScheduledExecutorService timer;

    EventRoutes(EventBus events, ScheduledExecutorService timer) {
        this.events = events;
        this.timer = timer;
    }

    void addTo(RouteTable routes) {
        routes.get("/events", this::events);
    }

    private void events(ApiRequest request, Reply reply) {
        EventFilter filter = new EventFilter(request.query().filters());
        String from = request.query().text("since");
        // Elsewhere 0 says nothing; here it asks for all that is remembered.
        Optional<Instant> since = from.equals("0") ? Optional.of(Instant.EPOCH) : Timestamps.parse(from);
        Optional<Instant> until = Timestamps.parse(request.query().text("until"));
        EventSender sender = new EventSender(reply.stream(200, Reply.JSON), filter, until);
        sender.start(events, since, timer);
    }
}
