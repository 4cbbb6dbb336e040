package dev.berth.runtime.log;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A place in a container's log, moving forward. For one thread at a time. */
public final class LogCursor implements AutoCloseable {
    private static final int FIRST_BUFFER = 16 * 1024;

    private final ContainerLog log;
    private final LogQuery query;
    private final Deque<FileChannel> files;
    private long generation;
    private long position;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private final long limit;
    private boolean atEnd;

    /** What comes after the newest file has been read to its end. */
    record Next(Kind kind, long generation, List<FileChannel> files) {
        enum Kind {
            MORE,
            LATER,
            NEVER
        }

        static final Next LATER = new Next(Kind.LATER, 0, List.of());
        static final Next NEVER = new Next(Kind.NEVER, 0, List.of());

        /** There is more in the same file, or in newer ones. */
        static Next more(long generation, List<FileChannel> newer) {
            return new Next(Kind.MORE, generation, newer);
        }
    }

    /** The wish to be told of more. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Where the newest file is.
     *
     * @param generation number of rotations so far
     * @param size bytes that it has now: who does not follow reads no further
     */
    record Place(long generation, long size) {}

    LogCursor(ContainerLog log, List<FileChannel> files, Place place, LogQuery query) throws IOException {
        this.log = log;
        this.limit = query.follow() ? Long.MAX_VALUE : place.size();
        this.files = new ArrayDeque<>(files);
        this.generation = place.generation();
        this.query = query;
        if (query.tail() >= 0) {
            position = LogTail.seek(this.files, query.tail());
        }
    }

    /**
     * The next entries: none if there are none now. Never waits for the container.
     *
     * @throws EngineException.SystemFailure the log cannot be read
     */
    public List<LogEntry> next() {
        try {
            while (!atEnd) {
                List<LogEntry> entries = readPiece();
                if (!entries.isEmpty()) {
                    return entries;
                }
                if (!advance()) {
                    break;
                }
            }
            return List.of();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read " + log.newest() + ": " + failure.getMessage(), failure);
        }
    }

    /** Whether nothing will ever come again. */
    public boolean isAtEnd() {
        return atEnd;
    }

    /** Has {@code listener} called when there may be more; it must not block. */
    public Listening onMore(Runnable listener) {
        log.listen(listener);
        return () -> log.unlisten(listener);
    }

    @Override
    public void close() {
        atEnd = true;
        files.forEach(LogCursor::closeFile);
        files.clear();
    }

    private List<LogEntry> readPiece() throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        while (entries.isEmpty() && !atEnd) {
            int length = read(files.element());
            int end = lastLineEnd(length);
            if (end == 0 && length < buffer.length) {
                break;
            }
            if (end == 0) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
                continue;
            }
            position += end;
            addLines(end, entries);
        }
        return entries;
    }

    private int read(FileChannel file) throws IOException {
        long most = files.size() == 1 ? Math.max(0, limit - position) : Long.MAX_VALUE;
        return file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, most)), position);
    }

    private void addLines(int end, List<LogEntry> entries) {
        int start = 0;
        for (int at = 0; at < end && !atEnd; at++) {
            if (buffer[at] == '\n') {
                Optional<LogEntry> entry = JsonLine.read(buffer, start, at - start);
                atEnd = entry.filter(query::isPast).isPresent();
                entry.filter(found -> !atEnd && query.wants(found)).ifPresent(entries::add);
                start = at + 1;
            }
        }
    }

    private int lastLineEnd(int length) {
        for (int at = length - 1; at >= 0; at--) {
            if (buffer[at] == '\n') {
                return at + 1;
            }
        }
        return 0;
    }

    /** Goes to where more can be read. @return false if there is nothing more now */
    private boolean advance() throws IOException {
        if (files.size() > 1) {
            closeFile(files.remove());
            position = 0;
            return true;
        }
        Next next = query.follow() ? log.next(generation, position) : Next.NEVER;
        atEnd = next.kind() == Next.Kind.NEVER;
        if (next.kind() == Next.Kind.MORE) {
            generation = next.generation();
            files.addAll(next.files());
        }
        return next.kind() == Next.Kind.MORE;
    }

    private static void closeFile(FileChannel file) {
        try {
            file.close();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("close a log file: " + failure.getMessage(), failure);
        }
    }
}
