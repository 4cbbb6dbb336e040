package dev.berth.runtime.build;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.Stage;
import dev.berth.runtime.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What the stages become; who needs one that is not complete waits for it. */
final class StageResults {
    private final List<Stage> stages;
    private final List<CompletableFuture<Optional<Image>>> images = new ArrayList<>();

    StageResults(List<Stage> stages) {
        this.stages = List.copyOf(stages);
        stages.forEach(stage -> images.add(new CompletableFuture<>()));
    }

    /** The stage of this number has become this image; none if it is {@code scratch} and nothing more. */
    void complete(int number, Optional<Image> image) {
        images.get(number).complete(image);
    }

    void fail(int number, Throwable failure) {
        images.get(number).completeExceptionally(failure);
    }

    /** The number of the stage that a name means, to whom is in stage {@code current}; by number only if asked for. */
    Optional<Integer> find(String name, int current, boolean byNumber) {
        for (int i = current - 1; i >= 0; i--) {
            if (stages.get(i).isCalled(name, byNumber ? i : -1)) {
                return Optional.of(i);
            }
        }
        if (byNumber && name.equals(Integer.toString(current))) {
            throw new EngineException.InvalidParameter("refers to current build stage");
        }
        if (byNumber && name.matches("[0-9]{1,9}") && Integer.parseInt(name) > current) {
            throw new EngineException.InvalidParameter("index out of bounds");
        }
        return Optional.empty();
    }

    /** Waits for the stage. */
    Optional<Image> await(int number) {
        try {
            return images.get(number).join();
        } catch (CompletionException failed) {
            throw new EngineException.Unavailable("stage " + number + " failed");
        }
    }
}
