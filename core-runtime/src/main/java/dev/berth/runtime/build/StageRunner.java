package dev.berth.runtime.build;

import dev.berth.runtime.dockerfile.Stage;
import dev.berth.runtime.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Builds the stages of a file, independent ones side by side. A stage waits for another where it needs it, always for
 * an earlier one; as they are begun in order the first that is not complete never waits, and all end.
 */
final class StageRunner {
    private static final int MOST_AT_ONCE = 4;

    private final Build build;
    private final Stage.Plan plan;
    private final BuildArguments arguments;
    private final OrderedOutput output;
    private final StageResults results;
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

    StageRunner(Build build, Stage.Plan plan, BuildArguments arguments, BuildOutput output) {
        this.build = build;
        this.plan = plan;
        this.arguments = arguments;
        this.output = new OrderedOutput(output, plan.stages().size());
        this.results = new StageResults(plan.stages());
    }

    /** @return what the last stage has become; none if that is nothing */
    Optional<Image> run() {
        List<Integer> starts = starts();
        if (starts.size() == 1) {
            stage(0, starts.get(0));
        } else {
            sideBySide(starts);
        }
        failures.stream().findFirst().ifPresent(first -> {
            throw first;
        });
        return results.await(starts.size() - 1);
    }

    private void sideBySide(List<Integer> starts) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(MOST_AT_ONCE, starts.size()), body -> {
            Thread thread = new Thread(body, "build-stage");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < starts.size(); i++) {
                int number = i;
                running.add(threads.submit(() -> stage(number, starts.get(number))));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("build a stage", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            build.cancellation().cancel();
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Integer> starts() {
        List<Integer> starts = new ArrayList<>();
        int line = plan.arguments().size();
        for (Stage stage : plan.stages()) {
            starts.add(line);
            line += 1 + stage.steps().size();
        }
        return starts;
    }

    /** The first failure ends the others' steps too, and is the one that is told. */
    private void stage(int number, int start) {
        try {
            build.cancellation().check();
            StageBuild stage = new StageBuild(build, plan, number, results, arguments, output.of(number));
            results.complete(number, stage.perform(start));
            output.complete(number);
        } catch (RuntimeException | Error failed) {
            RuntimeException told = failed instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("build stage " + number, failed);
            failures.add(told);
            if (failures.peek() == told) {
                flushUpTo(number);
            }
            results.fail(number, failed);
            build.cancellation().cancel();
        }
    }

    /** What was said of the stage that failed must be heard, whatever those before it are still doing. */
    private void flushUpTo(int number) {
        for (int before = 0; before < number; before++) {
            output.complete(before);
        }
    }
}
