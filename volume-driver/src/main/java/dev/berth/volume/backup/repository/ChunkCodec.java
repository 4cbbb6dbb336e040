package dev.berth.volume.backup.repository;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.chunk.ContentCut;
import dev.berth.volume.backup.manifest.FormatException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Names, compresses and restores chunks. For one thread, whose buffers it has. */
final class ChunkCodec implements AutoCloseable {
    /** The fastest: what is lost in size is little beside what is gained in time. */
    private static final int LEVEL = 1;

    private final MessageDigest digest = ChunkId.digest();
    private final ZstdCompressCtx compressor =
            new ZstdCompressCtx().setLevel(LEVEL).setContentSize(true);
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
    private final byte[] target = new byte[(int) Zstd.compressBound(ContentCut.MOST)];

    /**
     * What is to be stored of a chunk.
     *
     * @param bytes valid until the codec is used again
     */
    record Stored(byte[] bytes, int length, boolean compressed) {}

    static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    ChunkId name(byte[] bytes, int length) {
        return ChunkId.of(digest, bytes, 0, length);
    }

    Stored compress(byte[] bytes) {
        int length = compressor.compressByteArray(target, 0, target.length, bytes, 0, bytes.length);
        return length < bytes.length ? new Stored(target, length, true) : new Stored(bytes, bytes.length, false);
    }

    /** The chunk, checked against its name. @param stored as {@link PackFile#stored} gives it */
    byte[] restore(PackEntry entry, byte[] stored) throws FormatException {
        byte[] bytes = entry.compressed() ? decompress(entry, stored) : stored;
        if (bytes.length != entry.length() || !name(bytes, bytes.length).equals(entry.id())) {
            throw new FormatException("chunk " + entry.id() + " is damaged: it is not what its name says");
        }
        return bytes;
    }

    private byte[] decompress(PackEntry entry, byte[] stored) throws FormatException {
        byte[] bytes = new byte[entry.length()];
        try {
            int length = decompressor.decompressByteArray(bytes, 0, bytes.length, stored, 0, stored.length);
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
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
