package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.chunk.ContentCut;
import java.nio.ByteBuffer;

/**
 * A chunk in a pack.
 *
 * @param offset of its stored bytes in the pack
 * @param stored how many those are
 * @param length bytes of the chunk itself
 * @param checksum CRC-32C of the stored bytes
 * @param compressed true: the stored bytes are one zstd frame; false: they are the chunk
 */
record PackEntry(ChunkId id, long offset, int stored, int length, int checksum, boolean compressed) {
    /** Bytes of it in a pack's footer, where the offset is the sum of the lengths before. */
    static final int FOOTER_BYTES = ChunkId.BYTES + 16;

    /** False: no writer made it, and its sizes are not to be trusted with memory. */
    boolean canBe() {
        return offset >= PackFile.MAGIC.length && stored >= 1 && stored <= length && length <= ContentCut.MOST;
    }

    void writeTo(ByteBuffer footer) {
        id.write(footer);
        footer.putInt(stored).putInt(length).putInt(checksum).putInt(compressed ? 1 : 0);
    }

    static PackEntry readFrom(ByteBuffer footer, long offset) {
        ChunkId id = ChunkId.read(footer);
        return new PackEntry(id, offset, footer.getInt(), footer.getInt(), footer.getInt(), footer.getInt() == 1);
    }
}
