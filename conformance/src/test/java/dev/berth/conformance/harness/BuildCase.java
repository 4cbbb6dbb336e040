package dev.berth.conformance.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Dockerfile of the corpus.
 *
 * @param flags of {@code docker build}
 */
public record BuildCase(String name, List<String> flags, String dockerfile) {
    private static final Pattern HEAD = Pattern.compile("=== (\\S+) ?(.*)");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

    /** All of them, in order. */
    public static Stream<BuildCase> all() {
        List<BuildCase> cases = new ArrayList<>();
        heads("corpus.txt").forEach((head, lines) -> {
            Matcher matcher = HEAD.matcher(head);
            if (!matcher.matches()) {
                throw new IllegalStateException("no case begins with " + head);
            }
            List<String> flags = new ArrayList<>();
            WORD.matcher(matcher.group(2))
                    .results()
                    .forEach(word -> flags.add(word.group().replace("\"", "")));
            cases.add(new BuildCase(matcher.group(1), flags, String.join("\n", lines) + "\n"));
        });
        return cases.stream();
    }

    /** A file's parts by the name that each begins with. */
    public static Map<String, List<String>> sections(String file) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        heads(file).forEach((head, lines) -> sections.put(head.split(" ")[1], lines));
        return sections;
    }

    private static Map<String, List<String>> heads(String file) {
        Map<String, List<String>> heads = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : text(file).lines().toList()) {
            if (line.startsWith("=== ")) {
                current = new ArrayList<>();
                heads.put(line, current);
            } else {
                current.add(line);
            }
        }
        return heads;
    }

    /** A file beside the corpus. */
    public static String text(String file) {
        try (InputStream in = BuildCase.class.getResourceAsStream("/builds/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no builds/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
