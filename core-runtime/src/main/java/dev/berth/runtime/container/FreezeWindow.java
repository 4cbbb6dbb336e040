package dev.berth.runtime.container;

import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.volume.backup.WriterFreeze.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Freezes containers for a bounded time while something is done. A thread of its own holds the containers' locks, so that
 * none is started, stopped or paused meanwhile, and thaws them when the time is over, whatever the one who does it is
 * doing then.
 */
final class FreezeWindow {
    private final ContainerTable table;
    private final FreezeLeases leases;

    FreezeWindow(ContainerTable table, FreezeLeases leases) {
        this.table = table;
        this.leases = leases;
    }

    /**
     * @param users ids of the containers to be held up; asked again at the end, as there may be more by then
     * @param most the longest time that they are frozen
     */
    Outcome during(Supplier<List<String>> users, Duration most, Runnable body) {
        Set<String> first = new HashSet<>(users.get());
        List<LiveContainer> lives =
                first.stream().sorted().flatMap(id -> table.byId(id).stream()).toList();
        Outcome outcome = run(new Window(lives, most, false), body);
        List<String> late = users.get().stream()
                .filter(id -> !first.contains(id))
                .filter(id ->
                        table.byId(id).map(live -> live.state().isRunning()).orElse(false))
                .toList();
        return late.isEmpty() || outcome.broken().isPresent()
                ? outcome
                : new Outcome(
                        outcome.writers(),
                        outcome.frozen(),
                        Optional.of("containers began to write meanwhile: " + late));
    }

    /**
     * Freezes containers while something is done that must not be cut short: once they are frozen it is waited for its
     * end.
     *
     * @param most the longest time that freezing them may take
     * @throws EngineException.Unavailable they could not be frozen in that time: {@code body} was not run
     */
    Outcome around(List<String> ids, Duration most, Runnable body) {
        List<LiveContainer> lives =
                ids.stream().sorted().flatMap(id -> table.byId(id).stream()).toList();
        return run(new Window(lives, most, true), body);
    }

    private static Outcome run(Window window, Runnable body) {
        Thread thread = new Thread(window::run, "freeze-window");
        thread.setDaemon(true);
        thread.start();
        try {
            joined(window.frozen);
            body.run();
        } finally {
            window.done.countDown();
            window.outcome.exceptionally(failure -> Outcome.IDLE).join();
        }
        return joined(window.outcome);
    }

    private static <T extends @Nullable Object> T joined(CompletableFuture<T> outcome) {
        try {
            return outcome.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof EngineException known) {
                throw known;
            }
            throw new EngineException.SystemFailure("freeze: " + failure.getCause(), failure);
        }
    }

    private final class Window {
        private final List<LiveContainer> lives;
        private final Duration most;
        private final boolean toTheEnd;
        private final CompletableFuture<@Nullable Void> frozen = new CompletableFuture<>();
        private final CountDownLatch done = new CountDownLatch(1);
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final List<LiveContainer> stopped = new ArrayList<>();

        Window(List<LiveContainer> lives, Duration most, boolean toTheEnd) {
            this.lives = lives;
            this.most = most;
            this.toTheEnd = toTheEnd;
        }

        void run() {
            lives.forEach(live -> live.lock.lock());
            Optional<Outcome> result = Optional.empty();
            try {
                result = Optional.of(hold());
            } catch (RuntimeException | Error failure) {
                outcome.completeExceptionally(failure);
                frozen.completeExceptionally(failure);
            } finally {
                lives.forEach(live -> live.lock.unlock());
                result.ifPresent(outcome::complete);
                frozen.complete(null);
            }
        }

        private Outcome hold() {
            List<LiveContainer> writers =
                    lives.stream().filter(live -> live.state().isRunning()).toList();
            List<LiveContainer> toFreeze =
                    writers.stream().filter(live -> !live.state().isPaused()).toList();
            if (toFreeze.isEmpty()) {
                frozen.complete(null);
                await(Long.MAX_VALUE);
                return new Outcome(writers.size(), Duration.ZERO, Optional.empty());
            }
            Path lease = leases.take(toFreeze.stream().map(LiveContainer::id).toList());
            long begin = System.nanoTime();
            Optional<String> broken;
            try {
                broken = freeze(toFreeze, begin);
                if (toTheEnd && broken.isPresent()) {
                    throw new EngineException.Unavailable(broken.get());
                }
                frozen.complete(null);
                if (toTheEnd) {
                    await(Long.MAX_VALUE);
                } else if (broken.isEmpty() && !await(most.toNanos() - (System.nanoTime() - begin))) {
                    broken = Optional.of("what had changed could not be read while writers were frozen, in "
                            + most.toMillis() + " ms (--max-freeze)");
                }
            } finally {
                Cleanup.all(
                        () -> Cleanup.all(stopped.stream()
                                .map(live -> (Runnable) () -> FreezeLeases.thaw(live))
                                .toArray(Runnable[]::new)),
                        () -> leases.end(lease));
            }
            return new Outcome(writers.size(), Duration.ofNanos(System.nanoTime() - begin), broken);
        }

        private Optional<String> freeze(List<LiveContainer> toFreeze, long begin) {
            for (LiveContainer live : toFreeze) {
                try {
                    stopped.add(live);
                    Duration left = most.minusNanos(System.nanoTime() - begin);
                    Cgroup.of(live.state().pid()).freeze(true, left);
                } catch (EngineException failure) {
                    return Optional.of(
                            "container " + live.now().name() + " could not be frozen: " + failure.getMessage());
                }
            }
            return Optional.empty();
        }

        private boolean await(long nanos) {
            try {
                return done.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
