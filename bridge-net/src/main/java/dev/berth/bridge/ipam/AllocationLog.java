package dev.berth.bridge.ipam;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of lines that only grows until it is rewritten whole. A line outlives this process when {@link #append}
 * returns, and the machine too if it is told to; a last line without its end, left by a crash, never happened. Not safe
 * for use by several threads.
 */
final class AllocationLog implements AutoCloseable {
    private final LogFiles files;
    private final Path file;
    private FileChannel channel;

    /** Of the lines that count, in bytes; what is behind them could not be cut off yet. */
    private long length;

    /** The name of the file is on disk with it. */
    private boolean named;

    private long appended;

    private AllocationLog(LogFiles files, Path file, FileChannel channel) throws IOException {
        this.files = files;
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
    }

    /** Reads the whole lines of the file; none if there is no file. */
    static List<String> read(Path file) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read address allocations " + file + ": " + failure, failure);
        }
    }

    /** Replaces the file by these lines and opens it to append to. On failure it is as it was. */
    static AllocationLog startWith(LogFiles files, Path file, List<String> lines) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = replace(files, file, lines);
            try {
                AllocationLog log = new AllocationLog(files, file, channel);
                log.syncName();
                return log;
            } catch (IOException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw failed(file, failure);
        }
    }

    /**
     * Adds a line. On failure the file is as it was.
     *
     * @param sync waits until it is on disk, with all that is before it
     */
    void append(String line, boolean sync) {
        ByteBuffer bytes = encode(line + "\n");
        long end = length + bytes.remaining();
        try {
            cut();
            try {
                writeAll(channel, bytes);
                if (sync) {
                    channel.force(false);
                    syncName();
                }
            } catch (IOException failure) {
                cutAfter(failure);
                throw failure;
            }
        } catch (IOException failure) {
            throw failed(file, failure);
        }
        length = end;
        appended++;
    }

    private void cut() throws IOException {
        if (channel.size() > length) {
            channel.truncate(length);
        }
    }

    private void cutAfter(IOException failure) {
        try {
            cut();
        } catch (IOException stays) {
            failure.addSuppressed(stays); // the next line is not written before it is gone
        }
    }

    private void syncName() throws IOException {
        if (!named) {
            try (FileChannel directory =
                    files.open(file.toAbsolutePath().resolveSibling(""), StandardOpenOption.READ)) {
                directory.force(true);
            }
            named = true;
        }
    }

    /** Lines added since the file was last written whole, or that was last tried. */
    long appended() {
        return appended;
    }

    /**
     * Replaces the file by these lines, which say the same as all that it has; at once or not at all. Where it cannot be,
     * the file goes on growing as it is.
     */
    void rewrite(List<String> lines) {
        appended = 0;
        FileChannel old = channel;
        try {
            channel = replace(files, file, lines);
        } catch (IOException noRoom) {
            return;
        }
        named = false;
        try {
            length = channel.size();
            old.close();
        } catch (IOException failure) {
            throw failed(file, failure);
        }
    }

    /** @return the file, open at its end */
    private static FileChannel replace(LogFiles files, Path file, List<String> lines) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            FileChannel out = files.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            try {
                writeAll(out, encode(String.join("\n", lines) + "\n"));
                out.force(true);
                files.rename(next, file);
                return out;
            } catch (IOException failure) {
                out.close();
                throw failure;
            }
        } catch (IOException failure) {
            Files.deleteIfExists(next);
            throw failure;
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer encode(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static EngineException failed(Path file, IOException failure) {
        return new EngineException.SystemFailure("write address allocations " + file + ": " + failure, failure);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw failed(file, failure);
        }
    }
}
