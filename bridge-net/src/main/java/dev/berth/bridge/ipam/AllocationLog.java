package dev.berth.bridge.ipam;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of lines that only grows until it is rewritten whole. A line outlives this process when {@link #append}
 * returns, and the machine too if it is told to; a last line without its end, left by a crash, never happened. Not safe
 * for use by several threads.
 */
final class AllocationLog implements AutoCloseable {
    private final Path file;
    private FileChannel channel;
    private long appended;

    private AllocationLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
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

    /** Replaces the file by these lines and opens it to append to. */
    static AllocationLog startWith(Path file, List<String> lines) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new AllocationLog(file, replace(file, lines));
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
        try {
            long before = channel.size();
            try {
                ByteBuffer bytes = encode(line + "\n");
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (sync) {
                    channel.force(false);
                }
            } catch (IOException failure) {
                channel.truncate(before);
                throw failure;
            }
        } catch (IOException failure) {
            throw failed(file, failure);
        }
        appended++;
    }

    /** Lines added since the file was last written whole. */
    long appended() {
        return appended;
    }

    /** Replaces the file by these lines, at once or not at all. */
    void rewrite(List<String> lines) {
        try {
            FileChannel old = channel;
            channel = replace(file, lines);
            appended = 0;
            old.close();
        } catch (IOException failure) {
            throw failed(file, failure);
        }
    }

    private static FileChannel replace(Path file, List<String> lines) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = encode(String.join("\n", lines) + "\n");
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
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
