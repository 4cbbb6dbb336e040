package dev.berth.linux.sys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * A handle on a network namespace. Nothing but a throw-away thread ever enters it: a socket opened there stays in the
 * namespace, whichever thread uses it later.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/network_namespaces.7.html">network_namespaces(7)</a>
 */
public final class NetNs implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final Path OWN = Path.of("/proc/thread-self/ns/net");

    private final Path path;
    private final Fd fd;

    private NetNs(Path path, Fd fd) {
        this.path = path;
        this.fd = fd;
    }

    /**
     * Makes a new namespace that lives as long as {@code file} is mounted; its loopback is down. Equivalent to:
     * {@code ip netns add}, at any path.
     *
     * @param file does not exist; its directory is made where missing
     * @throws ErrnoException EEXIST if the file is there; on failure nothing is left behind
     */
    public static NetNs create(Path file) {
        try (NetNs fresh = create(() -> {})) {
            return fresh.persist(file);
        }
    }

    /**
     * Makes a new namespace that lives as long as the handle.
     *
     * @param inside is run in it first, on a throw-away thread; what it throws comes out here
     */
    public static NetNs create(Runnable inside) {
        return OwnThread.call("netns-create", () -> {
            Syscalls.check("unshare", "CLONE_NEWNET", () -> LibC.unshare(CLONE_NEWNET));
            inside.run();
            return current();
        });
    }

    /**
     * Has it live as long as {@code file} is mounted.
     *
     * @param file does not exist; its directory is made where missing
     * @return a handle of the file's, beside this one
     * @throws ErrnoException EEXIST if the file is there; on failure nothing is left behind
     */
    public NetNs persist(Path file) {
        createParent(file);
        FileCalls.open(file, OpenFlags.READ_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE, 0444)
                .close();
        try {
            Mounts.bind(Path.of("/proc/self/fd/" + fd.number()), file, false);
            return open(file);
        } catch (RuntimeException failure) {
            try {
                delete(file);
            } catch (RuntimeException suppressed) {
                failure.addSuppressed(suppressed);
            }
            throw failure;
        }
    }

    private static void createParent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("create directory " + parent + " for a network namespace", failure);
        }
    }

    /**
     * Opens the namespace that {@code file} stands for: a bind mount, or {@code /proc/PID/ns/net}.
     *
     * @throws ErrnoException ENOENT if it is gone
     */
    public static NetNs open(Path file) {
        return new NetNs(file, FileCalls.open(file, OpenFlags.READ_ONLY, 0));
    }

    /** Opens the calling thread's namespace. */
    public static NetNs current() {
        return open(OWN);
    }

    /** Unmounts and removes the file; the namespace goes with its last user. Nothing happens if it is gone already. */
    public static void delete(Path file) {
        Mounts.unmount(file, true);
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("delete network namespace " + file, failure);
        }
    }

    /** The file it was opened from. */
    public Path path() {
        return path;
    }

    /** The descriptor, for {@code IFLA_NET_NS_FD} and the like; stays owned by this object. */
    public Fd fd() {
        return fd;
    }

    /** The namespace's inode number, which tells it from every other one alive. */
    public long inode() {
        return FileCalls.status(fd).inode();
    }

    /**
     * Runs the body on a throw-away thread inside the namespace and waits for it. Sockets that it opens stay inside;
     * threads that it starts do too, so start none that are to be shared (a pool's, an event loop's).
     *
     * @return what the body returns; an unchecked exception comes out as it is, an IOException as
     *     {@link UncheckedIOException}, another one as the cause of an {@link IllegalStateException}
     */
    public <T> T call(Callable<T> body) {
        return OwnThread.call("netns-call", () -> {
            Syscalls.check("setns", path + ", CLONE_NEWNET", () -> LibC.setns(fd.number(), CLONE_NEWNET));
            return body.call();
        });
    }

    /** As {@link #call}, for a body without a result. */
    public void run(Runnable body) {
        call(() -> {
            body.run();
            return true;
        });
    }

    /** Closes the handle; the namespace itself stays while its file is mounted. */
    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "netns " + path;
    }
}
