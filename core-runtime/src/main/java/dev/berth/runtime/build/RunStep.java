package dev.berth.runtime.build;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.container.CreateRequest;
import dev.berth.runtime.container.Created;
import dev.berth.runtime.container.WaitCondition;
import dev.berth.runtime.container.WaitResult;
import dev.berth.runtime.dockerfile.Heredoc;
import dev.berth.runtime.dockerfile.ImageSettings;
import dev.berth.runtime.dockerfile.Instruction;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.Workspace;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One {@code RUN}: a container of the image so far runs the program, and what it changed becomes a layer. */
final class RunStep {
    private final Build build;
    private final BuildOutput output;
    private final StageState state;
    private final RunMounts mounts;
    private final Instruction.Run run;
    private final Preparation open;

    /** @param open closed by the caller when the step is done */
    RunStep(
            Build build,
            BuildOutput output,
            StageState state,
            StageFiles files,
            Instruction.Run run,
            Preparation open) {
        this.build = build;
        this.output = output;
        this.state = state;
        this.mounts = new RunMounts(build, files, state.settings().workingDirectory());
        this.run = run;
        this.open = open;
    }

    /** @param arguments of the build that the program sees, besides the image's environment */
    void perform(Map<String, String> arguments, List<String> argumentMark) {
        List<String> command = command();
        List<String> marked = new ArrayList<>(argumentMark);
        List<String> mountMark = mounts.mark(run.mounts());
        if (marked.isEmpty() && !mountMark.isEmpty()) {
            marked.add("|0");
        }
        marked.addAll(mountMark);
        marked.addAll(command);
        ObjectNode remembered = state.configOf(marked);
        if (!command.isEmpty()) {
            remembered.putNull("Entrypoint");
        }
        if (state.useCache(remembered)) {
            return;
        }
        Image image = state.image()
                .orElseThrow(
                        () -> new EngineException.InvalidParameter(
                                "there is nothing to run in a stage that begins with scratch before something is copied to it"));
        mounts.prepare(run.mounts(), open);
        Created created = create(image, programOf(command), arguments);
        String id = created.id();
        boolean worked = false;
        try {
            created.warnings().forEach(warning -> output.line(" ---> [Warning] " + warning));
            output.line(" ---> Running in " + id.substring(0, 12));
            List<String> stubs = mounts.stubs(image);
            runToTheEnd(id, command);
            commit(id, image, remembered, stubs);
            worked = true;
        } finally {
            remove(id, worked);
        }
    }

    /** The program as the history has it. */
    private List<String> command() {
        Instruction.CommandLine line = run.line();
        if (line.heredocs().isEmpty() || !line.shell()) {
            return state.settings().argv(line);
        }
        StringBuilder text =
                new StringBuilder(line.words().isEmpty() ? "" : line.words().get(0));
        for (Heredoc document : line.heredocs()) {
            text.append('\n').append(document.text()).append(document.name());
        }
        List<String> command = new ArrayList<>(state.settings().shell());
        command.add(isScript() && !hasInterpreter() ? line.heredocs().get(0).text() : text.toString());
        return command;
    }

    /** True if the whole line is one here-document: it is the program. */
    private boolean isScript() {
        Instruction.CommandLine line = run.line();
        return line.heredocs().size() == 1 && line.words().get(0).matches("<<-?\\s*(['\"]?)[\\w.-]+\\1");
    }

    private boolean hasInterpreter() {
        return run.line().heredocs().get(0).text().startsWith("#!");
    }

    /** The program as it is run: a script with an interpreter of its own becomes a file. */
    private List<String> programOf(List<String> command) {
        boolean file = run.line().shell() && !run.line().heredocs().isEmpty() && isScript() && hasInterpreter();
        return file ? mounts.scripts(run.line().heredocs(), open) : command;
    }

    private Created create(Image image, List<String> program, Map<String, String> arguments) {
        ObjectNode config = state.configOf(program);
        List<String> environment = ImageSettings.texts(config.path("Env"));
        ArrayNode json = config.putArray("Env");
        environment.forEach(json::add);
        arguments.forEach((name, value) -> json.add(name + "=" + value));
        mounts.environment().forEach(json::add);
        if (!program.isEmpty()) {
            config.putArray("Entrypoint").add("");
        }
        config.putObject("Healthcheck").putArray("Test").add("NONE");
        config.put("Image", image.id());
        HostConfig host = mounts.host(build.request().host(), run.network());
        return build.containers()
                .create(
                        Optional.empty(),
                        new CreateRequest(
                                Json.mapper().convertValue(config, ContainerConfig.class), host, Map.of(), false));
    }

    private void runToTheEnd(String id, List<String> command) {
        ContainerService containers = build.containers();
        StepOutput stream = new StepOutput(build.loop());
        CompletableFuture<WaitResult> exit = containers.wait(id, WaitCondition.NEXT_EXIT);
        try (Preparation hooks = new Preparation()) {
            hooks.add(containers.streams().beforeNextStart(id, stream)::run);
            hooks.add(build.cancellation().onCancel(() -> kill(id)));
            build.cancellation().check();
            containers.start(id);
            if (build.cancellation().isCancelled()) {
                kill(id);
            }
            stream.passOn(output);
            int code = exit.join().exitCode();
            build.cancellation().check();
            if (code != 0) {
                throw new StepFailure.ExitFailure(String.join(" ", command), code);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Cancellation.ended();
        } finally {
            stream.close();
        }
    }

    private void kill(String id) {
        try {
            build.containers().kill(id, "");
        } catch (EngineException notRunning) {
            // It has not begun, and will see that it should not; or it has ended.
        }
    }

    private void commit(String id, Image image, ObjectNode remembered, List<String> stubs) {
        try (Workspace changes = build.request().remove()
                ? build.images().takeOver(id, image)
                : build.images().copyOf(id, image)) {
            stubs.forEach(changes::removeEmpty);
            state.commit(remembered, Optional.of(changes), id);
        }
    }

    private void remove(String id, boolean worked) {
        boolean wanted = build.request().forceRemove()
                || (build.request().remove() && worked)
                || build.cancellation().isCancelled();
        if (wanted) {
            build.containers().remove(id, true, true, false);
            output.line("Removing intermediate container " + id.substring(0, 12));
        }
    }
}
