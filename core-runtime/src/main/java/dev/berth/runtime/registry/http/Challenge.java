package dev.berth.runtime.registry.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registry wants to see, of a {@code WWW-Authenticate} header.
 *
 * @param scheme {@code basic} or {@code bearer}
 * @param parameters such as {@code realm}, {@code service}, {@code scope}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110, section 11.6.1</a>
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s]+))");

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** The first of the headers that we can answer; bearer goes before basic. */
    static Optional<Challenge> of(List<String> headers) {
        List<Challenge> known = headers.stream()
                .map(Challenge::parse)
                .filter(challenge -> challenge.scheme.equals("bearer") || challenge.scheme.equals("basic"))
                .toList();
        return known.stream()
                .filter(challenge -> challenge.scheme.equals("bearer"))
                .findFirst()
                .or(() -> known.stream().findFirst());
    }

    private static Challenge parse(String header) {
        String text = header.strip();
        int space = text.indexOf(' ');
        String scheme = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(space < 0 ? "" : text.substring(space + 1));
        while (matcher.find()) {
            String quoted = matcher.group(2);
            String value = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return new Challenge(scheme, parameters);
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
