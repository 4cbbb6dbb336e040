package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.HostConfig.MountSpec;
import dev.berth.runtime.spec.HostConfig.MountSpec.BindOptions;
import dev.berth.runtime.spec.HostConfig.MountSpec.DriverConfig;
import dev.berth.runtime.spec.HostConfig.MountSpec.TmpfsOptions;
import dev.berth.runtime.spec.HostConfig.MountSpec.VolumeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One {@code --mount}: fields {@code KEY=VALUE} between commas, a field may be quoted as in a CSV file.
 *
 * @see <a href="https://docs.docker.com/engine/storage/volumes/#options-for---mount">syntax of --mount</a>
 */
public final class MountFlag {
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
            "volume-nocopy",
            "volume-label",
            "volume-driver",
            "volume-opt",
            "volume-subpath",
            "tmpfs-size",
            "tmpfs-mode");

    private final Map<String, String> fields = new TreeMap<>();
    private final Map<String, String> labels = new TreeMap<>();
    private final Map<String, String> options = new TreeMap<>();

    private MountFlag() {}

    /**
     * The mount as the API takes it.
     *
     * @throws InvalidParameter a field that is unknown, malformed or of another type of mount
     */
    public static MountSpec parse(String csv) {
        MountFlag flag = new MountFlag();
        split(csv).forEach(flag::field);
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
        switch (key) {
            case "volume-label" -> putPair(labels, value);
            case "volume-opt" -> putPair(options, value);
            default -> fields.put(key, value);
        }
    }

    private static void putPair(Map<String, String> target, String pair) {
        String[] part = pair.split("=", 2);
        target.put(part[0], part.length == 1 ? "" : part[1]);
    }

    private MountSpec mount() {
        String type = text("type").orElse("volume").toLowerCase(Locale.ROOT);
        if (text("target").isEmpty()) {
            throw new InvalidParameter("target is required");
        }
        refuseOthers(type, "volume", !labels.isEmpty() || !options.isEmpty());
        refuseOthers(type, "bind", false);
        refuseOthers(type, "tmpfs", false);
        return new MountSpec(
                type,
                text("source").orElse(""),
                text("target").orElse(""),
                bool("readonly"),
                text("consistency").orElse(""),
                has("bind-")
                        ? new BindOptions(text("bind-propagation").orElse(""), bool("bind-nonrecursive"), false)
                        : null,
                has("volume-") || !labels.isEmpty() || !options.isEmpty() ? volumeOptions() : null,
                has("tmpfs-") ? new TmpfsOptions(size(), mode()) : null);
    }

    private void refuseOthers(String type, String family, boolean present) {
        if (!type.equals(family) && (present || has(family + "-"))) {
            throw new InvalidParameter("cannot mix '" + family + "-*' options with mount type '" + type + "'");
        }
    }

    private VolumeOptions volumeOptions() {
        Optional<String> driver = text("volume-driver");
        DriverConfig config =
                driver.isPresent() || !options.isEmpty() ? new DriverConfig(driver.orElse(""), options) : null;
        return new VolumeOptions(
                bool("volume-nocopy"), labels, config, text("volume-subpath").orElse(""));
    }

    private boolean has(String prefix) {
        return fields.keySet().stream().anyMatch(key -> key.startsWith(prefix));
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    private boolean bool(String key) {
        String value = text(key).orElse("false");
        if (Set.of("1", "t", "T", "true", "TRUE", "True").contains(value)) {
            return true;
        }
        if (Set.of("0", "f", "F", "false", "FALSE", "False").contains(value)) {
            return false;
        }
        throw new InvalidParameter("invalid value for " + key + ": " + value);
    }

    private long size() {
        String value = text("tmpfs-size").orElse("0").toLowerCase(Locale.ROOT);
        String number = value.replaceFirst("(k|m|g|t)?(i?b)?$", "");
        String unit = value.substring(number.length());
        int shift = unit.isEmpty() ? 0 : 10 * (1 + "kmgt".indexOf(unit.charAt(0)));
        try {
            return Math.multiplyExact(Long.parseLong(number), 1L << shift);
        } catch (ArithmeticException | NumberFormatException bad) {
            throw new InvalidParameter("invalid value for tmpfs-size: " + value, bad);
        }
    }

    private int mode() {
        String value = text("tmpfs-mode").orElse("0");
        try {
            return Integer.parseInt(value, 8);
        } catch (NumberFormatException bad) {
            throw new InvalidParameter("invalid value for tmpfs-mode: " + value, bad);
        }
    }

    /** CSV of one line: a field that begins with a quote ends with one, two quotes within are one. */
    private static List<String> split(String csv) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"' && (quoted || field.length() == 0)) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new InvalidParameter("invalid mount '" + csv + "': a quote is not closed");
        }
        fields.add(field.toString());
        return fields;
    }
}
