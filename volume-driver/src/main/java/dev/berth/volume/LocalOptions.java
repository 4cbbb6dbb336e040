package dev.berth.volume;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.volume.OptionSecrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The options of a volume: none for a directory, or what mount(8) would be told.
 *
 * @param values {@code type}, {@code device} and {@code o}
 * @see <a href="https://docs.docker.com/reference/cli/docker/volume/create/#opt">options of the local driver</a>
 */
record LocalOptions(Map<String, String> values) {
    private static final List<String> KNOWN = List.of("type", "o", "device", "size");

    private static final Pattern HOST_WITH_PORT = Pattern.compile("(cifs:)?//[^/]*:\\d+(/|$)");

    /** What each option needs beside it. */
    private static final Map<String, List<String>> NEEDS =
            new TreeMap<>(Map.of("device", List.of("type"), "type", List.of("device"), "o", List.of("device", "type")));

    /** @throws InvalidParameter an unknown option, or one that is missing */
    LocalOptions {
        values = Map.copyOf(values);
        for (String option : new TreeMap<>(values).keySet()) {
            if (!KNOWN.contains(option)) {
                throw new InvalidParameter("invalid option: \"" + option + "\"");
            }
        }
        for (Map.Entry<String, List<String>> need : NEEDS.entrySet()) {
            for (String other : need.getValue()) {
                if (isGiven(values, need.getKey()) && !isGiven(values, other)) {
                    throw new InvalidParameter("missing required option: \"" + other + "\"");
                }
            }
        }
        if (isGiven(values, "size")) {
            throw new InvalidParameter("quota size requested but no quota support");
        }
        if (values.getOrDefault("type", "").equals("cifs")
                && HOST_WITH_PORT.matcher(values.getOrDefault("device", "")).lookingAt()) {
            throw new InvalidParameter("port not allowed in CIFS device URL, include 'port' in 'o='");
        }
    }

    /** With stars for passwords. */
    LocalOptions withoutSecrets() {
        return new LocalOptions(OptionSecrets.hide(values));
    }

    private static boolean isGiven(Map<String, String> values, String option) {
        return !values.getOrDefault(option, "").isEmpty();
    }

    /** What is to be mounted; empty for a plain directory. */
    Optional<LocalMount> mount() {
        return isGiven(values, "device")
                ? Optional.of(new LocalMount(
                        values.getOrDefault("type", ""),
                        values.getOrDefault("device", ""),
                        values.getOrDefault("o", "")))
                : Optional.empty();
    }
}
