package dev.berth.runtime.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One container's log: what conmon has written to the spool is appended to the json-file log. Its lock guards the
 * files and the state; listeners are called without it.
 */
final class ContainerLog {
    private static final int PIECE = 256 * 1024;

    private final Spool spool;
    private final Path stateFile;
    private final LogFiles files;
    private final ByteArrayOutputStream converted = new ByteArrayOutputStream();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private SpoolParser parser = new SpoolParser(this::append);
    private long offset;
    private long logSize;
    private boolean running;

    /** What is in memory and in the log is beyond what was recorded, as a write failed. */
    private boolean stale;

    /**
     * @param directory the container's; the spool has a directory of its own in it, which can be watched without hearing
     *     of this class's own writes
     */
    ContainerLog(Path directory, Path newest, LogSettings settings) throws IOException {
        Path spoolDirectory = Files.createDirectories(directory.resolve("spool"));
        this.spool = new Spool(spoolDirectory.resolve("conmon.log"));
        this.stateFile = directory.resolve("log-state.json");
        this.files = new LogFiles(newest, settings);
        takeUp();
    }

    /** Goes on from what was recorded last. */
    private void takeUp() throws IOException {
        SpoolState state = SpoolState.read(stateFile);
        files.restore(state.logFile(), state.logSize());
        logSize = files.size();
        converted.reset();
        parser = new SpoolParser(this::append);
        state.unfinished().forEach((stream, piece) -> parser.resume(stream, piece.time(), piece.text()));
        offset = state.offset();
        if (spool.size() < offset) {
            offset = 0;
            saveState();
        }
    }

    Path spoolFile() {
        return spool.file();
    }

    Path newest() {
        return files.newest();
    }

    /** The container runs from now on. */
    synchronized void started() {
        running = true;
    }

    /** Converts a piece of what conmon has written. @return whether there was any */
    boolean pump() throws IOException {
        boolean any;
        synchronized (this) {
            any = convertPiece();
        }
        if (any) {
            listeners.forEach(Runnable::run);
        }
        return any;
    }

    /** conmon has gone: converts the rest. What cannot be written now is, when the container runs again. */
    void ended() throws IOException {
        try {
            finish();
        } finally {
            synchronized (this) {
                running = false;
            }
            listeners.forEach(Runnable::run);
        }
    }

    private synchronized void finish() throws IOException {
        convertRest();
        orTakeUp(() -> {
            if (parser.finish()) {
                flush();
                saveState();
            }
            spool.delete();
            offset = 0;
            saveState();
            return true;
        });
    }

    /** Reads from the log, which is brought up to the present first. */
    synchronized LogCursor read(LogQuery query) throws IOException {
        convertRest();
        return new LogCursor(this, files.open(), new LogCursor.Place(files.generation(), logSize), query);
    }

    /** What a follower at the end of the newest file of {@code generation} may do. */
    synchronized LogCursor.Next next(long generation, long position) throws IOException {
        if (generation == files.generation() && position < logSize) {
            return LogCursor.Next.more(generation, List.of());
        }
        if (generation < files.generation()) {
            return LogCursor.Next.more(files.generation(), files.openSince(generation));
        }
        return running ? LogCursor.Next.LATER : LogCursor.Next.NEVER;
    }

    /** Calls {@code listener} after each change; it must not block. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void unlisten(Runnable listener) {
        listeners.remove(listener);
    }

    /** Only what is there now: a container that writes without end must not keep a reader. */
    private void convertRest() throws IOException {
        for (long end = spool.size(); offset < end; ) {
            if (!convertPiece()) {
                return;
            }
        }
    }

    private boolean convertPiece() throws IOException {
        return orTakeUp(this::convertOnePiece);
    }

    private interface Step {
        boolean run() throws IOException;
    }

    /** Whole or not at all: what a full disk stops is done again from what was recorded last. */
    private boolean orTakeUp(Step step) throws IOException {
        if (stale) {
            takeUp();
        }
        stale = true;
        boolean result = step.run();
        stale = false;
        return result;
    }

    private boolean convertOnePiece() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(PIECE, Math.max(0, spool.size() - offset)));
        int length = spool.read(offset, buffer);
        int done = lines(buffer.array(), length);
        if (done == 0) {
            return false;
        }
        flush();
        offset += done;
        saveState();
        spool.giveBack(offset);
        return true;
    }

    /** Reads whole lines. @return how many bytes they are */
    private int lines(byte[] buffer, int length) {
        int start = 0;
        for (int at = 0; at < length; at++) {
            if (buffer[at] == '\n') {
                parser.line(buffer, start, at);
                start = at + 1;
            }
        }
        return start == 0 && length == PIECE ? length : start;
    }

    private void append(LogEntry entry) {
        try {
            if (files.isFull(logSize + converted.size())) {
                flush();
                files.rotate();
                logSize = 0;
            }
            JsonLine.write(entry, converted);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException("write " + files.newest(), failure);
        }
    }

    private void flush() throws IOException {
        if (converted.size() > 0) {
            files.append(converted.toByteArray(), converted.size());
            logSize += converted.size();
            converted.reset();
        }
    }

    private void saveState() throws IOException {
        Map<LogStream, SpoolState.Piece> unfinished = new TreeMap<>();
        for (LogStream stream : LogStream.values()) {
            parser.unfinished(stream)
                    .ifPresent(line -> unfinished.put(
                            stream,
                            new SpoolState.Piece(line.time(), line.text().toByteArray())));
        }
        new SpoolState(offset, files.inode(), logSize, unfinished).write(stateFile);
    }
}
