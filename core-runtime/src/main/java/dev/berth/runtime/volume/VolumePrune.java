package dev.berth.runtime.volume;

import dev.berth.linux.tree.TreeSize;
import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Removing what nobody uses, and counting what is there. */
final class VolumePrune {
    private final VolumeCatalog catalog;
    private final VolumeBook book;
    private final VolumeEvents events;
    private final AtomicBoolean running = new AtomicBoolean();

    VolumePrune(VolumeCatalog catalog, VolumeBook book, VolumeEvents events) {
        this.catalog = catalog;
        this.book = book;
        this.events = events;
    }

    /** @throws Conflict another prune is running */
    VolumePruneReport prune(VolumeFilter filter) {
        if (!running.compareAndSet(false, true)) {
            throw new Conflict("a prune operation is already running");
        }
        try {
            VolumePruneReport report = pruneAlone(filter);
            events.volumeEvent("prune", "", Map.of("reclaimed", Long.toString(report.spaceReclaimed())));
            return report;
        } finally {
            running.set(false);
        }
    }

    private VolumePruneReport pruneAlone(VolumeFilter filter) {
        List<String> deleted = new ArrayList<>();
        long reclaimed = 0;
        for (Volume volume : prunable(filter)) {
            long size = size(volume.name());
            try {
                catalog.remove(volume.name(), false);
                deleted.add(volume.name());
                reclaimed += Math.max(0, size);
            } catch (Conflict | NotFound taken) {
                // Somebody began to use it, or removed it, since it was listed.
                continue;
            }
        }
        return new VolumePruneReport(deleted, reclaimed);
    }

    /** Local ones without options, as Docker: what lies elsewhere is not the engine's to delete unasked. */
    private List<Volume> prunable(VolumeFilter filter) {
        boolean all = filter.flag("all").orElse(false);
        return catalog.list(VolumeFilter.ofList(Map.of("dangling", List.of("true")))).volumes().stream()
                .filter(volume -> volume.driver().equals(VolumeDrivers.LOCAL))
                .filter(volume -> volume.options().isEmpty())
                .filter(volume -> all || volume.labels().containsKey(Volume.ANONYMOUS_LABEL))
                .filter(filter::hasLabels)
                .toList();
    }

    Map<String, VolumeUsage> usage() {
        Map<String, VolumeUsage> usage = new TreeMap<>();
        for (Volume volume : catalog.list(VolumeFilter.ofList(Map.of())).volumes()) {
            boolean counted = volume.driver().equals(VolumeDrivers.LOCAL)
                    && volume.options().isEmpty();
            usage.put(
                    volume.name(),
                    new VolumeUsage(
                            counted ? size(volume.name()) : -1,
                            book.references(volume.name()).size()));
        }
        return usage;
    }

    private long size(String name) {
        return catalog.localPath(name).map(TreeSize::of).orElse(-1L);
    }
}
