package dev.berth.linux.tree;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory and its copy, which gets its attributes when the last who makes something in it is done. */
final class CopiedDirectory {
    static final int OPEN = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;

    /** Above the standard streams. */
    static final int LEAST_DESCRIPTOR = 3;

    private final Fd from;
    private final Fd to;
    private final String path;
    private final FileStatus status;

    /** The one who lists it, and each file in it that waits for its content. */
    private final AtomicInteger users = new AtomicInteger(1);

    private volatile boolean spoiled;

    private CopiedDirectory(Fd from, Fd to, String path, FileStatus status) {
        this.from = from;
        this.to = to;
        this.path = path;
        this.status = status;
    }

    /** The roots; their descriptors stay the caller's. */
    static CopiedDirectory root(Fd from, Fd to) {
        return new CopiedDirectory(
                from.duplicate(LEAST_DESCRIPTOR), to.duplicate(LEAST_DESCRIPTOR), "", FileCalls.status(from));
    }

    /** Makes the copy of a directory in this one. */
    CopiedDirectory child(byte[] name, FileStatus childStatus) {
        AtCalls.makeDirectory(to, name, 0700);
        Fd childFrom = AtCalls.open(from, name, OPEN, 0);
        try {
            Fd childTo = AtCalls.open(to, name, OPEN, 0);
            return new CopiedDirectory(childFrom, childTo, path + "/" + ByteText.decode(name), childStatus);
        } catch (RuntimeException failure) {
            childFrom.close();
            throw failure;
        }
    }

    Fd from() {
        return from;
    }

    Fd to() {
        return to;
    }

    /** From the root, which is empty; begins with a slash. */
    String path() {
        return path;
    }

    void use() {
        users.incrementAndGet();
    }

    /** Something in it failed: its attributes do not matter any more. */
    void spoil() {
        spoiled = true;
    }

    void done() {
        if (users.decrementAndGet() == 0) {
            try (from;
                    to) {
                if (!spoiled) {
                    CopiedAttributes.ofOpen(from, to, status);
                }
            }
        }
    }
}
