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

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private final List<PackEntry> entries = new ArrayList<>();
    private long size;

    /** @param buffer direct, empty; this object's until {@link #drain} */
    PackWriter(Path file, ByteBuffer buffer) throws IOException {
        this.file = file;
        this.buffer = buffer;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        append(PackFile.MAGIC, 0, PackFile.MAGIC.length);
    }

    /** A pack that everybody can find, and on the disk. */
    record Sealed(String name, List<PackEntry> entries) {}

    /** @param checksum of the chunk as it is stored */
    void add(ChunkId id, ChunkCodec.Stored chunk, int checksum) throws IOException {
        entries.add(new PackEntry(id, size, chunk.length(), chunk.chunk(), checksum, chunk.compressed()));
        append(chunk.bytes(), chunk.from(), chunk.length());
    }

    boolean isFull() {
        return size >= FULL;
    }

    private void append(byte[] bytes, int from, int length) throws IOException {
        size += length;
        for (int done = 0; done < length; ) {
            int count = Math.min(buffer.remaining(), length - done);
            buffer.put(bytes, from + done, count);
            done += count;
            if (!buffer.hasRemaining()) {
                drain();
            }
        }
    }

    /** Writes what is in the buffer, of which it has no more use then. */
    void drain() throws IOException {
        write(buffer.flip());
        buffer.clear();
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Ends it, waits until it is on the disk and gives it its name; after {@link #drain}, on any thread. */
    Sealed seal(Path packs) throws IOException {
        ByteBuffer footer = ByteBuffer.allocate(entries.size() * PackEntry.FOOTER_BYTES + PackFile.TRAILER_BYTES);
        entries.forEach(entry -> entry.writeTo(footer));
        footer.putInt(entries.size()).put(PackFile.END);
        try (channel) {
            write(footer.flip());
            channel.force(true);
        }
        String name = ChunkId.of(footer.array()).toString();
        Files.move(file, packs.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return new Sealed(name, List.copyOf(entries));
    }

    /** Deletes it unsealed. */
    void discard() throws IOException {
        buffer.clear();
        channel.close();
        Files.deleteIfExists(file);
    }
}
