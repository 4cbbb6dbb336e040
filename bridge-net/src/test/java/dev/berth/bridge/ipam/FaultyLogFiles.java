package dev.berth.bridge.ipam;

import dev.berth.linux.testing.Refusals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that refuse some of what is asked of them, a write in its middle, and do the rest. */
final class FaultyLogFiles implements LogFiles {
    private final Refusals refusals;
    private final List<Channel> channels = new ArrayList<>();

    FaultyLogFiles(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public FileChannel open(Path file, OpenOption... how) throws IOException {
        refusals.onFile("open", file);
        Channel channel = new Channel(file, REAL.open(file, how));
        channels.add(channel);
        return channel;
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        refusals.onFile("rename", from);
        REAL.rename(from, to);
        channels.stream().filter(channel -> channel.file.equals(from)).forEach(channel -> channel.file = to);
    }

    private final class Channel extends FileChannel {
        private Path file;
        private final FileChannel real;

        Channel(Path file, FileChannel real) {
            this.file = file;
            this.real = real;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            try {
                refusals.onFile("write", file);
            } catch (IOException full) {
                real.write(bytes.slice(0, bytes.remaining() / 2));
                throw full;
            }
            return real.write(bytes);
        }

        @Override
        public void force(boolean metadata) throws IOException {
            refusals.onFile("force", file);
            real.force(metadata);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            refusals.onFile("truncate", file);
            real.truncate(size);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }

        @Override
        public int read(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer bytes, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer bytes, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
