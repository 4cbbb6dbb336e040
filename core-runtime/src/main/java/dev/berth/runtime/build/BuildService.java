package dev.berth.runtime.build;

import dev.berth.linux.sys.PacketLoop;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.dockerfile.Dockerfile;
import dev.berth.runtime.dockerfile.Expansion;
import dev.berth.runtime.dockerfile.Instruction;
import dev.berth.runtime.dockerfile.Instruction.Pair;
import dev.berth.runtime.dockerfile.Line;
import dev.berth.runtime.dockerfile.Stage;
import dev.berth.runtime.dockerfile.Stage.Step;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.ImageHolds;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.image.Platform;
import dev.berth.runtime.registry.Registries;
import dev.berth.runtime.state.Discards;
import dev.berth.runtime.state.EnginePaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Builds images of Dockerfiles as Docker's classic builder does, with what later Dockerfiles have besides: here-documents,
 * {@code RUN --mount}, {@code COPY --chmod} and {@code --exclude}. Any number of builds at a time.
 */
public final class BuildService implements AutoCloseable {
    private static final String PREFIX = "build-";

    private final ImageService images;
    private final ContainerService containers;
    private final EnginePaths paths;
    private final Discards discards;
    private final Registries registries;
    private final PacketLoop loop = new PacketLoop("build-output");
    private final CacheMounts caches;
    private final HashCache hashes = new HashCache();

    /** Deletes what builds left that a crash ended. */
    public BuildService(
            ImageService images,
            ContainerService containers,
            EnginePaths paths,
            Discards discards,
            Registries registries) {
        this.images = images;
        this.containers = containers;
        this.paths = paths;
        this.discards = discards;
        this.registries = registries;
        this.caches = new CacheMounts(paths.buildCache());
        cleanUp();
    }

    /** Caches that were deleted. @param names of them @param bytes freed */
    public record Pruned(List<String> names, long bytes) {}

    /**
     * Builds an image.
     *
     * @param archive the context: tar, compressed or not
     * @param output told of every step
     * @throws StepFailure a step did not work
     * @throws EngineException.InvalidParameter the context or the Dockerfile cannot be read; nothing was told yet
     */
    public Image build(BuildRequest request, InputStream archive, BuildOutput output, Cancellation cancellation) {
        Path home = makeHome();
        try {
            return build(request, BuildContext.unpack(archive, home.resolve("context")), home, output, cancellation);
        } finally {
            discards.add(home);
        }
    }

    /** As above, with a context, or a Dockerfile without one, at an address. */
    public Image build(BuildRequest request, String url, BuildOutput output, Cancellation cancellation) {
        Path home = makeHome();
        try {
            Path file = new Downloads(cancellation)
                    .fetch(url, home, Optional.empty())
                    .file();
            Path directory = home.resolve("context");
            BuildContext context;
            if (CopyTarget.isArchive(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    context = BuildContext.unpack(in, directory);
                }
            } else {
                context = BuildContext.of(Files.readAllBytes(file), directory);
            }
            return build(request, context, home, output, cancellation);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read " + url + ": " + failure.getMessage(), failure);
        } finally {
            discards.add(home);
        }
    }

    private Image build(
            BuildRequest request, BuildContext context, Path home, BuildOutput output, Cancellation cancellation) {
        Dockerfile file = read(request.dockerfile(), context);
        Stage.Plan plan = plan(request, file);
        Platform platform = Platform.parse(request.platform());
        file.warnings().forEach(warning -> output.err("[WARNING]: " + warning + "\n"));
        if (!file.warnings().isEmpty()) {
            output.err("[WARNING]: Empty continuation lines will become errors in a future release.\n");
        }
        try (ImageHolds holds = images.steps().holds()) {
            Build build = new Build(
                    request,
                    images.steps(),
                    containers,
                    new BaseImages(images, registries, request, cancellation),
                    loop,
                    caches,
                    hashes,
                    paths,
                    context.tree(),
                    home,
                    platform,
                    request.cacheFrom().stream().flatMap(this::known).toList(),
                    holds,
                    cancellation);
            Image image = run(build, plan, output);
            output.line("Successfully built " + image.shortId());
            for (ImageReference tag : request.tags()) {
                images.tag(image.id(), tag);
                output.line("Successfully tagged " + tag.familiar());
            }
            return image;
        }
    }

    private Image run(Build build, Stage.Plan plan, BuildOutput output) {
        BuildArguments arguments =
                new BuildArguments(build.request().arguments(), PlatformArguments.of(build.platform()));
        int line = 1;
        for (Step step : plan.arguments()) {
            output.out(
                    "Step " + line++ + "/" + plan.size() + " : " + step.line().text());
            output.out("\n");
            declare(step, plan, arguments, build.request().dockerfile());
        }
        Optional<Image> built = new StageRunner(build, plan, arguments, output).run();
        List<String> unused = arguments.unused();
        if (!unused.isEmpty()) {
            output.line("[Warning] One or more build-args [" + String.join(" ", unused) + "] were not consumed");
        }
        return built.orElseThrow(
                () -> new EngineException.SystemFailure("No image was generated. Is your Dockerfile empty?"));
    }

    private static void declare(Step step, Stage.Plan plan, BuildArguments arguments, String file) {
        try {
            Instruction expanded = new Expansion(arguments.forBases(), plan.escape()).expand(step.instruction());
            if (expanded instanceof Instruction.Arg arg) {
                arg.pairs().forEach(arguments::declareBefore);
            }
        } catch (EngineException failure) {
            throw StepFailure.of(failure, file, step.line());
        }
    }

    private static Dockerfile read(String name, BuildContext context) {
        String text = context.dockerfile(name);
        try {
            return Dockerfile.parse(text);
        } catch (EngineException.InvalidParameter wrong) {
            throw new EngineException.InvalidParameter("failed to parse " + name + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Stage.Plan plan(BuildRequest request, Dockerfile file) {
        Stage.Plan plan = Stage.plan(file, request.dockerfile());
        if (!request.target().isEmpty()) {
            plan = plan.upTo(request.target());
        }
        for (Map.Entry<String, String> label : request.labels().entrySet()) {
            Pair pair = new Pair(label.getKey(), Optional.of(label.getValue()));
            Line line = new Line(0, "LABEL " + pair, "LABEL", List.of(), pair.toString(), List.of());
            plan = plan.with(new Step(line, new Instruction.Label(List.of(pair), true)));
        }
        return plan;
    }

    /** One to take steps from that is not here is no reason to stop. */
    private Stream<Image> known(String name) {
        try {
            return Stream.of(images.resolve(name));
        } catch (EngineException notHere) {
            return Stream.empty();
        }
    }

    /** Deletes caches of {@code RUN --mount=type=cache} that no step uses. */
    public Pruned prune() {
        CacheMounts.Pruned pruned = caches.prune();
        return new Pruned(pruned.names(), pruned.bytes());
    }

    private Path makeHome() {
        try {
            return Files.createTempDirectory(paths.temporary(), PREFIX);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("make a directory for the build: " + failure, failure);
        }
    }

    private void cleanUp() {
        try (Stream<Path> entries = Files.list(paths.temporary())) {
            entries.filter(entry -> String.valueOf(entry.getFileName()).startsWith(PREFIX))
                    .toList()
                    .forEach(TreeDelete::delete);
            TreeDelete.delete(paths.execRoot().resolve("build"));
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("list " + paths.temporary() + ": " + failure, failure);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
