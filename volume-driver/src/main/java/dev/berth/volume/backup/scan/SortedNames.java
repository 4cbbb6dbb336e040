package dev.berth.volume.backup.scan;

import dev.berth.linux.sys.Fd;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The names of a directory's entries in the order of their bytes. A directory of many is sorted in parts, which lie in
 * files, so that no more than {@value #HELD} names are in memory.
 */
final class SortedNames implements Iterator<byte[]>, AutoCloseable {
    static final int HELD = 1 << 15;

    private static final int RUN_BUFFER = 1 << 14;

    private final Path temporary;
    private final List<Path> files = new ArrayList<>();
    private final PriorityQueue<Run> runs =
            new PriorityQueue<>((left, right) -> Arrays.compareUnsigned(left.head, right.head));
    private List<byte[]> part = new ArrayList<>();

    private SortedNames(Path temporary) {
        this.temporary = temporary;
    }

    /** @param directory opened for reading */
    static SortedNames of(Fd directory, FileChunks.Reading reading, Path temporary) {
        SortedNames names = new SortedNames(temporary);
        try {
            reading.entries(directory, names::add);
            names.open();
        } catch (RuntimeException failure) {
            names.close();
            throw failure;
        }
        return names;
    }

    private void add(byte[] name) {
        part.add(name);
        if (part.size() == HELD) {
            spill();
        }
    }

    private void spill() {
        part.sort(Arrays::compareUnsigned);
        Path file = temporary.resolve("names-" + System.nanoTime() + "-" + files.size());
        files.add(file);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (byte[] name : part) {
                out.writeShort(name.length);
                out.write(name);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("write " + file + ": " + failure.getMessage(), failure);
        }
        part = new ArrayList<>();
    }

    private void open() {
        part.sort(Arrays::compareUnsigned);
        Iterator<byte[]> inMemory = part.iterator();
        if (inMemory.hasNext()) {
            runs.add(new Run(inMemory));
        }
        for (Path file : files) {
            runs.add(new Run(new FileNames(file)));
        }
    }

    /** Names that are sorted already. */
    private static final class Run {
        final Iterator<byte[]> rest;
        byte[] head;

        Run(Iterator<byte[]> rest) {
            this.rest = rest;
            this.head = rest.next();
        }
    }

    private static final class FileNames implements Iterator<byte[]> {
        private final DataInputStream in;
        private int left = HELD;

        FileNames(Path file) {
            try {
                in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), RUN_BUFFER));
            } catch (IOException failure) {
                throw new UncheckedIOException("read " + file, failure);
            }
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public byte[] next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            left--;
            try {
                byte[] name = in.readNBytes(in.readUnsignedShort());
                if (left == 0) {
                    in.close();
                }
                return name;
            } catch (IOException failure) {
                throw new UncheckedIOException("read sorted names", failure);
            }
        }
    }

    @Override
    public boolean hasNext() {
        return !runs.isEmpty();
    }

    @Override
    public byte[] next() {
        Run run = runs.poll();
        if (run == null) {
            throw new NoSuchElementException();
        }
        byte[] name = run.head;
        if (run.rest.hasNext()) {
            run.head = run.rest.next();
            runs.add(run);
        }
        return name;
    }

    @Override
    public void close() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException failure) {
                throw new UncheckedIOException("delete " + file, failure);
            }
        }
    }
}
