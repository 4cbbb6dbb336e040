package dev.berth.volume.backup.repository;

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
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
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

    private ChunkIndex(Layout layout) {
        this.layout = layout;
    }

    /** @param temporary a directory of the session */
    static ChunkIndex open(Layout layout, Path temporary) throws IOException {
        ChunkIndex index = new ChunkIndex(layout);
        Set<String> packs = names(layout.packs());
        Set<String> unknown = new TreeSet<>(packs);
        for (String name : names(layout.index())) {
            try {
                IndexSegment segment = IndexSegment.open(layout.index().resolve(name));
                if (packs.containsAll(segment.packs())) {
                    index.segments.add(segment);
                    segment.packs().forEach(unknown::remove);
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
        index.addPacks(unknown, temporary);
        return index;
    }

    /** Tells of packs that lie there, so many at a time that memory does not grow with them. */
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

    List<IndexSegment> segments() {
        return List.copyOf(segments);
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

    /** Makes one segment of many. */
    void compact(Path temporary) throws IOException {
        if (segments.size() > MANY) {
            merge(temporary);
        }
    }

    /** One segment that has all, written and opened; the others are deleted. */
    IndexSegment merge(Path temporary) throws IOException {
        List<IndexSegment> old = List.copyOf(segments);
        if (old.size() == 1) {
            return old.get(0);
        }
        List<String> packs = old.stream()
                .flatMap(segment -> segment.packs().stream())
                .distinct()
                .sorted()
                .toList();
        int count = old.stream().mapToInt(IndexSegment::count).sum();
        Path file = IndexSegment.write(
                temporary.resolve("index-" + System.nanoTime()), layout.index(), packs, count, new Merged(old));
        IndexSegment merged = IndexSegment.open(file);
        segments.add(0, merged);
        for (IndexSegment each : old) {
            if (!each.file().equals(file)) {
                segments.remove(each);
                Files.deleteIfExists(each.file());
            }
        }
        return merged;
    }

    /** The places of several segments in the order of their chunks. */
    private static final class Merged implements Iterator<IndexSegment.Place> {
        private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(
                Comparator.comparing(cursor -> cursor.place.entry().id()));

        Merged(List<IndexSegment> segments) {
            segments.stream()
                    .filter(segment -> segment.count() > 0)
                    .forEach(segment -> cursors.add(new Cursor(segment)));
        }

        private static final class Cursor {
            final IndexSegment segment;
            int position;
            IndexSegment.Place place;

            Cursor(IndexSegment segment) {
                this.segment = segment;
                this.place = at(segment, 0);
            }

            static IndexSegment.Place at(IndexSegment segment, int position) {
                try {
                    return segment.place(position);
                } catch (FormatException damaged) {
                    throw new UncheckedIOException(damaged);
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !cursors.isEmpty();
        }

        @Override
        public IndexSegment.Place next() {
            Cursor first = cursors.poll();
            if (first == null) {
                throw new NoSuchElementException();
            }
            IndexSegment.Place place = first.place;
            first.position++;
            if (first.position < first.segment.count()) {
                first.place = Cursor.at(first.segment, first.position);
                cursors.add(first);
            }
            return place;
        }
    }
}
