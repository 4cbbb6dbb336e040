package dev.berth.volume.backup.repository;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.chunk.ContentCut;
import dev.berth.volume.backup.manifest.FormatException;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/** Names, compresses and restores chunks. For one thread, whose buffers it has. */
final class ChunkCodec implements AutoCloseable {
    /** The fastest: what is lost in size is little beside what is gained in time. */
    private static final int LEVEL = 1;

    private final MessageDigest digest = ChunkId.digest();
    private final ZstdCompressCtx compressor =
            new ZstdCompressCtx().setLevel(LEVEL).setContentSize(true);
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
    private byte[] target = new byte[0];

    /**
     * What is to be stored of a chunk.
     *
     * @param bytes valid until the codec is used again
     * @param from where it begins in them
     * @param length bytes of it
     * @param chunk bytes of the chunk itself
     */
    record Stored(byte[] bytes, int from, int length, int chunk, boolean compressed) {
        /** CRC-32C. */
        int checksum() {
            return ChunkCodec.checksum(bytes, from, length);
        }
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    ChunkId name(byte[] bytes, int from, int length) {
        return ChunkId.of(digest, bytes, from, length);
    }

    Stored compress(byte[] bytes, int from, int length) {
        if (target.length == 0) {
            target = new byte[(int) Zstd.compressBound(ContentCut.MOST)];
        }
        int less = compressor.compressByteArray(target, 0, target.length, bytes, from, length);
        return less < length
                ? new Stored(target, 0, less, length, true)
                : new Stored(bytes, from, length, length, false);
    }

    /** The chunk, checked against its name. @param stored as {@link PackFile#stored} gives it */
    byte[] restore(PackEntry entry, byte[] stored) throws FormatException {
        byte[] chunk = new byte[entry.length()];
        restore(entry, stored, 0, chunk);
        return chunk;
    }

    /**
     * Puts the chunk, checked against its name, at the begin of {@code chunk}.
     *
     * @param from where its stored bytes begin in {@code stored}
     */
    void restore(PackEntry entry, byte[] stored, int from, byte[] chunk) throws FormatException {
        int length = entry.compressed() ? decompress(entry, stored, from, chunk) : entry.stored();
        if (!entry.compressed()) {
            System.arraycopy(stored, from, chunk, 0, length);
        }
        if (length != entry.length() || !name(chunk, 0, length).equals(entry.id())) {
            throw new FormatException("chunk " + entry.id() + " is damaged: it is not what its name says");
        }
    }

    private int decompress(PackEntry entry, byte[] stored, int from, byte[] chunk) throws FormatException {
        try {
            return decompressor.decompressByteArray(chunk, 0, entry.length(), stored, from, entry.stored());
        } catch (ZstdException damaged) {
            throw new FormatException("chunk " + entry.id() + " is damaged: " + damaged.getMessage(), damaged);
        }
    }

    @Override
    public void close() {
        compressor.close();
        decompressor.close();
    }
}
