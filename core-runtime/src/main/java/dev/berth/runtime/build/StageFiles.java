package dev.berth.runtime.build;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.PathPatterns;
import dev.berth.runtime.image.Image;
import java.util.List;
import java.util.Optional;

/** Files that a stage may copy from: the context, stages before it, images. */
final class StageFiles {
    private final Build build;
    private final StageResults stages;
    private final int number;
    private final BuildOutput output;

    /** @param number of the stage */
    StageFiles(Build build, StageResults stages, int number, BuildOutput output) {
        this.build = build;
        this.stages = stages;
        this.number = number;
        this.output = output;
    }

    /** The stage or image of that name; empty for a stage that is empty. */
    Optional<Image> image(String from) {
        try {
            Optional<Integer> stage = stages.find(from, number, true);
            return stage.isPresent()
                    ? stages.await(stage.get())
                    : Optional.of(build.base(from, build.platform(), output));
        } catch (EngineException failure) {
            throw new EngineException.InvalidParameter(
                    "invalid from flag value " + from + ": " + failure.getMessage(), failure);
        }
    }

    /** The files of the context, or of a stage or image; open until {@code open} is closed. */
    SourceTree tree(Optional<String> from, Preparation open) {
        return from.map(name -> new SourceTree(
                        open.add(build.images().workspace(image(name))).path()))
                .orElse(build.context());
    }

    /** What a path hashes to. */
    String hash(Optional<String> from, String path) {
        Optional<String> key = from.flatMap(this::image).map(image -> image.id() + " " + path);
        Optional<String> known = key.flatMap(build.hashes()::find);
        if (known.isPresent()) {
            return known.get();
        }
        try (Preparation open = new Preparation()) {
            SourceTree tree = tree(from, open);
            if (tree.status(path).isEmpty()) {
                throw new EngineException.InvalidParameter("stat " + path + ": file does not exist");
            }
            String hash = TreeHash.of(tree, path, from.isPresent(), PathPatterns.of(List.of()));
            key.ifPresent(name -> build.hashes().put(name, hash));
            return hash;
        }
    }
}
