package dev.berth.volume.backup.repository;

import dev.berth.linux.sys.FileCalls;
import dev.berth.plugin.Cleanup;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Where every chunk is, from the segments; packs that no segment has, as after a crash, get one at the opening. */
final class ChunkIndex {
    /** More segments are made one, so that looking up stays quick. */
    private static final int MANY = 8;

    private static final int BATCH = 1 << 16;

    private final Layout layout;
    private final List<IndexSegment> segments = new CopyOnWriteArrayList<>();
    private final List<String> unusable = new ArrayList<>();
    private final Set<String> untold = new TreeSet<>();

    private ChunkIndex(Layout layout) {
        this.layout = layout;
    }

    static ChunkIndex open(Layout layout) throws IOException {
        ChunkIndex index = new ChunkIndex(layout);
        Set<String> packs = names(layout.packs());
        index.untold.addAll(packs);
        for (String name : names(layout.index())) {
            try {
                IndexSegment segment = IndexSegment.open(layout.index().resolve(name));
                if (packs.containsAll(segment.packs())) {
                    index.segments.add(segment);
                    segment.packs().forEach(index.untold::remove);
                } else {
                    index.unusable.add(name);
                }
            } catch (FormatException damaged) {
                index.unusable.add(name);
            } catch (NoSuchFileException merged) {
                // Another session has just made it one with others.
                continue;
            }
        }
        return index;
    }

    /** Packs that no usable segment told of at the opening: {@link #addPacks} is to be called with them. */
    Set<String> untold() {
        return Set.copyOf(untold);
    }

    /**
     * Tells of packs that lie there, so many at a time that memory does not grow with them.
     *
     * @param temporary a directory of the session
     */
    void addPacks(Collection<String> packs, Path temporary) throws IOException {
        List<PackWriter.Sealed> batch = new ArrayList<>();
        int chunks = 0;
        for (String pack : packs) {
            try {
                List<PackEntry> entries = PackFile.entries(layout.packs().resolve(pack));
                batch.add(new PackWriter.Sealed(pack, entries));
                chunks += entries.size();
            } catch (FormatException damaged) {
                // What needs its chunks will miss them, and verify tells why.
                continue;
            }
            if (chunks > BATCH) {
                add(batch, temporary);
                batch.clear();
                chunks = 0;
            }
        }
        if (!batch.isEmpty()) {
            add(batch, temporary);
        }
    }

    static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            Set<String> names = new TreeSet<>();
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
            return names;
        }
    }

    /** Names of index files that were damaged, or told of packs that are not there. */
    List<String> unusable() {
        return List.copyOf(unusable);
    }

    boolean contains(ChunkId id) {
        for (IndexSegment segment : segments) {
            if (segment.position(id) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** @throws FormatException what the index tells of the chunk cannot be */
    Optional<IndexSegment.Place> find(ChunkId id) throws FormatException {
        for (IndexSegment segment : segments) {
            Optional<IndexSegment.Place> place = segment.find(id);
            if (place.isPresent()) {
                return place;
            }
        }
        return Optional.empty();
    }

    /** Tells of new packs, durably. */
    void add(List<PackWriter.Sealed> packs, Path temporary) throws IOException {
        List<IndexSegment.Place> places = new ArrayList<>();
        for (PackWriter.Sealed pack : packs) {
            pack.entries().forEach(entry -> places.add(new IndexSegment.Place(pack.name(), entry)));
        }
        places.sort(Comparator.comparing(place -> place.entry().id()));
        Path file = IndexSegment.write(
                temporary.resolve("index-" + System.nanoTime()),
                layout.index(),
                packs.stream().map(PackWriter.Sealed::name).toList(),
                places.size(),
                places.iterator());
        segments.add(IndexSegment.open(file));
    }

    /** Names of all packs that it tells of. */
    Set<String> packs() {
        Set<String> packs = new TreeSet<>();
        segments.forEach(segment -> packs.addAll(segment.packs()));
        return packs;
    }

    /** An empty set, for chunks that are known now. */
    ChunkSet newSet() {
        return new ChunkSet(segments);
    }

    /** Tells of these packs and no others, which nobody finds any more; the new segments are on the disk before old ones go. */
    void retain(Collection<String> packs, Path temporary) throws IOException {
        List<IndexSegment> old = List.copyOf(segments);
        Set<String> before = names(layout.index());
        try {
            addPacks(packs, temporary);
            FileCalls.sync(layout.index());
        } catch (IOException | RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> keepOnly(before, layout.index()));
            throw failure;
        }
        segments.removeAll(old);
        Set<String> after = new TreeSet<>();
        segments.forEach(segment -> after.add(String.valueOf(segment.file().getFileName())));
        keepOnly(after, layout.index());
        FileCalls.sync(layout.index());
    }

    /** Deletes what has another name. */
    static void keepOnly(Set<String> names, Path directory) {
        try {
            for (String name : names(directory)) {
                if (!names.contains(name)) {
                    Files.deleteIfExists(directory.resolve(name));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("delete in " + directory + ": " + failure.getMessage(), failure);
        }
    }

    /** Deletes those of the packs that no index on the disk tells of; for whoever has the repository locked alone. */
    static void deleteUntold(Layout layout, Collection<String> packs) throws IOException {
        Set<String> doomed = new TreeSet<>(packs);
        for (String name : names(layout.index())) {
            doomed.removeAll(IndexSegment.open(layout.index().resolve(name)).packs());
        }
        for (String pack : doomed) {
            Files.deleteIfExists(layout.packs().resolve(pack));
        }
    }

    /** Makes one segment of many. */
    void compact(Path temporary) throws IOException {
        if (segments.size() > MANY) {
            merge(temporary);
        }
    }

    /** One segment that has all, written and opened; the others are deleted. */
    private void merge(Path temporary) throws IOException {
        List<IndexSegment> old = List.copyOf(segments);
        List<String> packs = old.stream()
                .flatMap(segment -> segment.packs().stream())
                .distinct()
                .sorted()
                .toList();
        int count = old.stream().mapToInt(IndexSegment::count).sum();
        Path file = IndexSegment.write(
                temporary.resolve("index-" + System.nanoTime()), layout.index(), packs, count, new MergedPlaces(old));
        IndexSegment merged = IndexSegment.open(file);
        segments.add(0, merged);
        for (IndexSegment each : old) {
            if (!each.file().equals(file)) {
                segments.remove(each);
                Files.deleteIfExists(each.file());
            }
        }
    }
}
