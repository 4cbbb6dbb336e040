package dev.berth.volume.backup.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks cover the content, are of bounded size, and only those near a change change. */
class ContentCutTest {
    private static List<Integer> lengths(byte[] content) {
        List<Integer> lengths = new ArrayList<>();
        for (int at = 0; at < content.length; ) {
            int length = ContentCut.length(content, at, Math.min(ContentCut.MOST, content.length - at));
            lengths.add(length);
            at += length;
        }
        return lengths;
    }

    private static Set<ChunkId> names(byte[] content) {
        Set<ChunkId> names = new HashSet<>();
        int at = 0;
        for (int length : lengths(content)) {
            names.add(ChunkId.of(ChunkId.digest(), content, at, length));
            at += length;
        }
        return names;
    }

    private static byte[] random(long seed, int length) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void length_anyContent_coversItInBounds(long seed) {
        byte[] content = random(seed, new Random(seed).nextInt(5_000_000) + 1);
        List<Integer> lengths = lengths(content);
        assertThat(lengths.stream().mapToInt(each -> each).sum()).isEqualTo(content.length);
        assertThat(lengths).allMatch(each -> each <= ContentCut.MOST);
        assertThat(lengths.subList(0, lengths.size() - 1)).allMatch(each -> each > ContentCut.LEAST);
    }

    @Test
    void length_randomContent_isNearTheWantedOnAverage() {
        List<Integer> lengths = lengths(random(9, 32 << 20));
        assertThat((32 << 20) / lengths.size()).isBetween(200 << 10, 400 << 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void length_aByteMoreSomewhere_changesTwoChunksAtMost(long seed) {
        byte[] content = random(seed, 8 << 20);
        int place = new Random(seed).nextInt(content.length);
        byte[] longer = new byte[content.length + 1];
        System.arraycopy(content, 0, longer, 0, place);
        System.arraycopy(content, place, longer, place + 1, content.length - place);
        Set<ChunkId> fresh = names(longer);
        fresh.removeAll(names(content));
        assertThat(fresh).hasSizeBetween(1, 3);
    }

    @Test
    void length_zeros_areCutAtTheMost() {
        assertThat(lengths(new byte[3 << 20])).containsOnly(ContentCut.MOST);
    }

    /** Another table, and nothing that was stored before would be found again. */
    @Test
    void table_staysForEver() {
        byte[] table = new byte[256 * 8];
        ContentCut.table().get(table);
        assertThat(ChunkId.of(table).toString())
                .isEqualTo("7ce4baec6e066f1eee67acca63cb8250455b2443d2642b67aa1183aa3e21f097");
        assertThat(lengths(random(42, 2_000_000)))
                .isEqualTo(List.of(281272, 379596, 267028, 317113, 337811, 378329, 38851));
    }
}
