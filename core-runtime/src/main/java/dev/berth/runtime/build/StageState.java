package dev.berth.runtime.build;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.dockerfile.ImageSettings;
import dev.berth.runtime.image.BuildStep;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.Workspace;
import dev.berth.runtime.state.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far a stage has come: its image so far, and the configuration of the next. For the stage's thread. */
final class StageState {
    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final List<String> TEXTS = List.of("Hostname", "Domainname", "User", "Image", "WorkingDir");
    private static final List<String> TOGGLES =
            List.of("AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce");
    private static final List<String> REST = List.of("Env", "Cmd", "Volumes", "Entrypoint", "OnBuild", "Labels");

    private final Build build;
    private final BuildOutput output;
    private final ImageSettings settings;
    private Optional<Image> image;
    private String author = "";
    private boolean missed;

    /** @param base what the stage begins with; empty for {@code scratch} */
    StageState(Build build, BuildOutput output, Optional<Image> base) {
        this.build = build;
        this.output = output;
        this.image = base;
        this.settings = new ImageSettings(begin(base));
    }

    private static ObjectNode begin(Optional<Image> base) {
        ObjectNode config = base.map(image -> image.document().settings())
                .orElseGet(() -> Json.mapper().createObjectNode());
        TEXTS.stream().filter(name -> !config.has(name)).forEach(name -> config.put(name, ""));
        TOGGLES.stream().filter(name -> !config.has(name)).forEach(name -> config.put(name, false));
        REST.stream().filter(name -> !config.has(name)).forEach(config::putNull);
        config.put("OpenStdin", false).put("StdinOnce", false);
        config.put("Image", base.map(Image::id).orElse(""));
        List<String> environment = ImageSettings.texts(config.path("Env"));
        if (environment.stream().noneMatch(variable -> variable.startsWith("PATH="))) {
            ArrayNode json = config.putArray("Env");
            environment.forEach(json::add);
            json.add(PATH);
        }
        return config;
    }

    ImageSettings settings() {
        return settings;
    }

    Optional<Image> image() {
        return image;
    }

    void author(String name) {
        author = name;
    }

    /** The short id, as it is shown. */
    String shownId() {
        return image.map(Image::shortId).orElse("");
    }

    /** A copy of the configuration with another command. */
    ObjectNode configOf(List<String> command) {
        ObjectNode config = settings.config().deepCopy();
        ArrayNode json = config.putArray("Cmd");
        command.forEach(json::add);
        return config;
    }

    /** The command that stands for an instruction which runs nothing. */
    List<String> nop(String... comment) {
        List<String> command = new ArrayList<>(settings.shell());
        command.addAll(List.of(comment));
        return command;
    }

    /** Uses what this step made before, if it did. A step after one that was done anew is done anew too. */
    boolean useCache(ObjectNode containerConfig) {
        if (build.request().noCache() || missed) {
            return false;
        }
        Optional<Image> cached = build.images().cached(step(containerConfig, ""), build.from(), build.holds());
        missed = cached.isEmpty();
        cached.ifPresent(hit -> {
            output.line(" ---> Using cache");
            become(hit);
        });
        return cached.isPresent();
    }

    /** Makes the image of a step. @param files what it wrote, if it could */
    void commit(ObjectNode containerConfig, Optional<Workspace> files, String containerId) {
        become(build.images().commit(step(containerConfig, containerId), files, build.holds()));
    }

    private BuildStep step(ObjectNode containerConfig, String containerId) {
        return new BuildStep(image, settings.config().deepCopy(), containerConfig, author, containerId);
    }

    private void become(Image next) {
        image = Optional.of(next);
        settings.config().put("Image", next.id());
    }
}
