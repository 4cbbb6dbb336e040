package dev.berth.runtime.container;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers that plugins have to be asked about when the daemon starts. Each is brought back by a thread of its own,
 * which has the container's lock from before the daemon serves: who wants to change that container waits, nobody else.
 */
final class LateRestoration {
    private static final Logger LOG = LoggerFactory.getLogger(LateRestoration.class);

    /** By id: completes with whether it is to be started. */
    private final Map<String, CompletableFuture<Boolean>> settled = new ConcurrentHashMap<>();

    private final List<String> alsoWanted = new ArrayList<>();

    /**
     * Returns when the thread has the lock.
     *
     * @param settle brings it back; true if it is to be started then
     */
    void add(LiveContainer live, BooleanSupplier settle) {
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Boolean> wanted = new CompletableFuture<>();
        settled.put(live.id(), wanted);
        background("restore-" + live.id(), () -> {
            live.lock.lock();
            held.countDown();
            try {
                wanted.complete(settle.getAsBoolean());
            } catch (RuntimeException failure) {
                LOG.error("action=restore container={} error={}", live.id(), failure.toString(), failure);
                wanted.complete(false);
            } finally {
                live.lock.unlock();
            }
        });
        awaitUninterrupted(held);
    }

    private static void awaitUninterrupted(CountDownLatch held) {
        try {
            held.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void background(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One more to start: it could not be started before, perhaps for lack of one of these. */
    void alsoWant(String id) {
        alsoWanted.add(id);
    }

    /** When all are back, starts what is to be started; does not wait for that. */
    void thenStart(Consumer<Collection<String>> start) {
        if (settled.isEmpty()) {
            return;
        }
        background("start-after-restore", () -> {
            List<String> wanted = new ArrayList<>(alsoWanted);
            settled.forEach((id, isWanted) -> {
                if (isWanted.join()) {
                    wanted.add(id);
                }
            });
            start.accept(wanted);
        });
    }
}
