package dev.berth.plugin.volume;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Passwords in the options of volumes, such as {@code o=username=u,password=p} of cifs or {@code password=p} of a plugin.
 * Drivers get them; whatever is shown, kept or logged has stars in their place.
 */
public final class OptionSecrets {
    private static final Set<String> WORDS = Set.of("password", "password2", "passwd", "pass", "secret");
    private static final String HIDDEN = "********";

    private OptionSecrets() {}

    /** The options with stars for passwords, sorted by their keys. */
    public static Map<String, String> hide(Map<String, String> options) {
        Map<String, String> shown = new TreeMap<>(options);
        shown.replaceAll((key, value) -> isSecret(key) && !value.isEmpty() ? HIDDEN : hide(value));
        return shown;
    }

    /** The same for an option's value: {@code key=value} parts between commas. */
    public static String hide(String value) {
        return value.indexOf('=') < 0
                ? value
                : Arrays.stream(value.split(",", -1))
                        .map(OptionSecrets::hidePart)
                        .collect(Collectors.joining(","));
    }

    private static String hidePart(String part) {
        int equals = part.indexOf('=');
        return equals >= 0 && isSecret(part.substring(0, equals)) ? part.substring(0, equals + 1) + HIDDEN : part;
    }

    private static boolean isSecret(String key) {
        return WORDS.contains(key.strip().toLowerCase(Locale.ROOT));
    }
}
