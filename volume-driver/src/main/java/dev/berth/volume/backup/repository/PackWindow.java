package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.chunk.ContentCut;
import dev.berth.volume.backup.manifest.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A stretch of a pack in memory. Small chunks that were stored one after the other are mostly wanted so, and are then read
 * many at a time. For one thread.
 */
final class PackWindow {
    private static final int AHEAD = 1 << 18;

    private final byte[] bytes = new byte[ContentCut.MOST];
    private String pack = "";
    private long begin;
    private int filled;

    /** Has the stored bytes of a chunk in {@link #bytes}. @return where they begin there */
    int show(String name, FileChannel channel, PackEntry entry) throws IOException {
        if (!has(name, entry)) {
            read(name, channel, entry);
        }
        int from = (int) (entry.offset() - begin);
        if (ChunkCodec.checksum(bytes, from, entry.stored()) != entry.checksum()) {
            throw new FormatException("chunk " + entry.id() + " is damaged: its checksum is wrong");
        }
        return from;
    }

    byte[] bytes() {
        return bytes;
    }

    private boolean has(String name, PackEntry entry) {
        return pack.equals(name) && entry.offset() >= begin && entry.offset() + entry.stored() <= begin + filled;
    }

    private void read(String name, FileChannel channel, PackEntry entry) throws IOException {
        boolean goesOn = pack.equals(name) && entry.offset() >= begin && entry.offset() - begin - filled < AHEAD;
        int wanted = goesOn ? Math.max(AHEAD, entry.stored()) : entry.stored();
        filled = 0;
        ByteBuffer target = ByteBuffer.wrap(bytes, 0, wanted);
        while (target.hasRemaining() && channel.read(target, entry.offset() + target.position()) > 0) {
            continue;
        }
        if (target.position() < entry.stored()) {
            throw new FormatException("a file of the repository is cut short");
        }
        pack = name;
        begin = entry.offset();
        filled = target.position();
    }
}
