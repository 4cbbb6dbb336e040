package dev.berth.runtime.build;

import dev.berth.runtime.dockerfile.Instruction.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code ARG} and {@code --build-arg}: an argument counts from its {@code ARG} on; a stage knows those before the first
 * stage only if it says so; the proxy variables need no {@code ARG} and leave no trace.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/#arg">Dockerfile, ARG</a>
 */
final class BuildArguments {
    private static final Set<String> PREDEFINED = Set.of(
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "FTP_PROXY",
            "ftp_proxy",
            "NO_PROXY",
            "no_proxy",
            "ALL_PROXY",
            "all_proxy");

    private final Map<String, Optional<String>> given;
    private final Map<String, Optional<String>> before;
    private final Map<String, Optional<String>> declared = new HashMap<>();
    private final Set<String> used;

    private BuildArguments(
            Map<String, Optional<String>> given, Map<String, Optional<String>> before, Set<String> used) {
        this.given = given;
        this.before = before;
        this.used = used;
    }

    /** Those of a file. @param platform {@code TARGETARCH} and so on, known before the first stage */
    BuildArguments(Map<String, Optional<String>> given, Map<String, String> platform) {
        this(given, new HashMap<>(), new HashSet<>());
        platform.forEach((name, value) -> before.put(name, Optional.of(value)));
    }

    /** Those of a stage. */
    BuildArguments ofStage() {
        return new BuildArguments(given, before, used);
    }

    /** Declares one before the first stage. */
    void declareBefore(Pair pair) {
        before.put(pair.name(), pair.value());
        synchronized (used) {
            used.add(pair.name());
        }
    }

    void declare(Pair pair) {
        declared.put(pair.name(), pair.value());
        synchronized (used) {
            used.add(pair.name());
        }
    }

    /** What {@code FROM} may name. */
    Map<String, String> forBases() {
        return values(before);
    }

    /** What instructions may name, but for those that the environment has. */
    Map<String, String> values(Set<String> environment) {
        Map<String, String> values = values(declared);
        values.keySet().removeAll(environment);
        return values;
    }

    /** What a step is remembered by: {@code |2 A=1 B=2}; nothing if there are none. */
    List<String> mark(Map<String, String> values) {
        List<String> mark = new ArrayList<>();
        if (values.isEmpty()) {
            return mark;
        }
        TreeSet<String> shown = new TreeSet<>();
        values.forEach((name, value) -> {
            if (declared.containsKey(name) || !PREDEFINED.contains(name)) {
                shown.add(name + "=" + value);
            }
        });
        mark.add("|" + shown.size());
        mark.addAll(shown);
        return mark;
    }

    private Map<String, String> values(Map<String, Optional<String>> from) {
        Map<String, String> values = new TreeMap<>();
        Set<String> names = new TreeSet<>(from.keySet());
        names.addAll(PREDEFINED);
        names.forEach(name -> value(name, from).ifPresent(value -> values.put(name, value)));
        return values;
    }

    private Optional<String> value(String name, Map<String, Optional<String>> from) {
        return given.getOrDefault(name, Optional.empty())
                .or(() -> from.getOrDefault(name, Optional.empty()))
                .or(() -> from.containsKey(name) ? before.getOrDefault(name, Optional.empty()) : Optional.empty());
    }

    /** Names of {@code --build-arg} that nothing asked for. */
    List<String> unused() {
        synchronized (used) {
            return given.keySet().stream()
                    .filter(name -> !used.contains(name) && !PREDEFINED.contains(name))
                    .toList();
        }
    }
}
