package dev.berth.plugin.client;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.NameDiagnostics.Subscription;
import dev.berth.plugin.name.NameQuery;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Asks a name plugin again and again for a sandbox's new questions, until it is closed. Those of which the plugin keeps
 * none any more when it is asked are missed; while it does not answer there are none.
 */
final class QuestionPoll implements Subscription {
    static final long PAUSE_MILLIS = 200;

    private final LongFunction<List<NameQuery>> questionsAfter;
    private final Consumer<NameQuery> listener;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Number of the last question that was told or is older than this. Of the poll's own thread. */
    private long last;

    private QuestionPoll(
            LongFunction<List<NameQuery>> questionsAfter, Consumer<NameQuery> listener, List<NameQuery> before) {
        this.questionsAfter = questionsAfter;
        this.listener = listener;
        this.last = before.isEmpty() ? 0 : before.get(before.size() - 1).number();
    }

    /**
     * Tells of every question that comes from now on, on a thread of its own.
     *
     * @param questionsAfter those after the one of this number, oldest first
     */
    static QuestionPoll start(LongFunction<List<NameQuery>> questionsAfter, Consumer<NameQuery> listener) {
        QuestionPoll poll = new QuestionPoll(questionsAfter, listener, questionsAfter.apply(0));
        Thread thread = new Thread(poll::run, "plugin-questions");
        thread.setDaemon(true);
        thread.start();
        return poll;
    }

    private void run() {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                news().forEach(query -> {
                    last = query.number();
                    listener.accept(query);
                });
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private List<NameQuery> news() {
        try {
            return questionsAfter.apply(last);
        } catch (EngineException silent) {
            return List.of();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
