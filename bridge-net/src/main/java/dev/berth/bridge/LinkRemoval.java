package dev.berth.bridge;

import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Removing links without waiting for what nobody can see. The kernel takes a link off its lists in a millisecond, and
 * then holds the caller for some twenty more until the last reader of the link is done; during that time its name is
 * free and no request meets it. So the request is made on a thread of its own, with a socket of its own (others' would
 * wait for the socket), and whoever asked goes on as soon as the link is off the lists.
 */
final class LinkRemoval implements AutoCloseable {
    private static final long LOOK_AGAIN_NANOS = 200_000;

    private final HostNamespace host;
    private final ExecutorService threads = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "link-removal");
        thread.setDaemon(true);
        return thread;
    });

    LinkRemoval(HostNamespace host) {
        this.host = host;
    }

    /** Returns when there is no link of that name; there may have been none. */
    void remove(String name) {
        if (host.links().link(name).isEmpty()) {
            return;
        }
        CompletableFuture<Boolean> request = CompletableFuture.supplyAsync(() -> request(name), (Executor) threads);
        while (!request.isDone()) {
            if (host.links().link(name).isEmpty()) {
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        try {
            request.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    private boolean request(String name) {
        try (RtNetlink own = host.openLinks()) {
            own.deleteLink(name);
            return true;
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENODEV) {
                return false;
            }
            throw failure;
        }
    }

    /** Takes no more requests; those that were made end by themselves. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
