package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.app.settings.ByteSize;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One {@code --mount type=volume,source=NAME,target=/path,readonly}.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#mount">docker run --mount</a>
 */
final class MountFlag {
    private static final Set<String> TOGGLES = Set.of("readonly", "ro", "volume-nocopy", "bind-nonrecursive");

    private final Map<String, Object> mount = new LinkedHashMap<>();
    private final Map<String, Object> bind = new LinkedHashMap<>();
    private final Map<String, Object> volume = new LinkedHashMap<>();
    private final Map<String, Object> tmpfs = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> driverOptions = new LinkedHashMap<>();
    private String driver = "";

    private MountFlag() {}

    /**
     * Reads one value of the flag.
     *
     * @return the API's {@code Mount} object
     * @throws EngineException.InvalidParameter with Docker's words
     */
    static Map<String, Object> parse(String text) {
        MountFlag flag = new MountFlag();
        flag.mount.put("Type", "volume");
        for (String field : text.split(",")) {
            int equals = field.indexOf('=');
            String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
            if (equals < 0 && !TOGGLES.contains(key)) {
                throw new EngineException.InvalidParameter("invalid field '" + field + "' must be a key=value pair");
            }
            flag.set(key, equals < 0 ? "true" : field.substring(equals + 1), field);
        }
        return flag.build();
    }

    private void set(String key, String value, String field) {
        switch (key) {
            case "type" -> mount.put("Type", value.toLowerCase(Locale.ROOT));
            case "source", "src" -> mount.put("Source", value);
            case "target", "dst", "destination" -> mount.put("Target", value);
            case "readonly", "ro" -> mount.put("ReadOnly", bool(key, value));
            case "consistency" -> mount.put("Consistency", value.toLowerCase(Locale.ROOT));
            case "bind-propagation" -> bind.put("Propagation", value.toLowerCase(Locale.ROOT));
            case "bind-nonrecursive" -> bind.put("NonRecursive", bool(key, value));
            case "volume-nocopy" -> volume.put("NoCopy", bool(key, value));
            case "volume-subpath" -> volume.put("Subpath", value);
            case "volume-label" -> pair(labels, value);
            case "volume-driver" -> driver = value;
            case "volume-opt" -> pair(driverOptions, value);
            case "tmpfs-size" -> tmpfs.put("SizeBytes", ByteSize.parse(value));
            case "tmpfs-mode" -> tmpfs.put("Mode", octal(key, value));
            default -> throw new EngineException.InvalidParameter("unexpected key '" + key + "' in '" + field + "'");
        }
    }

    private Map<String, Object> build() {
        String type = mount.getOrDefault("Type", "").toString();
        if (type.isEmpty()) {
            throw new EngineException.InvalidParameter("type is required");
        }
        if (mount.getOrDefault("Target", "").toString().isEmpty()) {
            throw new EngineException.InvalidParameter("target is required");
        }
        if (!labels.isEmpty()) {
            volume.put("Labels", labels);
        }
        if (!driver.isEmpty() || !driverOptions.isEmpty()) {
            volume.put("DriverConfig", Map.of("Name", driver, "Options", driverOptions));
        }
        options("volume", type, "VolumeOptions", volume);
        options("bind", type, "BindOptions", bind);
        options("tmpfs", type, "TmpfsOptions", tmpfs);
        return mount;
    }

    private void options(String owner, String type, String key, Map<String, Object> options) {
        if (options.isEmpty()) {
            return;
        }
        if (!type.equals(owner)) {
            throw new EngineException.InvalidParameter(
                    "cannot mix '" + owner + "-*' options with mount type '" + type + "'");
        }
        mount.put(key, options);
    }

    private static void pair(Map<String, String> pairs, String text) {
        int equals = text.indexOf('=');
        pairs.put(equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
    }

    private static boolean bool(String key, String value) {
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new EngineException.InvalidParameter("invalid value for " + key + ": " + value);
        };
    }

    private static int octal(String key, String value) {
        try {
            return Integer.parseInt(value, 8);
        } catch (NumberFormatException notOctal) {
            throw new EngineException.InvalidParameter("invalid value for " + key + ": " + value, notOctal);
        }
    }
}
