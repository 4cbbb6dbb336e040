package dev.berth.runtime.event;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hands events to listeners in the order they were published, and remembers the newest {@value #REMEMBERED}.
 *
 * <p>Its one lock guards the memory and the listeners, and is held while listeners are called: all of them see the same
 * order, and a listener must neither block nor publish.
 */
public final class EventBus {
    /** How many events can be asked for afterwards; Docker's figure. */
    public static final int REMEMBERED = 256;

    private final Clock clock;
    private final ArrayDeque<Event> recent = new ArrayDeque<>();
    private final Set<Listener> listeners = new LinkedHashSet<>();

    /** A bus on the machine's clock. */
    public EventBus() {
        this(Clock.systemUTC());
    }

    /** A bus that stamps its events by {@code clock}. */
    public EventBus(Clock clock) {
        this.clock = clock;
    }

    /** Tells everybody, with the present as its time. */
    public synchronized void publish(EventType type, String action, String actorId, Map<String, String> attributes) {
        Event event = new Event(type, action, actorId, attributes, clock.instant());
        if (recent.size() == REMEMBERED) {
            recent.removeFirst();
        }
        recent.addLast(event);
        listeners.forEach(listener -> listener.sink().accept(event));
    }

    /** The remembered events from {@code since} on, oldest first. */
    public synchronized List<Event> since(Instant since) {
        return recent.stream().filter(event -> !event.time().isBefore(since)).toList();
    }

    /** Calls {@code sink} for every event from now on; it must return at once. */
    public synchronized Subscription subscribe(Consumer<Event> sink) {
        Listener listener = new Listener(this, sink);
        listeners.add(listener);
        return listener;
    }

    /** Calls {@code sink} for the remembered events from {@code since} on and then for every new one: none is missed. */
    public synchronized Subscription subscribe(Instant since, Consumer<Event> sink) {
        since(since).forEach(sink);
        return subscribe(sink);
    }

    private synchronized void unsubscribe(Listener listener) {
        listeners.remove(listener);
    }

    /** Compared by identity: the same sink may listen twice. */
    private static final class Listener implements Subscription {
        private final EventBus bus;
        private final Consumer<Event> sink;

        Listener(EventBus bus, Consumer<Event> sink) {
            this.bus = bus;
            this.sink = sink;
        }

        Consumer<Event> sink() {
            return sink;
        }

        @Override
        public void close() {
            bus.unsubscribe(this);
        }
    }
}
