package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A finished pack: {@code BERTHPK1}, the stored chunks one after the other, a footer of one entry for each, and a trailer
 * with their number. Its name is the SHA-256 of footer and trailer, whose entries have checksums of all the rest.
 */
final class PackFile {
    static final byte[] MAGIC = "BERTHPK1".getBytes(StandardCharsets.US_ASCII);
    static final byte[] END = "BERTHPE1".getBytes(StandardCharsets.US_ASCII);
    static final int TRAILER_BYTES = Integer.BYTES + 8;

    /** No writer makes a pack of more chunks. */
    private static final int MAX_ENTRIES = 1 << 20;

    private PackFile() {}

    /**
     * The pack's chunks in their order.
     *
     * @throws FormatException its footer is not the one that its name tells, or does not fit the file
     */
    static List<PackEntry> entries(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer trailer = read(channel, size - TRAILER_BYTES, TRAILER_BYTES);
            int count = trailer.getInt();
            long footerBytes = (long) count * PackEntry.FOOTER_BYTES;
            if (count < 0 || count > MAX_ENTRIES || footerBytes + TRAILER_BYTES + MAGIC.length > size) {
                throw new FormatException("pack " + file + " has no trailer");
            }
            int length = (int) footerBytes + TRAILER_BYTES;
            ByteBuffer footer = read(channel, size - length, length);
            String name =
                    ChunkId.of(ChunkId.digest(), footer.array(), 0, length).toString();
            if (!name.equals(String.valueOf(file.getFileName()))) {
                throw new FormatException("the footer of pack " + file + " is damaged");
            }
            return entries(file, footer, count, size - length);
        }
    }

    private static List<PackEntry> entries(Path file, ByteBuffer footer, int count, long end) throws FormatException {
        List<PackEntry> entries = new ArrayList<>(count);
        long offset = MAGIC.length;
        for (int i = 0; i < count; i++) {
            PackEntry entry = PackEntry.readFrom(footer, offset);
            if (!entry.canBe()) {
                throw new FormatException("pack " + file + " has a chunk that cannot be");
            }
            entries.add(entry);
            offset += entry.stored();
        }
        if (offset != end) {
            throw new FormatException("pack " + file + " is " + (end - offset) + " bytes longer than its chunks");
        }
        return entries;
    }

    /** The stored bytes of one chunk. @throws FormatException the file is shorter, or they are damaged */
    static byte[] stored(FileChannel pack, PackEntry entry) throws IOException {
        byte[] bytes = read(pack, entry.offset(), entry.stored()).array();
        if (ChunkCodec.checksum(bytes, 0, bytes.length) != entry.checksum()) {
            throw new FormatException("chunk " + entry.id() + " is damaged: its checksum is wrong");
        }
        return bytes;
    }

    static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
        if (offset < 0) {
            throw new FormatException("a file of the repository is cut short");
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new EOFException();
                }
            }
        } catch (EOFException cut) {
            throw new FormatException("a file of the repository is cut short", cut);
        }
        return buffer.flip();
    }
}
