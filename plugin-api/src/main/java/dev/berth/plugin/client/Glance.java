package dev.berth.plugin.client;

import dev.berth.plugin.EngineException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks without waiting for long: the question goes on behind the caller's back, and nobody asks it twice meanwhile. */
final class Glance {
    private final Executor executor;
    private final Duration patience;

    /** Questions under way, by what is asked. */
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    private record Asked(CompletableFuture<Object> answer, Deadline patience) {}

    Glance(Executor executor, Duration patience) {
        this.executor = executor;
        this.patience = patience;
    }

    /**
     * @param key what is asked
     * @throws EngineException.Unavailable there is no answer yet, or the plugin does not answer
     */
    <T> T at(String key, Class<T> type, Supplier<T> question) {
        Asked own = asked.computeIfAbsent(
                key, each -> new Asked(CompletableFuture.supplyAsync(question::get, executor), Deadline.in(patience)));
        CompletableFuture<Object> answer = own.answer();
        try {
            Object given = answer.get(own.patience().leftOrZero(), TimeUnit.MILLISECONDS);
            asked.remove(key, own);
            return type.cast(given);
        } catch (TimeoutException late) {
            answer.whenComplete((given, failure) -> asked.remove(key, own));
            throw new EngineException.Unavailable(key + ": no answer within " + patience.toMillis() + " ms", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EngineException.Unavailable(key + ": interrupted", interrupted);
        } catch (ExecutionException failure) {
            asked.remove(key, own);
            if (failure.getCause() instanceof EngineException reported) {
                throw EngineException.of(reported.kind(), String.valueOf(reported.getMessage()));
            }
            throw new IllegalStateException(key, failure.getCause());
        }
    }
}
