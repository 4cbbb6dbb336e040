package dev.berth.runtime.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The json-file log of one container: {@code ID-json.log}, and rotated ones {@code .1} (the newest) to {@code .N}. Its
 * methods are called under the lock of their {@link ContainerLog}. A file is never cut, only renamed or deleted, so
 * whoever has it open can read it to its end.
 */
final class LogFiles {
    private final Path newest;
    private final LogSettings settings;
    private long generation;

    LogFiles(Path newest, LogSettings settings) {
        this.newest = newest;
        this.settings = settings;
    }

    Path newest() {
        return newest;
    }

    /** How often it was rotated since this object exists. */
    long generation() {
        return generation;
    }

    /** Bytes in the newest file. */
    long size() throws IOException {
        return Files.exists(newest) ? Files.size(newest) : 0;
    }

    /** Appends to the newest file. */
    void append(byte[] lines, int length) throws IOException {
        try (FileChannel file = FileChannel.open(
                newest, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer rest = ByteBuffer.wrap(lines, 0, length);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        }
    }

    /** Whether the newest file has reached its size. */
    boolean isFull(long size) {
        return settings.maxSize() > 0 && size >= settings.maxSize();
    }

    /** Makes room for a new newest file. */
    void rotate() throws IOException {
        Files.deleteIfExists(settings.maxFiles() == 1 ? newest : rotated(settings.maxFiles() - 1));
        for (int age = settings.maxFiles() - 2; age >= 0; age--) {
            Path file = file(age);
            if (Files.exists(file)) {
                Files.move(file, rotated(age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        generation++;
    }

    /** The newest file's inode, 0 if there is none. */
    long inode() throws IOException {
        return inode(newest);
    }

    /**
     * Takes back what was written after the last recorded state: it will be converted again.
     *
     * @param inode of the file that was newest then; files that are newer are deleted
     * @param size bytes that it had then
     */
    void restore(long inode, long size) throws IOException {
        int age = 0;
        while (age < settings.maxFiles() && inode(file(age)) != inode) {
            age++;
        }
        for (int newer = 0; newer < Math.min(age, settings.maxFiles()); newer++) {
            Files.deleteIfExists(file(newer));
        }
        if (age > 0 && age < settings.maxFiles() && inode != 0) {
            for (int from = age; from < settings.maxFiles() && Files.exists(file(from)); from++) {
                Files.move(file(from), file(from - age));
            }
        }
        if (Files.exists(newest) && Files.size(newest) > size) {
            try (FileChannel file = FileChannel.open(newest, StandardOpenOption.WRITE)) {
                file.truncate(size);
            }
        }
    }

    private static long inode(Path file) throws IOException {
        return Files.exists(file) ? (Long) Files.getAttribute(file, "unix:ino") : 0;
    }

    /** Every file, oldest first, opened for reading; the newest is made if it is missing. */
    List<FileChannel> open() throws IOException {
        List<FileChannel> files = new ArrayList<>();
        for (int age = settings.maxFiles() - 1; age >= 1; age--) {
            if (Files.exists(rotated(age))) {
                files.add(FileChannel.open(rotated(age), StandardOpenOption.READ));
            }
        }
        files.add(openNewest());
        return files;
    }

    /** The files that came after {@code seen} rotations, oldest first; those that are gone already are left out. */
    List<FileChannel> openSince(long seen) throws IOException {
        List<FileChannel> files = new ArrayList<>();
        long oldest = Math.min(generation - seen - 1, settings.maxFiles() - 1);
        for (long age = oldest; age >= 1; age--) {
            files.add(FileChannel.open(rotated((int) age), StandardOpenOption.READ));
        }
        files.add(openNewest());
        return files;
    }

    private FileChannel openNewest() throws IOException {
        if (!Files.exists(newest)) {
            append(new byte[0], 0);
        }
        return FileChannel.open(newest, StandardOpenOption.READ);
    }

    private Path file(int age) {
        return age == 0 ? newest : rotated(age);
    }

    private Path rotated(int age) {
        return newest.resolveSibling(newest.getFileName() + "." + age);
    }
}
