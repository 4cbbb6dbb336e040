package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.InvalidParameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The third field of {@code -v}: a comma list with at most one word of each class.
 *
 * @param text as it was given
 * @param readOnly true for {@code ro}
 * @param propagation {@code rprivate}, {@code rslave} ...; empty if not given
 * @param noCopy true for {@code nocopy}
 * @see <a href="https://docs.docker.com/engine/storage/volumes/#options-for---volume">options of --volume</a>
 */
record MountMode(String text, boolean readOnly, Optional<String> propagation, boolean noCopy) {
    static final MountMode DEFAULT = new MountMode("", false, Optional.empty(), false);
    static final Set<String> PROPAGATIONS = Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

    private enum WordClass {
        ACCESS,
        LABEL,
        PROPAGATION,
        COPY,
        CONSISTENCY
    }

    private static final Map<WordClass, Set<String>> WORDS = Map.of(
            WordClass.ACCESS, Set.of("ro", "rw"),
            WordClass.LABEL, Set.of("z", "Z"),
            WordClass.PROPAGATION, PROPAGATIONS,
            WordClass.COPY, Set.of("nocopy"),
            WordClass.CONSISTENCY, Set.of("consistent", "cached", "delegated", "default"));

    static boolean isMode(String text) {
        if (text.isEmpty()) {
            return true;
        }
        List<String> words = List.of(text.split(",", -1));
        boolean allKnown =
                words.stream().allMatch(word -> WORDS.values().stream().anyMatch(set -> set.contains(word)));
        boolean oneEach = WORDS.values().stream()
                .allMatch(set -> words.stream().filter(set::contains).count() <= 1);
        return allKnown && oneEach;
    }

    /** @throws InvalidParameter {@code invalid mode: X} */
    static MountMode parse(String text) {
        if (!isMode(text)) {
            throw new InvalidParameter("invalid mode: " + text);
        }
        List<String> words = List.of(text.split(",", -1));
        Optional<String> propagation =
                words.stream().filter(PROPAGATIONS::contains).findFirst();
        return new MountMode(text, words.contains("ro"), propagation, words.contains("nocopy"));
    }

    /** The mode of {@code --volumes-from}, where propagation and copying cannot be changed. */
    static MountMode parseForVolumesFrom(String text) {
        MountMode mode = parse(text);
        if (mode.propagation.isPresent() || mode.noCopy) {
            throw new InvalidParameter("invalid mode: " + text);
        }
        return mode;
    }
}
