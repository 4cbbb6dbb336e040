package dev.berth.runtime.build;

import dev.berth.plugin.EngineException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code --mount} of a {@code RUN}.
 *
 * @param type {@code bind}, {@code cache}, {@code tmpfs} or {@code secret}
 * @param from stage or image; empty for the context or, of a cache, for nothing
 * @param source path in it
 * @param target absolute, or from the working directory; empty where the type has a default
 * @param id of a cache or secret, empty for the default
 * @param sharing of a cache: {@code shared}, {@code private} or {@code locked}
 * @param size of a tmpfs, as written
 * @param mode octal; empty for the default
 * @param variable of a secret: the variable that has it, instead of a file
 * @see <a href="https://docs.docker.com/reference/dockerfile/#run---mount">Dockerfile, RUN --mount</a>
 */
record RunMount(
        String type,
        String from,
        String source,
        String target,
        boolean readOnly,
        String id,
        String sharing,
        boolean required,
        String size,
        String mode,
        long user,
        long group,
        String variable) {
    private static final List<String> TYPES = List.of("bind", "cache", "tmpfs", "secret");
    private static final Set<String> KEYS = Set.of(
            "type",
            "from",
            "source",
            "target",
            "readonly",
            "id",
            "sharing",
            "required",
            "size",
            "mode",
            "uid",
            "gid",
            "env");
    private static final Set<String> TOGGLES = Set.of("readonly", "required");
    private static final Map<String, String> OTHER_NAMES =
            Map.of("src", "source", "dst", "target", "destination", "target", "ro", "readonly");

    /** @throws EngineException.InvalidParameter with Docker's text */
    static RunMount parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String field : text.split(",")) {
            read(field, values);
        }
        String type = values.getOrDefault("type", "bind").toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            throw wrong(
                    type.equals("ssh")
                            ? "mounts of type ssh are not supported: this builder has no SSH agent"
                            : "unsupported mount type \"" + type + "\"");
        }
        RunMount mount = new RunMount(
                type,
                values.getOrDefault("from", ""),
                values.getOrDefault("source", ""),
                values.getOrDefault("target", ""),
                !values.getOrDefault("readonly", Boolean.toString(type.equals("bind") || type.equals("secret")))
                        .equals("false"),
                values.getOrDefault("id", ""),
                values.getOrDefault("sharing", "shared"),
                values.getOrDefault("required", "false").equals("true"),
                values.getOrDefault("size", ""),
                values.getOrDefault("mode", ""),
                number(values, "uid"),
                number(values, "gid"),
                values.getOrDefault("env", ""));
        mount.check();
        return mount;
    }

    private static void read(String field, Map<String, String> values) {
        int equals = field.indexOf('=');
        String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
        boolean writable = key.equals("rw") || key.equals("readwrite");
        String name = writable ? "readonly" : OTHER_NAMES.getOrDefault(key, key);
        if (!KEYS.contains(name)) {
            throw wrong("unexpected key '" + key + "' in '" + field + "'");
        }
        if (equals < 0 && !TOGGLES.contains(name)) {
            throw wrong("invalid field '" + field + "' must be a key=value pair");
        }
        String value = equals < 0 ? "true" : field.substring(equals + 1);
        if (TOGGLES.contains(name) && !value.equals("true") && !value.equals("false")) {
            throw wrong("invalid value for " + key + ": " + value);
        }
        values.put(name, writable ? Boolean.toString(value.equals("false")) : value);
    }

    private void check() {
        if (target.isEmpty() && !type.equals("secret")) {
            throw wrong("target is required for type \"" + type + "\" mounts");
        }
        if (!List.of("shared", "private", "locked").contains(sharing)) {
            throw wrong("unsupported sharing value \"" + sharing + "\"");
        }
        if (!mode.isEmpty() && !mode.matches("[0-7]{1,4}")) {
            throw wrong("invalid value " + mode + " for mode");
        }
        boolean attributes = type.equals("cache") || type.equals("secret");
        if (!attributes && (!mode.isEmpty() || user != 0 || group != 0)) {
            throw wrong("mode, uid and gid not allowed for \"" + type + "\" type mounts");
        }
        if (type.equals("secret") && id.isEmpty() && source.isEmpty() && target.isEmpty()) {
            throw wrong("invalid secret mount. one of source, target required");
        }
    }

    private static long number(Map<String, String> values, String key) {
        String text = values.getOrDefault(key, "0");
        if (!text.matches("[0-9]{1,9}")) {
            throw wrong("invalid value " + text + " for " + key);
        }
        return Long.parseLong(text);
    }

    /** Which secret: its id, else its source, else the last part of its target. */
    String secretId() {
        return Optional.of(id)
                .filter(text -> !text.isEmpty())
                .or(() -> Optional.of(source).filter(text -> !text.isEmpty()))
                .orElse(target.substring(target.lastIndexOf('/') + 1));
    }

    /** The octal mode, or the default. */
    int mode(int fallback) {
        return mode.isEmpty() ? fallback : Integer.parseInt(mode, 8);
    }

    private static EngineException wrong(String message) {
        return new EngineException.InvalidParameter(message);
    }
}
