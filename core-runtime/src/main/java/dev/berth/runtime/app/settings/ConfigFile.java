package dev.berth.runtime.app.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration file, dockerd's {@code daemon.json}, joined with flags.
 *
 * @see <a href="https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file">daemon configuration file</a>
 */
public final class ConfigFile {
    private ConfigFile() {}

    /**
     * The settings that flags and the configuration file give together.
     *
     * @param flags texts by {@link Directive#name()}; {@code config-file} among them names the file, which must exist
     *     then
     * @throws EngineException.InvalidParameter with dockerd's words if the file, or the two together, make no sense
     */
    public static DaemonSettings settings(Map<String, List<String>> flags) {
        Map<String, List<String>> values = new TreeMap<>(flags);
        List<String> named = flags.getOrDefault("config-file", List.of());
        Path file = Path.of(named.isEmpty() ? "/etc/berth/daemon.json" : named.get(named.size() - 1));
        try {
            values.putAll(join(flags, Files.readString(file)));
        } catch (NoSuchFileException missing) {
            if (!named.isEmpty()) {
                throw failure(file, "open " + file + ": no such file or directory");
            }
        } catch (IOException unreadable) {
            throw failure(file, "open " + file + ": " + unreadable.getMessage());
        } catch (EngineException.InvalidParameter wrong) {
            throw failure(file, String.valueOf(wrong.getMessage()));
        }
        return DaemonSettings.of(values);
    }

    /** What a configuration file adds to the flags given. */
    static Map<String, List<String>> join(Map<String, List<String>> flags, String json) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        TreeSet<String> unknown = new TreeSet<>();
        List<String> conflicts = new ArrayList<>();
        parse(json).properties().forEach(entry -> {
            var directive = Directive.ofKey(entry.getKey());
            if (directive.isEmpty()) {
                unknown.add(entry.getKey());
                return;
            }
            List<String> given = texts(directive.get(), entry.getValue());
            // dockerd merges runtimes of both sources and refuses every other overlap
            if (flags.containsKey(entry.getKey()) && directive.get().kind() != Directive.Kind.RUNTIMES) {
                conflicts.add(conflict(directive.get(), flags.get(entry.getKey()), given));
                return;
            }
            List<String> all = new ArrayList<>(flags.getOrDefault(entry.getKey(), List.of()));
            all.addAll(given);
            values.put(entry.getKey(), all);
        });
        if (!unknown.isEmpty()) {
            throw new EngineException.InvalidParameter(
                    "the following directives don't match any configuration option: " + String.join(", ", unknown));
        }
        if (!conflicts.isEmpty()) {
            throw new EngineException.InvalidParameter(
                    "the following directives are specified both as a flag and in the configuration file: "
                            + String.join(", ", conflicts));
        }
        return values;
    }

    private static String conflict(Directive directive, List<String> flag, List<String> file) {
        return directive.flag() + ": (from flag: " + shown(directive, flag) + ", from file: " + shown(directive, file)
                + ")";
    }

    private static String shown(Directive directive, List<String> values) {
        return directive.kind().repeats() ? "[" + String.join(" ", values) + "]" : values.get(values.size() - 1);
    }

    private static JsonNode parse(String json) {
        try {
            JsonNode tree = new ObjectMapper().readTree(json);
            if (tree.isMissingNode()) {
                throw new EngineException.InvalidParameter("EOF");
            }
            if (!tree.isObject()) {
                throw new EngineException.InvalidParameter("json: cannot unmarshal the file, it is not an object");
            }
            return tree;
        } catch (JsonProcessingException malformed) {
            throw new EngineException.InvalidParameter(malformed.getOriginalMessage(), malformed);
        }
    }

    private static List<String> texts(Directive directive, JsonNode value) {
        return switch (directive.kind()) {
            case BOOL -> List.of(scalar(directive, value, value.isBoolean()));
            case INT -> List.of(scalar(directive, value, value.isIntegralNumber()));
            case STRING -> List.of(scalar(directive, value, value.isTextual() || isSize(directive, value)));
            case LIST -> list(directive, value);
            case MAP -> map(directive, value);
            case POOLS -> pools(value);
            case ULIMITS -> ulimits(value);
            case RUNTIMES -> runtimes(value);
            case ANY -> List.of();
        };
    }

    private static boolean isSize(Directive directive, JsonNode value) {
        return directive.key().equals("default-shm-size") && value.isIntegralNumber();
    }

    private static String scalar(Directive directive, JsonNode value, boolean fits) {
        if (!fits) {
            throw mismatch(directive, value);
        }
        return value.asText();
    }

    private static List<String> list(Directive directive, JsonNode value) {
        if (!value.isArray()) {
            throw mismatch(directive, value);
        }
        List<String> texts = new ArrayList<>();
        value.forEach(element -> texts.add(scalar(directive, element, element.isTextual())));
        return texts;
    }

    private static List<String> map(Directive directive, JsonNode value) {
        if (!value.isObject()) {
            throw mismatch(directive, value);
        }
        List<String> texts = new ArrayList<>();
        value.properties()
                .forEach(entry ->
                        texts.add(entry.getKey() + "=" + entry.getValue().asText()));
        return texts;
    }

    private static List<String> pools(JsonNode value) {
        List<String> texts = new ArrayList<>();
        value.forEach(pool -> texts.add("base=" + pool.path("base").asText() + ",size="
                + pool.path("size").asText()));
        return texts;
    }

    private static List<String> ulimits(JsonNode value) {
        List<String> texts = new ArrayList<>();
        value.properties()
                .forEach(entry -> texts.add(
                        entry.getKey() + "=" + entry.getValue().path("Soft").asText() + ":"
                                + entry.getValue().path("Hard").asText()));
        return texts;
    }

    private static List<String> runtimes(JsonNode value) {
        List<String> texts = new ArrayList<>();
        value.properties()
                .forEach(entry -> texts.add(
                        entry.getKey() + "=" + entry.getValue().path("path").asText()));
        return texts;
    }

    private static EngineException.InvalidParameter mismatch(Directive directive, JsonNode value) {
        String type = switch (directive.kind()) {
            case BOOL -> "bool";
            case INT -> "int";
            case LIST -> "[]string";
            case MAP -> "map[string]string";
            default -> "string";
        };
        return new EngineException.InvalidParameter("json: cannot unmarshal "
                + value.getNodeType().name().toLowerCase(Locale.ROOT) + " into Go struct field Config."
                + directive.key() + " of type " + type);
    }

    private static EngineException.InvalidParameter failure(Path file, String why) {
        return new EngineException.InvalidParameter(
                "unable to configure the Berth daemon with file " + file + ": " + why);
    }
}
