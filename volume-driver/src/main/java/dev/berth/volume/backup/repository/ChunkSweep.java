package dev.berth.volume.backup.repository;

import dev.berth.linux.sys.FileCalls;
import dev.berth.plugin.Cleanup;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Takes away chunks that no tree has: marks what is needed, a bit for each chunk, deletes packs that have none of it, then
 * writes anew those that have little. New packs and their index are on the disk before the old ones are deleted; if they
 * cannot be written, they go.
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

    /** A pack, and how much of it is needed: bytes as they are stored. */
    private record Share(String pack, long needed, long all) {
        double share() {
            return all == 0 ? 0 : (double) needed / all;
        }
    }

    /** @return bytes by which the packs have become smaller */
    public long sweep(Marking marking) throws IOException {
        long before = size();
        ChunkSet needed = index.newSet();
        marking.mark(id -> {
            if (!needed.add(id)) {
                throw new FormatException("chunk " + id + " is missing");
            }
        });
        List<Share> packs = new ArrayList<>();
        for (String pack : index.packs()) {
            List<PackEntry> entries = PackFile.entries(layout.packs().resolve(pack));
            packs.add(new Share(pack, bytes(needed(entries, needed)), bytes(entries)));
        }
        deleteDead(packs);
        packs.removeIf(pack -> pack.needed == 0);
        if (!packs.isEmpty()) {
            writeAnew(packs, needed);
        }
        return before - size();
    }

    private static List<PackEntry> needed(List<PackEntry> entries, ChunkSet needed) {
        return entries.stream().filter(entry -> needed.contains(entry.id())).toList();
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

    /** First, as on a disk that is full they make room for what has to be written. */
    private void deleteDead(List<Share> packs) throws IOException {
        List<String> dead =
                packs.stream().filter(pack -> pack.needed == 0).map(Share::pack).toList();
        if (!dead.isEmpty()) {
            index.retain(
                    packs.stream()
                            .filter(pack -> pack.needed > 0)
                            .map(Share::pack)
                            .toList(),
                    temporary);
            delete(dead);
        }
    }

    /** A chunk that is in several packs stays in the one of which most is needed. */
    private void writeAnew(List<Share> packs, ChunkSet needed) throws IOException {
        packs.sort(Comparator.comparing(Share::share).reversed().thenComparing(Share::pack));
        Set<String> oldPacks = ChunkIndex.names(layout.packs());
        Set<String> oldSegments = ChunkIndex.names(layout.index());
        List<String> doomed = new ArrayList<>();
        try {
            try (ChunkSink sink = new ChunkSink(layout, index, temporary)) {
                for (Share each : packs) {
                    List<PackEntry> entries = PackFile.entries(layout.packs().resolve(each.pack));
                    List<PackEntry> live = needed(entries, needed);
                    if (bytes(live) < WORTH_KEEPING * each.all) {
                        copy(each.pack, live, sink);
                        doomed.add(each.pack);
                    }
                    live.forEach(entry -> needed.remove(entry.id()));
                }
                sink.flush();
            }
            if (!doomed.isEmpty()) {
                Set<String> kept = ChunkIndex.names(layout.packs());
                kept.removeAll(doomed);
                index.retain(kept, temporary);
            }
        } catch (IOException | RuntimeException failure) {
            Cleanup.afterFailure(
                    failure,
                    () -> ChunkIndex.keepOnly(oldPacks, layout.packs()),
                    () -> ChunkIndex.keepOnly(oldSegments, layout.index()));
            throw failure;
        }
        delete(doomed);
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

    /** Of packs that the index on the disk does not tell of any more. */
    private void delete(List<String> packs) throws IOException {
        for (String pack : packs) {
            Files.deleteIfExists(layout.packs().resolve(pack));
        }
        FileCalls.sync(layout.packs());
    }
}
