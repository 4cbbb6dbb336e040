package dev.berth.runtime.event;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that happened.
 *
 * @param action Docker's word, such as {@code start} or {@code exec_create: sh -c true}
 * @param actorId id of the object; a volume's is its name
 * @param attributes facts about it: for a container {@code image}, {@code name}, its labels, and what the action adds
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents">events</a>
 */
public record Event(EventType type, String action, String actorId, Map<String, String> attributes, Instant time) {
    public Event {
        attributes = new TreeMap<>(attributes);
    }
}
