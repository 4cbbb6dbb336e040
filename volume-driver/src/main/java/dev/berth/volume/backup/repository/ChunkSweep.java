package dev.berth.volume.backup.repository;

import dev.berth.linux.sys.FileCalls;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Takes away chunks that no tree has: marks what is needed, a bit for each chunk, then deletes packs that have none of it
 * and writes anew those that have little. New packs and their index are on the disk before anything is deleted.
 */
public final class ChunkSweep {
    /** A pack with less than this share of needed bytes is written anew. */
    private static final double WORTH_KEEPING = 0.7;

    private final Layout layout;
    private final ChunkIndex index;
    private final Path temporary;

    ChunkSweep(Layout layout, ChunkIndex index, Path temporary) {
        this.layout = layout;
        this.index = index;
        this.temporary = temporary;
    }

    /** Tells the sweep of every chunk that is needed, at least once. */
    @FunctionalInterface
    public interface Marking {
        void mark(Mark mark) throws IOException;
    }

    /** Takes the name of a chunk that is needed. */
    @FunctionalInterface
    public interface Mark {
        /** @throws FormatException the repository does not have it: nothing is taken away then */
        void needed(ChunkId id) throws FormatException;
    }

    /** @return bytes by which the packs have become smaller */
    public long sweep(Marking marking) throws IOException {
        if (index.segments().isEmpty()) {
            return 0;
        }
        IndexSegment all = index.merge(temporary);
        BitSet needed = new BitSet(all.count());
        marking.mark(id -> {
            int position = all.position(id);
            if (position < 0) {
                throw new FormatException("chunk " + id + " is missing");
            }
            needed.set(position);
        });
        long before = size();
        List<String> doomed = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        try (ChunkSink sink = new ChunkSink(layout, index, temporary)) {
            for (String pack : all.packs()) {
                List<PackEntry> entries = PackFile.entries(layout.packs().resolve(pack));
                List<PackEntry> live = entries.stream()
                        .filter(entry -> needed.get(all.position(entry.id())))
                        .toList();
                if (bytes(live) >= WORTH_KEEPING * bytes(entries)) {
                    kept.add(pack);
                } else {
                    copy(pack, live, sink);
                    doomed.add(pack);
                }
            }
            sink.flush();
        }
        if (!doomed.isEmpty()) {
            forget(all, kept, doomed);
        }
        return before - size();
    }

    private static long bytes(List<PackEntry> entries) {
        return entries.stream().mapToLong(PackEntry::stored).sum();
    }

    private long size() throws IOException {
        long size = 0;
        for (String pack : ChunkIndex.names(layout.packs())) {
            size += Files.size(layout.packs().resolve(pack));
        }
        return size;
    }

    private void copy(String pack, List<PackEntry> live, ChunkSink sink) throws IOException {
        if (live.isEmpty()) {
            return;
        }
        try (FileChannel channel = FileChannel.open(layout.packs().resolve(pack), StandardOpenOption.READ)) {
            for (PackEntry entry : live) {
                sink.addStored(entry, PackFile.stored(channel, entry));
            }
        }
    }

    /** The packs that stay get an index without the doomed ones, whose chunks nobody must find any more. */
    private void forget(IndexSegment old, List<String> kept, List<String> doomed) throws IOException {
        index.addPacks(kept, temporary);
        FileCalls.sync(layout.index());
        Files.deleteIfExists(old.file());
        FileCalls.sync(layout.index());
        for (String pack : doomed) {
            Files.deleteIfExists(layout.packs().resolve(pack));
        }
        FileCalls.sync(layout.packs());
    }
}
