package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * For what machine an image is made.
 *
 * @param variant of the architecture, as {@code v7}; may be empty
 */
public record Platform(String os, String architecture, String variant) {
    private static final Set<String> SYSTEMS = Set.of("linux", "windows", "darwin", "freebsd");

    /** This machine's. */
    public static Platform host() {
        return new Platform("linux", normal(System.getProperty("os.arch", "")), "").normalized();
    }

    /**
     * Reads {@code os[/architecture[/variant]]} or an architecture alone.
     *
     * @param text empty for this machine's
     */
    public static Platform parse(String text) {
        if (text.isEmpty()) {
            return host();
        }
        String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
        for (String part : parts) {
            if (!part.matches("[a-z0-9_-]+") || parts.length > 3) {
                throw new EngineException.InvalidParameter("\"" + text + "\" is an invalid component of \"" + text
                        + "\": platform specifier component must match \"^[A-Za-z0-9_-]+$\": invalid argument");
            }
        }
        if (parts.length == 1) {
            return SYSTEMS.contains(parts[0])
                    ? new Platform(parts[0], host().architecture, "").normalized()
                    : new Platform("linux", normal(parts[0]), "").normalized();
        }
        return new Platform(parts[0], normal(parts[1]), parts.length > 2 ? parts[2] : "").normalized();
    }

    /** What a manifest's {@code platform}, or an image's configuration, says. */
    public static Optional<Platform> of(JsonNode json) {
        return json.isObject()
                ? Optional.of(new Platform(
                                json.path("os").asText(""),
                                normal(json.path("architecture").asText("")),
                                json.path("variant").asText(""))
                        .normalized())
                : Optional.empty();
    }

    private Platform normalized() {
        if (architecture.equals("arm64") && variant.equals("v8")
                || architecture.equals("amd64") && variant.equals("v1")) {
            return new Platform(os, architecture, "");
        }
        return architecture.equals("arm") && variant.isEmpty() ? new Platform(os, architecture, "v7") : this;
    }

    private static String normal(String architecture) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386", "i486", "i586", "i686" -> "386";
            case "armhf" -> "arm";
            default -> architecture.toLowerCase(Locale.ROOT);
        };
    }

    /** How well a machine of this platform runs what is made for the other: 0 not at all, more is better. */
    public int runs(Platform other) {
        if (!os.equals(other.os) || !architecture.equals(other.architecture)) {
            return 0;
        }
        if (variant.equals(other.variant)) {
            return 100;
        }
        if (architecture.equals("arm")) {
            int mine = level(variant);
            int theirs = level(other.variant);
            return theirs <= mine ? theirs + 1 : 0;
        }
        return variant.isEmpty() || other.variant.isEmpty() ? 50 : 0;
    }

    private static int level(String variant) {
        return variant.matches("v\\d") ? variant.charAt(1) - '0' : 0;
    }

    /** {@code linux/arm/v7}. */
    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
