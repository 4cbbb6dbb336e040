package dev.berth.volume.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.volume.backup.chunk.ChunkId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every chunk is found where it is, and no other, however the names lie. */
class IndexSegmentTest {
    private static final int COUNT = 5000;
    private static final String PACK = "ab".repeat(ChunkId.BYTES);

    @TempDir
    private Path directory;

    @Test
    void digests() throws IOException {
        Random random = new Random(11);
        findsAll(number -> new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), number));
    }

    @Test
    void namesThatBeginAlike() throws IOException {
        findsAll(number -> new ChunkId(0x7fffffffffffffffL, 5, 0, number));
    }

    @Test
    void namesAtBothEnds() throws IOException {
        findsAll(number -> new ChunkId(number % 2 == 0 ? number : -number, 0, 0, 0));
    }

    @Test
    void everyNameTwiceAsFarAsTheLast() throws IOException {
        findsAll(number -> new ChunkId(1L << number % 64, number, 0, 0));
    }

    @Test
    void none() throws IOException {
        IndexSegment empty = segment(List.of());
        assertThat(empty.position(new ChunkId(0, 0, 0, 0))).isNegative();
        assertThat(empty.position(new ChunkId(-1, -1, -1, -1))).isNegative();
    }

    private void findsAll(LongFunction<ChunkId> names) throws IOException {
        TreeSet<ChunkId> all =
                new TreeSet<>(LongStream.range(0, COUNT).mapToObj(names).toList());
        List<ChunkId> known = List.copyOf(all);
        IndexSegment segment = segment(known);
        for (int i = 0; i < known.size(); i++) {
            ChunkId id = known.get(i);
            assertThat(segment.position(id)).isEqualTo(i);
            ChunkId close = new ChunkId(id.a(), id.b(), id.c() + 1, id.d());
            assertThat(segment.position(close) >= 0).isEqualTo(all.contains(close));
        }
        assertThat(segment.position(new ChunkId(0, 0, 0, 0)) >= 0).isEqualTo(all.contains(new ChunkId(0, 0, 0, 0)));
        assertThat(segment.position(new ChunkId(-1, -1, -1, -1))).isNegative();
    }

    private IndexSegment segment(List<ChunkId> sorted) throws IOException {
        return IndexSegment.open(IndexSegment.write(
                directory.resolve("new"),
                directory,
                List.of(PACK),
                sorted.size(),
                sorted.stream()
                        .map(id -> new IndexSegment.Place(PACK, new PackEntry(id, 100, 1, 1, 0, false)))
                        .iterator()));
    }
}
