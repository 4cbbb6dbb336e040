package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.manifest.FormatException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** The places of several segments in the order of their chunks. */
final class MergedPlaces implements Iterator<IndexSegment.Place> {
    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(
            Comparator.comparing(cursor -> cursor.place.entry().id()));

    MergedPlaces(List<IndexSegment> segments) {
        segments.stream().filter(segment -> segment.count() > 0).forEach(segment -> cursors.add(new Cursor(segment)));
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
