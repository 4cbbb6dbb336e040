package dev.berth.runtime.image;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.UntilText;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Docker's {@code filters} of {@code GET /images/json} and {@code POST /images/prune}. All keys must hold; of one key
 * every {@code label} must hold and any {@code reference}.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/image/ls/#filter">docker image ls, filter</a>
 */
final class ImageFilter {
    private static final Set<String> KEYS =
            Set.of("dangling", "label", "label!", "before", "since", "reference", "until", "all");

    private final Map<String, List<String>> filters;
    private final Optional<Instant> before;
    private final Optional<Instant> since;

    /** @throws EngineException.InvalidParameter an unknown key or value */
    ImageFilter(Map<String, List<String>> filters, ImageIndex index) {
        for (String key : filters.keySet()) {
            if (!KEYS.contains(key)) {
                throw new EngineException.InvalidParameter("invalid filter '" + key + "'");
            }
        }
        this.filters = filters;
        Optional<Instant> until = first("until").map(text -> UntilText.parse(text, Instant.now()));
        this.before =
                until.isPresent() ? until : first("before").map(index::require).map(Image::created);
        this.since = first("since").map(index::require).map(Image::created);
        dangling();
    }

    /** What is asked of {@code dangling}, if anything. */
    Optional<Boolean> dangling() {
        return first("dangling").map(value -> switch (value) {
            case "true", "1", "t", "T", "True", "TRUE" -> true;
            case "false", "0", "f", "F", "False", "FALSE" -> false;
            default -> throw new EngineException.InvalidParameter("invalid filter 'dangling=[" + value + "]'");
        });
    }

    boolean accepts(Image image) {
        return before.map(end -> image.created().isBefore(end)).orElse(true)
                && since.map(start -> image.created().isAfter(start)).orElse(true)
                && acceptsLabels(image.config());
    }

    /** True if a name passes {@code reference}, or nothing is asked of names. */
    boolean accepts(ImageReference reference) {
        List<String> patterns = values("reference");
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, reference));
    }

    /** True if only images with certain names are asked for. */
    boolean asksForNames() {
        return !values("reference").isEmpty();
    }

    private boolean acceptsLabels(ContainerConfig config) {
        return values("label").stream().allMatch(label -> hasLabel(config, label))
                && values("label!").stream().noneMatch(label -> hasLabel(config, label));
    }

    private static boolean hasLabel(ContainerConfig config, String label) {
        int equals = label.indexOf('=');
        return equals < 0
                ? config.labels().containsKey(label)
                : label.substring(equals + 1).equals(config.labels().get(label.substring(0, equals)));
    }

    private static boolean matches(String pattern, ImageReference reference) {
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            return matcher.matches(Path.of(reference.familiar()))
                    || matcher.matches(Path.of(reference.familiarName()))
                    || pattern.equals(reference.toString())
                    || pattern.equals(reference.name());
        } catch (PatternSyntaxException failure) {
            throw new EngineException.InvalidParameter("invalid filter 'reference=[" + pattern + "]'", failure);
        }
    }

    private Optional<String> first(String key) {
        return values(key).stream().findFirst();
    }

    private List<String> values(String key) {
        return filters.getOrDefault(key, List.of());
    }
}
