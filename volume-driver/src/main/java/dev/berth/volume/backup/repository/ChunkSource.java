package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads chunks, each checked against its name. For one thread. */
public final class ChunkSource implements Closeable {
    private static final int OPEN_PACKS = 16;

    private final Layout layout;
    private final ChunkIndex index;
    private final ChunkCodec codec = new ChunkCodec();
    private final PackWindow window = new PackWindow();
    private final Map<String, FileChannel> open = new LinkedHashMap<>(OPEN_PACKS, 0.75f, true);

    ChunkSource(Layout layout, ChunkIndex index) {
        this.layout = layout;
        this.index = index;
    }

    /** The chunk's bytes. @throws FormatException it is missing or damaged */
    public byte[] read(ChunkId id) throws IOException {
        IndexSegment.Place place = place(id);
        byte[] chunk = new byte[place.entry().length()];
        read(place, chunk);
        return chunk;
    }

    /**
     * Reads the chunk without taking memory.
     *
     * @param chunk gets its bytes; {@link dev.berth.volume.backup.chunk.ContentCut#MOST} long
     * @return how many they are
     * @throws FormatException it is missing or damaged
     */
    public int read(ChunkId id, byte[] chunk) throws IOException {
        IndexSegment.Place place = place(id);
        read(place, chunk);
        return place.entry().length();
    }

    private IndexSegment.Place place(ChunkId id) throws FormatException {
        return index.find(id).orElseThrow(() -> new FormatException("chunk " + id + " is missing in " + layout.root()));
    }

    private void read(IndexSegment.Place place, byte[] chunk) throws IOException {
        try {
            int from = window.show(place.pack(), pack(place.pack()), place.entry());
            codec.restore(place.entry(), window.bytes(), from, chunk);
        } catch (FormatException damaged) {
            throw new FormatException("pack " + place.pack() + ": " + damaged.getMessage(), damaged);
        }
    }

    private FileChannel pack(String name) throws IOException {
        FileChannel known = open.get(name);
        if (known != null) {
            return known;
        }
        if (open.size() >= OPEN_PACKS) {
            Iterator<FileChannel> eldest = open.values().iterator();
            eldest.next().close();
            eldest.remove();
        }
        FileChannel channel = FileChannel.open(layout.packs().resolve(name), StandardOpenOption.READ);
        open.put(name, channel);
        return channel;
    }

    /** What the chunks are together. */
    public InputStream stream(List<ChunkId> chunks) {
        return new ChunkStream(chunks.iterator());
    }

    private final class ChunkStream extends InputStream {
        private final Iterator<ChunkId> chunks;
        private byte[] chunk = new byte[0];
        private int at;

        ChunkStream(Iterator<ChunkId> chunks) {
            this.chunks = chunks;
        }

        private boolean isAtEnd() throws IOException {
            while (at == chunk.length) {
                if (!chunks.hasNext()) {
                    return true;
                }
                chunk = ChunkSource.this.read(chunks.next());
                at = 0;
            }
            return false;
        }

        @Override
        public int read() throws IOException {
            return isAtEnd() ? -1 : chunk[at++] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (isAtEnd()) {
                return -1;
            }
            int count = Math.min(length, chunk.length - at);
            System.arraycopy(chunk, at, target, offset, count);
            at += count;
            return count;
        }
    }

    @Override
    public void close() throws IOException {
        codec.close();
        for (FileChannel pack : open.values()) {
            pack.close();
        }
        open.clear();
    }
}
