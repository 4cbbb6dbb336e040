package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Rootfs;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes the stopped containers that pass Docker's filters. */
final class ContainerPrune {
    private static final Set<String> FILTERS = Set.of("until", "label", "label!");
    private static final Pattern GO_DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)");

    private final ContainerParts parts;
    private final ContainerRemoval removal;
    private final Clock clock;

    ContainerPrune(ContainerParts parts, ContainerRemoval removal, Clock clock) {
        this.parts = parts;
        this.removal = removal;
        this.clock = clock;
    }

    PruneReport prune(Map<String, List<String>> filters) {
        filters.keySet().stream()
                .filter(key -> !FILTERS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new EngineException.InvalidParameter("invalid filter '" + key + "'");
                });
        Instant until = until(filters.getOrDefault("until", List.of()), clock.instant());
        List<String> deleted = new ArrayList<>();
        long freed = 0;
        for (LiveContainer live : List.copyOf(parts.table().all())) {
            if (isPrunable(live.now(), until, filters)) {
                Rootfs rootfs = parts.images().rootfs(live.id());
                long size = rootfs.ownSize();
                removal.remove(live, false);
                deleted.add(live.id());
                freed += size;
            }
        }
        return new PruneReport(deleted, freed);
    }

    private static boolean isPrunable(Container container, Instant until, Map<String, List<String>> filters) {
        ContainerStatus status = container.state().status();
        return (status == ContainerStatus.CREATED || status == ContainerStatus.EXITED || status == ContainerStatus.DEAD)
                && container.created().isBefore(until)
                && filters.getOrDefault("label", List.of()).stream().allMatch(label -> has(container, label))
                && filters.getOrDefault("label!", List.of()).stream().noneMatch(label -> has(container, label));
    }

    private static boolean has(Container container, String label) {
        int equals = label.indexOf('=');
        Map<String, String> labels = container.config().labels();
        return equals < 0
                ? labels.containsKey(label)
                : label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
    }

    /** A time as Docker takes it: RFC 3339, seconds since the epoch, or a Go duration before {@code now}. */
    static Instant until(List<String> values, Instant now) {
        if (values.isEmpty()) {
            return Instant.MAX;
        }
        String value = values.get(0);
        Matcher part = GO_DURATION.matcher(value);
        if (value.matches("(" + GO_DURATION + ")+")) {
            Duration before = Duration.ZERO;
            while (part.find()) {
                before = before.plus(duration(Double.parseDouble(part.group(1)), part.group(2)));
            }
            return now.minus(before);
        }
        try {
            return value.matches("\\d+(\\.\\d+)?")
                    ? Instant.ofEpochMilli((long) (Double.parseDouble(value) * 1000))
                    : java.time.OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException bad) {
            throw new EngineException.InvalidParameter("invalid filter 'until=[" + value + "]'", bad);
        }
    }

    private static Duration duration(double amount, String unit) {
        long millis = switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1_000;
            default -> 1;
        };
        return Duration.ofMillis((long) (amount * millis));
    }
}
