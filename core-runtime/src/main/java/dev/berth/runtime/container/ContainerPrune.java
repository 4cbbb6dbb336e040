package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Rootfs;
import dev.berth.runtime.spec.UntilText;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes the stopped containers that pass Docker's filters. */
final class ContainerPrune {
    private static final Set<String> FILTERS = Set.of("until", "label", "label!");

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
        Instant until = filters.getOrDefault("until", List.of()).stream()
                .map(text -> UntilText.parse(text, clock.instant()))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
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
}
