package dev.berth.runtime.registry;

import dev.berth.runtime.image.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The files that blobs are downloaded to, each used by one transfer at a time. */
final class BlobFiles {
    private final Path directory;
    private final ConcurrentHashMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    BlobFiles(Path directory) {
        this.directory = directory;
    }

    /** What is done with a blob's file. */
    @FunctionalInterface
    interface Use {
        void of(Path file) throws IOException;
    }

    /** Runs the use while nobody else has the file, which may be there, partly there or not. */
    void use(String digest, Use use) throws IOException {
        ReentrantLock lock = locks.computeIfAbsent(digest, key -> new ReentrantLock());
        lock.lock();
        try {
            use.of(directory.resolve(Digests.hex(digest)));
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the file, which no image needs any more. */
    void delete(String digest) throws IOException {
        use(digest, Files::deleteIfExists);
        locks.remove(digest);
    }
}
