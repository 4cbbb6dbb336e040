package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.ByteSize;
import dev.berth.runtime.spec.GoBool;
import dev.berth.runtime.spec.MountSpec;
import dev.berth.runtime.spec.MountSpec.BindOptions;
import dev.berth.runtime.spec.MountSpec.DriverConfig;
import dev.berth.runtime.spec.MountSpec.ImageOptions;
import dev.berth.runtime.spec.MountSpec.TmpfsOptions;
import dev.berth.runtime.spec.MountSpec.VolumeOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One {@code --mount}: fields {@code KEY=VALUE} between commas, a field may be quoted as in a CSV file.
 *
 * @see <a href="https://docs.docker.com/engine/storage/volumes/#options-for---mount">syntax of --mount</a>
 */
final class MountFlag {
    private static final Set<String> BARE = Set.of("readonly", "ro", "volume-nocopy", "bind-nonrecursive");
    private static final Map<String, String> ALIASES =
            Map.of("src", "source", "dst", "target", "destination", "target", "ro", "readonly");
    private static final Set<String> KNOWN = Set.of(
            "type",
            "source",
            "target",
            "readonly",
            "consistency",
            "bind-propagation",
            "bind-nonrecursive",
            "bind-recursive",
            "bind-create-src",
            "volume-nocopy",
            "volume-label",
            "volume-driver",
            "volume-opt",
            "volume-subpath",
            "image-subpath",
            "tmpfs-size",
            "tmpfs-mode");
    private static final List<String> FAMILIES = List.of("volume", "bind", "image", "tmpfs");
    private static final Set<String> LOWER_CASE = Set.of("type", "consistency", "bind-propagation");

    private final Map<String, String> fields = new TreeMap<>();
    private final Map<String, String> labels = new TreeMap<>();
    private final Map<String, String> options = new TreeMap<>();

    private MountFlag() {
        fields.put("type", "volume");
    }

    /**
     * The mount as the API takes it.
     *
     * @throws InvalidParameter a field that is unknown, malformed or of another type of mount
     */
    static MountSpec parse(String csv) {
        MountFlag flag = new MountFlag();
        CsvLine.fields(csv).forEach(flag::field);
        return flag.mount();
    }

    private void field(String field) {
        int equals = field.indexOf('=');
        String given = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
        String key = ALIASES.getOrDefault(given, given);
        if (equals < 0 && !BARE.contains(given)) {
            throw new InvalidParameter("invalid field '" + field + "' must be a key=value pair");
        }
        if (!KNOWN.contains(key)) {
            throw new InvalidParameter("unexpected key '" + given + "' in '" + field + "'");
        }
        String value = equals < 0 ? "true" : field.substring(equals + 1);
        check(key, given, value);
        switch (key) {
            case "volume-label" -> putPair(labels, value);
            case "volume-opt" -> putPair(options, value);
            default -> fields.put(key, LOWER_CASE.contains(key) ? value.toLowerCase(Locale.ROOT) : value);
        }
    }

    /** What can be told of the value alone, by the key as it was given. */
    private static void check(String key, String given, String value) {
        boolean valid = switch (key) {
            case "readonly", "volume-nocopy", "bind-nonrecursive", "bind-create-src" -> GoBool.isOne(value);
            case "tmpfs-size" -> ByteSize.isOne(value);
            case "tmpfs-mode" -> value.matches("[0-7]{1,10}");
            default -> true;
        };
        if (!valid) {
            throw new InvalidParameter("invalid value for " + given + ": " + value);
        }
        if (key.equals("bind-recursive")
                && !Set.of("enabled", "disabled", "writable", "readonly").contains(value)) {
            throw new InvalidParameter("invalid value for " + given + ": " + value
                    + " (must be \"enabled\", \"disabled\", \"writable\", or \"readonly\")");
        }
    }

    private static void putPair(Map<String, String> target, String pair) {
        String[] part = pair.split("=", 2);
        if (!part[0].isEmpty()) {
            target.put(part[0], part.length == 1 ? "" : part[1]);
        }
    }

    private MountSpec mount() {
        String type = text("type");
        if (type.isEmpty()) {
            throw new InvalidParameter("type is required");
        }
        if (text("target").isEmpty()) {
            throw new InvalidParameter("target is required");
        }
        for (String family : FAMILIES) {
            if (!type.equals(family) && has(family)) {
                throw new InvalidParameter("cannot mix '" + family + "-*' options with mount type '" + type + "'");
            }
        }
        checkRecursion();
        return new MountSpec(
                type,
                source(),
                text("target"),
                is("readonly"),
                text("consistency"),
                has("bind") ? bindOptions() : null,
                has("volume") ? volumeOptions() : null,
                has("image") ? new ImageOptions(text("image-subpath")) : null,
                has("tmpfs") ? new TmpfsOptions(size(), mode(), List.of()) : null);
    }

    /** A path that begins with a dot is meant from where the command runs. */
    private String source() {
        String source = text("source");
        return source.startsWith(".")
                ? Path.of(source).toAbsolutePath().normalize().toString()
                : source;
    }

    private void checkRecursion() {
        String recursive = text("bind-recursive");
        if (!recursive.equals("writable") && !recursive.equals("readonly")) {
            return;
        }
        String option = "option 'bind-recursive=" + recursive + "' requires ";
        if (!is("readonly")) {
            throw new InvalidParameter(option + "'readonly' to be specified in conjunction");
        }
        if (recursive.equals("readonly") && !text("bind-propagation").equals("rprivate")) {
            throw new InvalidParameter(option + "'bind-propagation=rprivate' to be specified in conjunction");
        }
    }

    private BindOptions bindOptions() {
        String recursive = text("bind-recursive");
        return new BindOptions(
                text("bind-propagation"),
                is("bind-nonrecursive") || recursive.equals("disabled"),
                is("bind-create-src"),
                recursive.equals("writable"),
                recursive.equals("readonly"));
    }

    private VolumeOptions volumeOptions() {
        String driver = text("volume-driver");
        DriverConfig config = driver.isEmpty() && options.isEmpty() ? null : new DriverConfig(driver, options);
        return new VolumeOptions(is("volume-nocopy"), labels, config, text("volume-subpath"));
    }

    private boolean has(String family) {
        boolean pairs = family.equals("volume") && !(labels.isEmpty() && options.isEmpty());
        return pairs || fields.keySet().stream().anyMatch(key -> key.startsWith(family + "-"));
    }

    private String text(String key) {
        return fields.getOrDefault(key, "");
    }

    private boolean is(String key) {
        return GoBool.isTrue(text(key));
    }

    private long size() {
        String size = text("tmpfs-size");
        return size.isEmpty() ? 0 : ByteSize.parse(size);
    }

    private int mode() {
        String mode = text("tmpfs-mode");
        return mode.isEmpty() ? 0 : Integer.parseUnsignedInt(mode, 8);
    }
}
