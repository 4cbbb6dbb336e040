package dev.berth.runtime.dockerfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.sys.Signals;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.Instruction.CommandLine;
import dev.berth.runtime.dockerfile.Instruction.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An image's configuration, in Docker's JSON, as instructions change it. Each change gives what Docker writes of it into
 * the image's history. Words must have their variables replaced.
 */
public final class ImageSettings {
    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    private final ObjectNode config;
    private boolean commandGiven;

    /** @param config changed in place */
    public ImageSettings(ObjectNode config) {
        this.config = config;
    }

    /** The configuration itself. */
    public ObjectNode config() {
        return config;
    }

    /** The environment; of a name that is there twice the last value. */
    public Map<String, String> environment() {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String variable : texts(config.path("Env"))) {
            String[] parts = variable.split("=", 2);
            byName.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return byName;
    }

    /** What shell forms are given to. */
    public List<String> shell() {
        List<String> own = texts(config.path("Shell"));
        return own.isEmpty() ? SHELL : own;
    }

    /** The program and its arguments that a line means. */
    public List<String> argv(CommandLine line) {
        if (!line.shell()) {
            return line.words();
        }
        List<String> argv = new ArrayList<>(shell());
        argv.addAll(line.words());
        return argv;
    }

    /** The working directory; the root if there is none. */
    public String workingDirectory() {
        String directory = config.path("WorkingDir").asText("");
        return directory.isEmpty() ? "/" : directory;
    }

    /** {@code ENV}. */
    public String set(Instruction.Env env) {
        Map<String, String> byName = environment();
        env.pairs().forEach(pair -> byName.put(pair.name(), pair.value().orElse("")));
        ArrayNode json = config.putArray("Env");
        byName.forEach((name, value) -> json.add(name + "=" + value));
        return "ENV " + joined(env.pairs());
    }

    /** {@code LABEL}. */
    public String set(Instruction.Label label) {
        label.pairs()
                .forEach(pair -> object("Labels").put(pair.name(), pair.value().orElse("")));
        return "LABEL " + joined(label.pairs());
    }

    private static String joined(List<Pair> pairs) {
        return pairs.stream().map(Pair::toString).collect(Collectors.joining(" "));
    }

    /** {@code EXPOSE}. */
    public String set(Instruction.Expose expose) {
        expose.ports()
                .forEach(port -> PortRange.parse(port)
                        .numbers()
                        .forEach(number -> object("ExposedPorts").putObject(number)));
        return "EXPOSE " + String.join(" ", expose.ports());
    }

    /** {@code VOLUME}. */
    public String set(Instruction.Volume volume) {
        for (String path : volume.paths()) {
            if (path.isEmpty()) {
                throw new EngineException.InvalidParameter("VOLUME specified can not be an empty string");
            }
            object("Volumes").putObject(path);
        }
        return "VOLUME [" + String.join(" ", volume.paths()) + "]";
    }

    /** {@code USER}. */
    public String set(Instruction.User user) {
        config.put("User", user.name());
        return "USER " + user.name();
    }

    /** {@code WORKDIR}, from where it was. */
    public String set(Instruction.Workdir workdir) {
        if (workdir.path().isEmpty()) {
            throw new EngineException.InvalidParameter("cannot normalize nothing");
        }
        String directory = java.nio.file.Path.of(workingDirectory())
                .resolve(workdir.path())
                .normalize()
                .toString();
        config.put("WorkingDir", directory);
        return "WORKDIR " + directory;
    }

    /** {@code CMD}. */
    public String set(Instruction.Cmd cmd) {
        List<String> argv = argv(cmd.line());
        put("Cmd", argv);
        commandGiven |= !cmd.line().words().isEmpty();
        return "CMD " + GoQuote.quote(argv);
    }

    /** {@code ENTRYPOINT}. A command that belonged to another entry point makes no sense with this one. */
    public String set(Instruction.Entrypoint entrypoint) {
        List<String> argv = argv(entrypoint.line());
        put("Entrypoint", argv);
        if (!commandGiven) {
            config.putNull("Cmd");
        }
        return "ENTRYPOINT " + GoQuote.quote(argv);
    }

    /** {@code SHELL}. */
    public String set(Instruction.Shell shell) {
        put("Shell", shell.words());
        return "SHELL [" + String.join(" ", shell.words()) + "]";
    }

    /** {@code STOPSIGNAL}. */
    public String set(Instruction.StopSignal stop) {
        try {
            Signals.number(stop.signal());
        } catch (IllegalArgumentException unknown) {
            throw new EngineException.InvalidParameter("Invalid signal: " + stop.signal(), unknown);
        }
        config.put("StopSignal", stop.signal());
        return "STOPSIGNAL " + stop.signal();
    }

    /** {@code HEALTHCHECK}. */
    public String set(Instruction.Healthcheck healthcheck) {
        config.set("Healthcheck", healthcheck.check());
        return "HEALTHCHECK " + HealthcheckParser.shown(healthcheck.check());
    }

    /** {@code ONBUILD}. */
    public String set(Instruction.OnBuild onBuild) {
        ArrayNode triggers = config.path("OnBuild") instanceof ArrayNode present ? present : config.putArray("OnBuild");
        triggers.add(onBuild.trigger());
        return "ONBUILD " + onBuild.trigger();
    }

    /**
     * Carries out an instruction that changes the configuration alone.
     *
     * @return what the history says of it; empty if it is another kind of instruction
     */
    public Optional<String> apply(Instruction instruction) {
        if (instruction instanceof Instruction.Env env) {
            return Optional.of(set(env));
        } else if (instruction instanceof Instruction.Label label) {
            return Optional.of(set(label));
        } else if (instruction instanceof Instruction.Expose expose) {
            return Optional.of(set(expose));
        } else if (instruction instanceof Instruction.Volume volume) {
            return Optional.of(set(volume));
        } else if (instruction instanceof Instruction.User user) {
            return Optional.of(set(user));
        } else if (instruction instanceof Instruction.Workdir workdir) {
            return Optional.of(set(workdir));
        }
        return applyRest(instruction);
    }

    private Optional<String> applyRest(Instruction instruction) {
        if (instruction instanceof Instruction.Cmd cmd) {
            return Optional.of(set(cmd));
        } else if (instruction instanceof Instruction.Entrypoint entrypoint) {
            return Optional.of(set(entrypoint));
        } else if (instruction instanceof Instruction.Shell shell) {
            return Optional.of(set(shell));
        } else if (instruction instanceof Instruction.StopSignal stop) {
            return Optional.of(set(stop));
        } else if (instruction instanceof Instruction.Healthcheck healthcheck) {
            return Optional.of(set(healthcheck));
        } else if (instruction instanceof Instruction.OnBuild onBuild) {
            return Optional.of(set(onBuild));
        }
        return Optional.empty();
    }

    private void put(String key, List<String> values) {
        ArrayNode json = config.putArray(key);
        values.forEach(json::add);
    }

    private ObjectNode object(String key) {
        return config.path(key) instanceof ObjectNode present ? present : config.putObject(key);
    }

    /** The texts of a JSON array; none if it is no array. */
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
