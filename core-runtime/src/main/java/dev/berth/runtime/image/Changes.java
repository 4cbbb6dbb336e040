package dev.berth.runtime.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Dockerfile instructions that change an image's configuration, as {@code import -c} and {@code commit -c} take them.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
final class Changes {
    private static final Set<String> ALLOWED = Set.of(
            "CMD",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "HEALTHCHECK",
            "LABEL",
            "ONBUILD",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");
    private static final Pattern PORT = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/(tcp|udp|sctp))?");
    private static final Pattern SIGNAL = Pattern.compile("(?:SIG)?[A-Z]{2,}[0-9]*(?:[+-][0-9]+)?|[0-9]{1,2}");
    private static final List<String> SHELL = List.of("/bin/sh", "-c");
    private static final int LAST_PORT = 65535;

    private final ObjectNode config;
    private boolean commandGiven;

    private Changes(ObjectNode config) {
        this.config = config;
    }

    /**
     * Carries the instructions out on an image's {@code config}.
     *
     * @throws EngineException.InvalidParameter no instruction, one that is not allowed here, or wrong arguments
     */
    static void apply(List<String> instructions, ObjectNode config) {
        Changes changes = new Changes(config);
        for (String instruction : instructions) {
            instruction.replace("\\\n", "").lines().map(String::strip).forEach(changes::line);
        }
    }

    private void line(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String[] parts = line.split("\\s+", 2);
        String name = parts[0].toUpperCase(Locale.ROOT);
        if (!ALLOWED.contains(name)) {
            throw invalid(parts[0] + " is not a valid change command");
        }
        String arguments = parts.length > 1 ? parts[1].strip() : "";
        if (arguments.isEmpty() && !name.equals("CMD") && !name.equals("ENTRYPOINT")) {
            throw invalid(
                    Set.of("USER", "WORKDIR", "STOPSIGNAL").contains(name)
                            ? name + " requires exactly one argument"
                            : name + " requires at least one argument");
        }
        carryOut(name, arguments);
    }

    private void carryOut(String name, String arguments) {
        switch (name) {
            case "CMD" -> command(arguments);
            case "ENTRYPOINT" -> entrypoint(arguments);
            case "ENV" -> environment(arguments);
            case "EXPOSE" -> words(arguments).forEach(this::expose);
            case "HEALTHCHECK" -> config.set("Healthcheck", HealthcheckInstruction.parse(arguments));
            case "LABEL" -> pairs(name, arguments).forEach(config.withObject("/Labels")::put);
            case "ONBUILD" -> onBuild(arguments);
            case "STOPSIGNAL" -> stopSignal(one(name, arguments));
            case "USER" -> config.put("User", one(name, arguments));
            case "VOLUME" -> volumes(arguments);
            case "WORKDIR" -> workingDir(one(name, arguments));
            default -> throw new IllegalStateException("no rule for " + name);
        }
    }

    private void command(String arguments) {
        config.set("Cmd", commandLine(arguments));
        commandGiven = true;
    }

    /** A command that belonged to another entry point makes no sense with this one. */
    private void entrypoint(String arguments) {
        config.set("Entrypoint", commandLine(arguments));
        if (!commandGiven) {
            config.putNull("Cmd");
        }
    }

    private void environment(String arguments) {
        Map<String, String> byName = variables();
        byName.putAll(pairs("ENV", arguments));
        ArrayNode env = config.putArray("Env");
        byName.forEach((name, value) -> env.add(name + "=" + value));
    }

    private Map<String, String> variables() {
        Map<String, String> byName = new LinkedHashMap<>();
        config.path("Env").forEach(each -> {
            String[] parts = each.asText().split("=", 2);
            byName.put(parts[0], parts.length > 1 ? parts[1] : "");
        });
        return byName;
    }

    private void expose(String port) {
        var matcher = PORT.matcher(port.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw invalid("Invalid containerPort: " + port);
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (first > last || last > LAST_PORT) {
            throw invalid("Invalid containerPort: " + port);
        }
        String protocol = matcher.group(3) == null ? "tcp" : matcher.group(3);
        for (int number = first; number <= last; number++) {
            config.withObject("/ExposedPorts").putObject(number + "/" + protocol);
        }
    }

    private void onBuild(String trigger) {
        String name = trigger.split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        if (name.equals("ONBUILD")) {
            throw invalid("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
        }
        if (name.equals("FROM") || name.equals("MAINTAINER")) {
            throw invalid(name + " isn't allowed as an ONBUILD trigger");
        }
        config.withArray("/OnBuild").add(trigger);
    }

    private void stopSignal(String signal) {
        if (!SIGNAL.matcher(signal.toUpperCase(Locale.ROOT)).matches()) {
            throw invalid("Invalid signal: " + signal);
        }
        config.put("StopSignal", signal);
    }

    private void volumes(String arguments) {
        for (String volume : jsonForm(arguments).orElseGet(() -> words(arguments))) {
            if (volume.isBlank()) {
                throw invalid("VOLUME specified can not be an empty string");
            }
            config.withObject("/Volumes").putObject(volume.strip());
        }
    }

    private void workingDir(String directory) {
        String current = config.path("WorkingDir").asText("/");
        config.put(
                "WorkingDir",
                java.nio.file.Path.of(current.isEmpty() ? "/" : current)
                        .resolve(directory)
                        .normalize()
                        .toString());
    }

    private Map<String, String> pairs(String name, String arguments) {
        Map<String, String> pairs = new LinkedHashMap<>();
        String first = arguments.split("\\s+", 2)[0];
        if (first.indexOf('=') < 0) {
            String[] keyAndRest = arguments.split("\\s+", 2);
            if (keyAndRest.length < 2) {
                throw invalid(name + " must have two arguments");
            }
            pairs.put(keyAndRest[0], String.join(" ", words(keyAndRest[1])));
            return pairs;
        }
        for (String word : words(arguments)) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw invalid("Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
            }
            if (equals == 0) {
                throw invalid(name + " names can not be blank");
            }
            pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }

    private String one(String name, String arguments) {
        List<String> words = words(arguments);
        if (words.size() != 1) {
            throw invalid(name + " requires exactly one argument");
        }
        return words.get(0);
    }

    private List<String> words(String arguments) {
        return DockerfileWords.split(arguments, variables());
    }

    private static ArrayNode commandLine(String arguments) {
        List<String> line = jsonForm(arguments).orElseGet(() -> {
            List<String> shell = new ArrayList<>(SHELL);
            shell.add(arguments);
            return shell;
        });
        ArrayNode json = Json.mapper().createArrayNode();
        if (!arguments.isEmpty()) {
            line.forEach(json::add);
        }
        return json;
    }

    /** The words of {@code ["a", "b"]}; what is no such list is in shell form. */
    static Optional<List<String>> jsonForm(String arguments) {
        if (!arguments.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(List.of(Json.mapper().readValue(arguments, String[].class)));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static EngineException invalid(String message) {
        return new EngineException.InvalidParameter(message);
    }
}
