package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.chunk.ChunkId;
import java.util.BitSet;
import java.util.List;

/** A set of the chunks that some segments tell of: a bit for each, whatever becomes of the segments' files. */
final class ChunkSet {
    private final List<IndexSegment> segments;
    private final BitSet members;

    /** None of them is in the set. */
    ChunkSet(List<IndexSegment> segments) {
        this.segments = List.copyOf(segments);
        this.members =
                new BitSet(this.segments.stream().mapToInt(IndexSegment::count).reduce(0, Math::addExact));
    }

    /** The chunk's number, the same for all segments that tell of it; negative if none does. */
    private int number(ChunkId id) {
        int before = 0;
        for (IndexSegment segment : segments) {
            int position = segment.position(id);
            if (position >= 0) {
                return before + position;
            }
            before += segment.count();
        }
        return -1;
    }

    /** @return false if no segment tells of it */
    boolean add(ChunkId id) {
        int number = number(id);
        if (number >= 0) {
            members.set(number);
        }
        return number >= 0;
    }

    void remove(ChunkId id) {
        int number = number(id);
        if (number >= 0) {
            members.clear(number);
        }
    }

    boolean contains(ChunkId id) {
        int number = number(id);
        return number >= 0 && members.get(number);
    }
}
