package dev.berth.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventBusTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final EventBus bus = new EventBus(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void listener_fromThePast_missesNothing() {
        bus.publish(EventType.CONTAINER, "create", "c", Map.of());
        List<String> heard = new ArrayList<>();
        Subscription subscription = bus.subscribe(NOW, event -> heard.add(event.action()));
        bus.publish(EventType.CONTAINER, "start", "c", Map.of());
        subscription.close();
        bus.publish(EventType.CONTAINER, "die", "c", Map.of());

        assertThat(heard).containsExactly("create", "start");
    }

    @Test
    void memory_full_dropsTheOldest() {
        for (int number = 0; number < EventBus.REMEMBERED + 5; number++) {
            bus.publish(EventType.VOLUME, "create", Integer.toString(number), Map.of());
        }

        assertThat(bus.since(Instant.MIN)).hasSize(EventBus.REMEMBERED);
        assertThat(bus.since(Instant.MIN).get(0).actorId()).isEqualTo("5");
        assertThat(bus.since(NOW.plusSeconds(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "type, container, true",
        "type, image, false",
        "event, exec_create, true",
        "event, exec, false",
        "container, web, true",
        "container, 0123, true",
        "container, other, false",
        "image, nginx, true",
        "image, nginx:1, true",
        "image, busybox, false",
        "label, a=b, true",
        "label, a, true",
        "label, a=c, false",
        "scope, local, true",
        "scope, swarm, false",
        "network, web, false"
    })
    void filter_ofOneKey_decides(String key, String value, boolean expected) {
        Map<String, String> attributes = Map.of("name", "web", "image", "nginx:1", "a", "b");
        Event event = new Event(EventType.CONTAINER, "exec_create: sh ", "0123456789", attributes, NOW);

        assertThat(new EventFilter(Map.of(key, List.of("zzz", value))).matches(event))
                .isEqualTo(expected && !key.equals("label"));
        assertThat(new EventFilter(Map.of(key, List.of(value))).matches(event)).isEqualTo(expected);
    }

    @Test
    void filter_unknownKey_isRefused() {
        assertThatThrownBy(() -> new EventFilter(Map.of("foo", List.of("x"))))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("invalid filter 'foo'");
    }
}
