package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.chunk.ChunkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A pack that is being written, under a name that is no pack's; after {@link #seal} it is one. For one thread at a time. */
final class PackWriter {
    /** Sealed from this size on. */
    static final long FULL = 32L << 20;

    private static final int BUFFER = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final List<PackEntry> entries = new ArrayList<>();
    private long size;

    PackWriter(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        append(PackFile.MAGIC, PackFile.MAGIC.length);
    }

    /** A pack that everybody can find, and on the disk. */
    record Sealed(String name, List<PackEntry> entries) {}

    void add(ChunkId id, byte[] stored, int storedLength, int length, boolean compressed) throws IOException {
        int checksum = ChunkCodec.checksum(stored, storedLength);
        entries.add(new PackEntry(id, size, storedLength, length, checksum, compressed));
        append(stored, storedLength);
    }

    boolean isFull() {
        return size >= FULL;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    private void append(byte[] bytes, int length) throws IOException {
        size += length;
        for (int done = 0; done < length; ) {
            int count = Math.min(buffer.remaining(), length - done);
            buffer.put(bytes, done, count);
            done += count;
            if (!buffer.hasRemaining()) {
                drain();
            }
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Ends it, waits until it is on the disk and gives it its name. */
    Sealed seal(Path packs) throws IOException {
        ByteBuffer footer = ByteBuffer.allocate(entries.size() * PackEntry.FOOTER_BYTES + PackFile.TRAILER_BYTES);
        entries.forEach(entry -> entry.writeTo(footer));
        footer.putInt(entries.size()).put(PackFile.END);
        try (channel) {
            append(footer.array(), footer.capacity());
            drain();
            channel.force(true);
        }
        String name = ChunkId.of(footer.array()).toString();
        Files.move(file, packs.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return new Sealed(name, List.copyOf(entries));
    }

    /** Deletes it unsealed. */
    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
