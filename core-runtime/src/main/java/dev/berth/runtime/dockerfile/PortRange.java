package dev.berth.runtime.dockerfile;

import dev.berth.plugin.EngineException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A port or range of {@code EXPOSE}, {@code 80}, {@code 53/udp}, {@code 8000-8010/tcp}. */
record PortRange(int first, int last, String protocol) {
    private static final Pattern PORT = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/(tcp|udp|sctp))?");
    private static final int LAST_PORT = 65535;

    static PortRange parse(String text) {
        Matcher matcher = PORT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw wrong(text);
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (first > last || last > LAST_PORT) {
            throw wrong(text);
        }
        return new PortRange(first, last, matcher.group(3) == null ? "tcp" : matcher.group(3));
    }

    private static EngineException wrong(String text) {
        return new EngineException.InvalidParameter("Invalid containerPort: " + text);
    }

    /** Docker's keys, {@code 80/tcp}. */
    List<String> numbers() {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> number + "/" + protocol)
                .toList();
    }
}
