package dev.berth.runtime.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.Expansion;
import dev.berth.runtime.dockerfile.ImageSettings;
import dev.berth.runtime.dockerfile.Instruction;
import dev.berth.runtime.dockerfile.Instruction.Pair;
import dev.berth.runtime.dockerfile.Line;
import dev.berth.runtime.dockerfile.Stage;
import dev.berth.runtime.dockerfile.Stage.Step;
import dev.berth.runtime.dockerfile.Triggers;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.Platform;
import dev.berth.runtime.image.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One stage of a build, from its {@code FROM} to its last step. */
final class StageBuild {
    private final Build build;
    private final Stage.Plan plan;
    private final int number;
    private final StageResults stages;
    private final BuildArguments arguments;
    private final BuildOutput output;
    private final StageFiles files;

    /** @param number of the stage @param arguments those of the file */
    StageBuild(
            Build build,
            Stage.Plan plan,
            int number,
            StageResults stages,
            BuildArguments arguments,
            BuildOutput output) {
        this.build = build;
        this.plan = plan;
        this.number = number;
        this.stages = stages;
        this.arguments = arguments.ofStage();
        this.output = output;
        this.files = new StageFiles(build, stages, number, output);
    }

    /** @param firstLine how many lines come before this stage @return what it has become */
    Optional<Image> perform(int firstLine) {
        Stage stage = plan.stages().get(number);
        int line = firstLine + 1;
        announce(line++, stage.line().text());
        StageState state = guarded(stage.line(), () -> begin(stage.from()));
        guarded(stage.line(), () -> trigger(state));
        output.line(" ---> " + state.shownId());
        for (Step step : stage.steps()) {
            build.cancellation().check();
            announce(line++, step.line().text());
            guarded(step.line(), () -> step(state, step.instruction()));
            output.line(" ---> " + state.shownId());
        }
        state.image().ifPresent(image -> output.image(image.id()));
        return state.image();
    }

    private void announce(int line, String text) {
        output.out("Step " + line + "/" + plan.size() + " : " + text);
        output.out("\n");
    }

    private <T> T guarded(Line line, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            throw StepFailure.of(failure, build.request().dockerfile(), line);
        }
    }

    private void guarded(Line line, Runnable work) {
        guarded(line, () -> {
            work.run();
            return line;
        });
    }

    private StageState begin(Instruction.From from) {
        Expansion expansion = new Expansion(arguments.forBases(), plan.escape());
        Platform platform =
                from.platform().map(expansion::word).map(Platform::parse).orElse(build.platform());
        String name = expansion.word(from.base());
        if (name.isEmpty()) {
            throw new EngineException.InvalidParameter("base name (" + from.base() + ") should not be blank");
        }
        Optional<Integer> stage = stages.find(name, number, false);
        Optional<Image> base = stage.isPresent()
                ? stages.await(stage.get())
                : name.equals("scratch") ? Optional.empty() : Optional.of(build.base(name, platform, output));
        return new StageState(build, output, base);
    }

    /** Carries out what the base's {@code ONBUILD}s say; they are not passed on. */
    private void trigger(StageState state) {
        List<String> triggers = ImageSettings.texts(state.settings().config().path("OnBuild"));
        if (triggers.isEmpty()) {
            return;
        }
        state.settings().config().putNull("OnBuild");
        output.line("# Executing " + triggers.size() + " build trigger" + (triggers.size() > 1 ? "s" : ""));
        for (String trigger : triggers) {
            step(state, Triggers.parse(trigger));
        }
    }

    private void step(StageState state, Instruction written) {
        Map<String, String> environment = state.settings().environment();
        Map<String, String> values = arguments.values(environment.keySet());
        Map<String, String> variables = new HashMap<>(values);
        variables.putAll(environment);
        Instruction instruction = new Expansion(variables, plan.escape()).expand(written);
        if (instruction instanceof Instruction.Run run) {
            try (Preparation open = new Preparation()) {
                new RunStep(build, output, state, files, run, open).perform(values, arguments.mark(values));
            }
        } else if (instruction instanceof Instruction.Copy copy) {
            inDirectory(directory -> new CopyStep(build, state, files, copy).perform(directory));
        } else if (instruction instanceof Instruction.Workdir workdir) {
            workdir(state, workdir);
        } else {
            configure(state, instruction);
        }
    }

    private void inDirectory(Consumer<Path> work) {
        try {
            work.accept(Files.createTempDirectory(build.home(), "step-"));
        } catch (IOException failure) {
            throw new UncheckedIOException("make a directory for a step", failure);
        }
    }

    private void workdir(StageState state, Instruction.Workdir workdir) {
        String comment = state.settings().set(workdir);
        ObjectNode remembered = state.configOf(state.nop("#(nop) " + comment));
        if (state.useCache(remembered)) {
            return;
        }
        try (Workspace workspace = build.images().workspace(state.image())) {
            CopyTarget.makeDirectory(workspace.path(), state.settings().workingDirectory());
            state.commit(remembered, Optional.of(workspace), "");
        }
    }

    private void configure(StageState state, Instruction instruction) {
        String comment;
        if (instruction instanceof Instruction.Arg arg) {
            arg.pairs().forEach(arguments::declare);
            comment = "ARG " + arg.pairs().stream().map(Pair::toString).collect(Collectors.joining(" "));
        } else if (instruction instanceof Instruction.Maintainer maintainer) {
            state.author(maintainer.name());
            comment = "MAINTAINER " + maintainer.name();
        } else {
            noteHealthcheck(state, instruction);
            comment = state.settings()
                    .apply(instruction)
                    .orElseThrow(() -> new IllegalStateException("no rule for " + instruction));
        }
        ObjectNode remembered = state.configOf(state.nop("#(nop) ", comment));
        if (!state.useCache(remembered)) {
            state.commit(remembered, Optional.empty(), "");
        }
    }

    private void noteHealthcheck(StageState state, Instruction instruction) {
        List<String> before = ImageSettings.texts(
                state.settings().config().path("Healthcheck").path("Test"));
        if (instruction instanceof Instruction.Healthcheck && !before.isEmpty() && !before.contains("NONE")) {
            output.line("Note: overriding previous HEALTHCHECK: [" + String.join(" ", before) + "]");
        }
    }
}
