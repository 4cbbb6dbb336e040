package dev.berth.volume.backup.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.FileCalls;
import dev.berth.volume.backup.chunk.ChunkId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back; what no writer writes is refused and nothing worse. */
class TreeStreamTest {
    private final Random random = new Random(7);

    private Node node(byte[] name, int type) {
        byte[] value = new byte[random.nextInt(40)];
        random.nextBytes(value);
        List<Node.Attribute> xattrs =
                random.nextInt(4) == 0 ? List.of(new Node.Attribute("user.a".getBytes(), value)) : List.of();
        return new Node(
                name,
                type | random.nextInt(010000),
                random.nextInt() & 0xffffffffL,
                random.nextInt() & 0xffffffffL,
                Instant.ofEpochSecond(random.nextLong() >> 20, random.nextInt(1_000_000_000)),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                random.nextLong(),
                1 + random.nextInt(3),
                type == FileCalls.S_IFREG ? random.nextInt(1 << 20) : 0,
                random.nextLong(),
                type == FileCalls.S_IFLNK ? value : new byte[0],
                xattrs,
                false);
    }

    private void fill(List<TreeRecord> records, int depth) {
        TreeSet<String> names = new TreeSet<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            names.add(Integer.toString(random.nextInt(1000)));
        }
        for (String name : names) {
            int kind = random.nextInt(depth > 3 ? 2 : 3);
            if (kind == 0) {
                records.add(node(name.getBytes(), FileCalls.S_IFREG));
                for (int i = random.nextInt(3); i > 0; i--) {
                    records.add(new TreeRecord.Data(ChunkId.of(name.getBytes()), 1 + random.nextInt(1 << 20)));
                    records.add(new TreeRecord.Hole(1 + (random.nextLong() >>> 20)));
                }
            } else if (kind == 1) {
                records.add(node(name.getBytes(), random.nextBoolean() ? FileCalls.S_IFLNK : FileCalls.S_IFIFO));
            } else {
                records.add(node(name.getBytes(), FileCalls.S_IFDIR));
                fill(records, depth + 1);
                records.add(TreeRecord.Leave.LEAVE);
            }
        }
    }

    private List<TreeRecord> tree(long seed) {
        random.setSeed(seed);
        List<TreeRecord> records = new ArrayList<>();
        records.add(node(new byte[0], FileCalls.S_IFDIR));
        fill(records, 0);
        records.add(TreeRecord.Leave.LEAVE);
        records.add(new TreeRecord.End(random.nextLong(), random.nextLong()));
        return records;
    }

    private static byte[] written(List<TreeRecord> records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TreeWriter writer = new TreeWriter(out);
        for (TreeRecord each : records) {
            writer.write(each);
        }
        return out.toByteArray();
    }

    private static List<TreeRecord> read(byte[] bytes) throws IOException {
        List<TreeRecord> records = new ArrayList<>();
        try (TreeReader reader = new TreeReader(new ByteArrayInputStream(bytes))) {
            do {
                records.add(reader.next());
            } while (!(records.get(records.size() - 1) instanceof TreeRecord.End));
        }
        return records;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void read_anyTree_isWhatWasWritten(long seed) throws IOException {
        List<TreeRecord> records = tree(seed);
        byte[] bytes = written(records);
        assertThat(written(read(bytes))).isEqualTo(bytes);
        assertThat(read(bytes)).hasSameSizeAs(records);
    }

    @Test
    void read_cutShortAnywhere_isRefused() throws IOException {
        byte[] bytes = written(tree(3));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void read_anyBitFlipped_isReadOrRefused() throws IOException {
        byte[] bytes = written(tree(5));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                read(flipped);
            } catch (FormatException refused) {
                assertThat(refused).hasMessageContaining("tree");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/b", "/etc", "nul\0"})
    void read_nameThatLeadsElsewhere_isRefused(String name) throws IOException {
        byte[] bytes = written(List.of(node(new byte[0], FileCalls.S_IFDIR), node(name.getBytes(), FileCalls.S_IFLNK)));
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(FormatException.class);
    }

    @Test
    void read_namesOutOfOrderOrTwice_areRefused() throws IOException {
        for (String second : List.of("a", "b")) {
            byte[] bytes = written(List.of(
                    node(new byte[0], FileCalls.S_IFDIR),
                    node("b".getBytes(), FileCalls.S_IFIFO),
                    node(second.getBytes(), FileCalls.S_IFIFO)));
            assertThatThrownBy(() -> read(bytes)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void find_inStepWithAWalk_findsWhatIsThere() throws IOException {
        Node root = node(new byte[0], FileCalls.S_IFDIR);
        TreeRecord data = new TreeRecord.Data(ChunkId.of(new byte[1]), 5);
        List<TreeRecord> records = List.of(
                root,
                node("a".getBytes(), FileCalls.S_IFREG),
                data,
                node("b".getBytes(), FileCalls.S_IFDIR),
                node("x".getBytes(), FileCalls.S_IFREG),
                data,
                TreeRecord.Leave.LEAVE,
                node("c".getBytes(), FileCalls.S_IFREG),
                data,
                data,
                TreeRecord.Leave.LEAVE,
                new TreeRecord.End(5, 20));
        try (EarlierTree earlier = EarlierTree.of(new TreeReader(new ByteArrayInputStream(written(records))))) {
            assertThat(earlier.find(new byte[0])).isPresent();
            earlier.enter(true);
            assertThat(earlier.find("aa".getBytes())).isEmpty();
            earlier.enter(false);
            assertThat(earlier.find("x".getBytes())).isEmpty();
            earlier.leave();
            assertThat(earlier.find("b".getBytes())).isPresent();
            earlier.enter(true);
            earlier.leave();
            assertThat(earlier.find("c".getBytes())).isPresent();
            assertThat(earlier.content()).isEqualTo(Optional.of(List.of(data, data)));
            assertThat(earlier.find("d".getBytes())).isEmpty();
            earlier.leave();
        }
    }
}
