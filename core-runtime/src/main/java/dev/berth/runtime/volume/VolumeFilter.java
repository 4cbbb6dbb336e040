package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.GoBool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Docker's {@code filters} on volumes. Values of one key are alternatives, all keys must hold; every {@code label} must
 * hold.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/volume/ls/#filter">filters of volume ls</a>
 */
record VolumeFilter(Map<String, List<String>> wanted) {
    /** @throws InvalidParameter {@code invalid filter 'X'} */
    static VolumeFilter ofList(Map<String, List<String>> wanted) {
        return checked(wanted, Set.of("dangling", "driver", "label", "name"));
    }

    /** @throws InvalidParameter {@code invalid filter 'X'} */
    static VolumeFilter ofPrune(Map<String, List<String>> wanted) {
        return checked(wanted, Set.of("all", "label", "label!"));
    }

    private static VolumeFilter checked(Map<String, List<String>> wanted, Set<String> known) {
        for (String key : wanted.keySet()) {
            if (!known.contains(key)) {
                throw new InvalidParameter("invalid filter '" + key + "'");
            }
        }
        VolumeFilter filter = new VolumeFilter(Map.copyOf(wanted));
        filter.flag("dangling");
        filter.flag("all");
        return filter;
    }

    /** A filter that says true or false; empty if it is not given. */
    Optional<Boolean> flag(String key) {
        List<String> values = wanted.getOrDefault(key, List.of());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String value = values.get(0);
        if (values.size() > 1 || !GoBool.isOne(value)) {
            throw new InvalidParameter("invalid filter '" + key + "=" + values + "'");
        }
        return Optional.of(GoBool.isTrue(value));
    }

    boolean accepts(Volume volume, boolean dangling) {
        return flag("dangling").map(wish -> wish == dangling).orElse(true)
                && anyOf("driver", volume.driver()::equals)
                && anyOf("name", value -> matches(value, volume.name()))
                && hasLabels(volume);
    }

    private boolean anyOf(String key, java.util.function.Predicate<String> test) {
        List<String> values = wanted.getOrDefault(key, List.of());
        return values.isEmpty() || values.stream().anyMatch(test);
    }

    private static boolean matches(String pattern, String name) {
        try {
            return name.contains(pattern)
                    || Pattern.compile(pattern).matcher(name).find();
        } catch (PatternSyntaxException literal) {
            return false;
        }
    }

    boolean hasLabels(Volume volume) {
        return wanted.getOrDefault("label", List.of()).stream().allMatch(label -> hasLabel(volume, label))
                && wanted.getOrDefault("label!", List.of()).stream().noneMatch(label -> hasLabel(volume, label));
    }

    private static boolean hasLabel(Volume volume, String wish) {
        int equals = wish.indexOf('=');
        String key = equals < 0 ? wish : wish.substring(0, equals);
        String value = volume.labels().get(key);
        return value != null && (equals < 0 || value.equals(wish.substring(equals + 1)));
    }
}
