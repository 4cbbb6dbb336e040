package dev.berth.runtime.event;

import dev.berth.plugin.EngineException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which events a listener wants: Docker's {@code filters} of {@code GET /events}. Values of one key are alternatives,
 * all keys must hold, every {@code label} must hold.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents">filters</a>
 */
public record EventFilter(Map<String, List<String>> wanted) {
    /** Lets everything through. */
    public static final EventFilter ALL = new EventFilter(Map.of());

    private static final Set<String> OBJECTS = Set.of("container", "image", "volume", "network", "plugin", "daemon");
    private static final Set<String> OTHERS =
            Set.of("type", "event", "label", "scope", "node", "service", "secret", "config");

    /** @throws EngineException.InvalidParameter for a key that Docker does not know */
    public EventFilter {
        for (String key : wanted.keySet()) {
            if (!OBJECTS.contains(key) && !OTHERS.contains(key)) {
                throw new EngineException.InvalidParameter("invalid filter '" + key + "'");
            }
        }
        wanted = Map.copyOf(wanted);
    }

    /** Whether the listener wants {@code event}. */
    public boolean matches(Event event) {
        return wanted.entrySet().stream().allMatch(entry -> matches(entry.getKey(), entry.getValue(), event));
    }

    private static boolean matches(String key, List<String> values, Event event) {
        return switch (key) {
            case "type" -> values.contains(event.type().wire());
            case "scope" -> values.contains("local");
            case "event" -> values.stream().anyMatch(value -> isAction(value, event.action()));
            case "label" -> values.stream().allMatch(value -> hasLabel(value, event.attributes()));
            default -> values.stream().anyMatch(value -> isAbout(key, value, event));
        };
    }

    /** {@code exec_create} stands for every {@code exec_create: COMMAND}. */
    private static boolean isAction(String wanted, String action) {
        return action.equals(wanted) || action.startsWith(wanted + ":");
    }

    private static boolean hasLabel(String wanted, Map<String, String> labels) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    /** By id, beginning of id or name; a container event is also about its image, a network's about its container. */
    private static boolean isAbout(String key, String wanted, Event event) {
        if (event.type().wire().equals(key)) {
            return event.actorId().equals(wanted)
                    || (wanted.length() >= 4 && event.actorId().startsWith(wanted))
                    || wanted.equals(event.attributes().get("name"))
                    || (key.equals("image") && wanted.equals(untagged(event.actorId())));
        }
        String related = event.attributes().get(key);
        return related != null
                && (related.equals(wanted)
                        || (key.equals("image") && untagged(related).equals(wanted)));
    }

    private static String untagged(String reference) {
        int colon = reference.lastIndexOf(':');
        return colon > reference.lastIndexOf('/') ? reference.substring(0, colon) : reference;
    }
}
