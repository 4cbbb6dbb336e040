package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.UntilText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Docker's filters of network lists and prunes. */
final class NetworkFilters {
    private static final Set<String> LIST_KEYS = Set.of("name", "id", "driver", "label", "type", "scope", "dangling");
    private static final Set<String> PRUNE_KEYS = Set.of("label", "label!", "until");

    private NetworkFilters() {}

    /** @throws EngineException.InvalidParameter {@code invalid filter 'X'} */
    static Predicate<LiveNetwork> forList(Map<String, List<String>> filters) {
        check(filters, LIST_KEYS);
        Predicate<LiveNetwork> passes = live -> true;
        for (Map.Entry<String, List<String>> filter : filters.entrySet()) {
            List<String> values = filter.getValue();
            passes = passes.and(
                    filter.getKey().equals("label")
                            ? live -> values.stream().allMatch(value -> hasLabel(live.network(), value))
                            : live -> values.stream().anyMatch(value -> matches(live, filter.getKey(), value)));
        }
        return passes;
    }

    /** @throws EngineException.InvalidParameter {@code invalid filter 'X'} */
    static Predicate<LiveNetwork> forPrune(Map<String, List<String>> filters) {
        check(filters, PRUNE_KEYS);
        List<String> labels = filters.getOrDefault("label", List.of());
        List<String> without = filters.getOrDefault("label!", List.of());
        List<Instant> until = filters.getOrDefault("until", List.of()).stream()
                .map(text -> UntilText.parse(text, Instant.now()))
                .toList();
        return live -> labels.stream().allMatch(label -> hasLabel(live.network(), label))
                && without.stream().noneMatch(label -> hasLabel(live.network(), label))
                && until.stream().allMatch(limit -> live.network().created().isBefore(limit));
    }

    private static void check(Map<String, List<String>> filters, Set<String> known) {
        for (String key : filters.keySet()) {
            if (!known.contains(key)) {
                throw new EngineException.InvalidParameter("invalid filter '" + key + "'");
            }
        }
    }

    private static boolean matches(LiveNetwork live, String key, String value) {
        Network network = live.network();
        return switch (key) {
            case "name" -> network.name().contains(value);
            case "id" -> network.id().startsWith(value);
            case "driver" -> network.driver().equals(value);
            case "scope" -> value.equals("local");
            case "type" -> type(network, value);
            default -> dangling(live, value);
        };
    }

    private static boolean type(Network network, String value) {
        return switch (value) {
            case "custom" -> network.isUserDefined();
            case "builtin" -> !network.isUserDefined();
            default -> throw new EngineException.InvalidParameter("invalid filter: 'type'='" + value + "'");
        };
    }

    private static boolean dangling(LiveNetwork live, String value) {
        boolean wanted = value.equals("true") || value.equals("1");
        if (!wanted && !value.equals("false") && !value.equals("0")) {
            throw new EngineException.InvalidParameter("invalid filter 'dangling=[" + value + "]'");
        }
        return wanted == (live.network().isUserDefined() && live.members().isEmpty());
    }

    private static boolean hasLabel(Network network, String label) {
        int equals = label.indexOf('=');
        return equals < 0
                ? network.labels().containsKey(label)
                : label.substring(equals + 1).equals(network.labels().get(label.substring(0, equals)));
    }
}
