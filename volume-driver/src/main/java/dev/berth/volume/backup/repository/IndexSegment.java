package dev.berth.volume.backup.repository;

import dev.berth.linux.sys.FileCalls;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file that tells where the chunks of some packs are, sorted by their names, mapped and not read: what is looked up is
 * all that takes memory, and that is the kernel's. Its name is the SHA-256 of its content.
 */
final class IndexSegment {
    private static final byte[] MAGIC = "BERTHIX1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 16;
    private static final int ENTRY_BYTES = ChunkId.BYTES + 4 + 8 + 4 + 4 + 4;
    private static final int COMPRESSED = 1 << 31;

    /** Four find one of 100,000 chunks mostly. */
    private static final int GUESSES = 8;

    private final Path file;
    private final MappedByteBuffer map;
    private final List<String> packs;
    private final int count;
    private final int base;

    private IndexSegment(Path file, MappedByteBuffer map, List<String> packs, int count, int base) {
        this.file = file;
        this.map = map;
        this.packs = packs;
        this.count = count;
        this.base = base;
    }

    /** A chunk and the pack that it is in. */
    record Place(String pack, PackEntry entry) {}

    /** @throws FormatException no index, or one that is cut short */
    static IndexSegment open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            byte[] magic = new byte[MAGIC.length];
            if (map.capacity() < HEADER_BYTES) {
                throw new FormatException("index " + file + " is cut short");
            }
            map.get(0, magic);
            int packCount = map.getInt(8);
            int count = map.getInt(12);
            long size = HEADER_BYTES + (long) packCount * ChunkId.BYTES + (long) count * ENTRY_BYTES;
            if (!Arrays.equals(magic, MAGIC) || packCount < 0 || count < 0 || size != map.capacity()) {
                throw new FormatException("index " + file + " is damaged");
            }
            List<String> packs = new ArrayList<>(packCount);
            byte[] name = new byte[ChunkId.BYTES];
            for (int i = 0; i < packCount; i++) {
                map.get(HEADER_BYTES + i * ChunkId.BYTES, name);
                packs.add(HexFormat.of().formatHex(name));
            }
            return new IndexSegment(file, map, List.copyOf(packs), count, HEADER_BYTES + packCount * ChunkId.BYTES);
        }
    }

    /**
     * Writes one and waits until it is on the disk.
     *
     * @param packs whose chunks it has; all of them
     * @param places sorted by chunk
     */
    static Path write(Path temporary, Path index, List<String> packs, int count, Iterator<Place> places)
            throws IOException {
        MessageDigest digest = ChunkId.digest();
        Map<String, Integer> numbers = new HashMap<>();
        try (OutputStream out =
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16), digest)) {
            out.write(ByteBuffer.allocate(HEADER_BYTES)
                    .put(MAGIC)
                    .putInt(packs.size())
                    .putInt(count)
                    .array());
            for (String pack : packs) {
                numbers.put(pack, numbers.size());
                out.write(HexFormat.of().parseHex(pack));
            }
            ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES);
            while (places.hasNext()) {
                Place place = places.next();
                out.write(encoded(entry.clear(), place.entry(), numbers.getOrDefault(place.pack(), -1)));
            }
        }
        FileCalls.sync(temporary);
        Path target = index.resolve(HexFormat.of().formatHex(digest.digest()));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
    }

    private static byte[] encoded(ByteBuffer buffer, PackEntry entry, int pack) {
        entry.id().write(buffer);
        return buffer.putInt(pack)
                .putLong(entry.offset())
                .putInt(entry.stored())
                .putInt(entry.length() | (entry.compressed() ? COMPRESSED : 0))
                .putInt(entry.checksum())
                .array();
    }

    Path file() {
        return file;
    }

    List<String> packs() {
        return packs;
    }

    int count() {
        return count;
    }

    /** @throws FormatException what is told of the chunk cannot be */
    Optional<Place> find(ChunkId id) throws FormatException {
        int at = position(id);
        return at < 0 ? Optional.empty() : Optional.of(place(at));
    }

    /**
     * Where the chunk is among the sorted ones, or negative. Names are digests and so lie evenly: how large one is tells
     * nearly where it is. Names that do not, as nobody's content has, are found by halving.
     */
    int position(ChunkId id) {
        int low = 0;
        int high = count - 1;
        double wanted = share(id.a());
        double least = 0;
        double most = 1;
        for (int probe = 0; low <= high; probe++) {
            double part = probe < GUESSES ? (wanted - least) / (most - least) : 0.5;
            int at = low + (int) (part * (high - low));
            long begin = map.getLong(base + at * ENTRY_BYTES);
            int order = begin == id.a() ? id(at).compareTo(id) : Long.compareUnsigned(begin, id.a());
            if (order == 0) {
                return at;
            }
            if (order < 0) {
                low = at + 1;
                least = share(begin);
            } else {
                high = at - 1;
                most = share(begin);
            }
        }
        return -1;
    }

    /** How far a name that begins so is on the way from the least to the greatest, 0 to 1. */
    private static double share(long begin) {
        return (begin >>> 11) * 0x1p-53;
    }

    private ChunkId id(int position) {
        int at = base + position * ENTRY_BYTES;
        return new ChunkId(map.getLong(at), map.getLong(at + 8), map.getLong(at + 16), map.getLong(at + 24));
    }

    /** The chunk at this place of the sorted ones. @throws FormatException no chunk is so */
    Place place(int position) throws FormatException {
        int at = base + position * ENTRY_BYTES + ChunkId.BYTES;
        int length = map.getInt(at + 16);
        int pack = map.getInt(at);
        PackEntry entry = new PackEntry(
                id(position),
                map.getLong(at + 4),
                map.getInt(at + 12),
                length & ~COMPRESSED,
                map.getInt(at + 20),
                (length & COMPRESSED) != 0);
        if (pack < 0 || pack >= packs.size() || !entry.canBe()) {
            throw new FormatException("index " + file + " is damaged");
        }
        return new Place(packs.get(pack), entry);
    }
}
