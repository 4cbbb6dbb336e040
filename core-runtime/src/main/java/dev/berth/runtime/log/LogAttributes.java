package dev.berth.runtime.log;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the log options {@code labels}, {@code env} and their {@code -regex} forms add to each line of a container's log.
 * As all of it is settled when the container is made, none is written with the lines.
 *
 * @param values by name
 * @see <a href="https://docs.docker.com/engine/logging/drivers/json-file/#options">json-file, options</a>
 */
public record LogAttributes(Map<String, String> values) {
    public LogAttributes {
        values = Map.copyOf(values);
    }

    /**
     * Those of one container.
     *
     * @param env the container's, {@code NAME=value}
     * @throws EngineException.InvalidParameter an expression that is none
     */
    public static LogAttributes of(HostConfig.LogConfig log, Map<String, String> labels, List<String> env) {
        Map<String, String> variables = new TreeMap<>();
        for (String variable : env) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        Map<String, String> values = new TreeMap<>(chosen(log, "labels", labels));
        values.putAll(chosen(log, "env", variables));
        return new LogAttributes(values);
    }

    private static Map<String, String> chosen(HostConfig.LogConfig log, String option, Map<String, String> from) {
        List<String> named = List.of(log.config().getOrDefault(option, "").split(","));
        String expression = log.config().getOrDefault(option + "-regex", "");
        Pattern pattern = pattern(option, expression);
        Map<String, String> chosen = new TreeMap<>();
        from.forEach((name, value) -> {
            if (named.contains(name)
                    || !expression.isEmpty() && pattern.matcher(name).find()) {
                chosen.put(name, value);
            }
        });
        return chosen;
    }

    private static Pattern pattern(String option, String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException wrong) {
            throw new EngineException.InvalidParameter("log opt " + option + "-regex: " + wrong.getMessage(), wrong);
        }
    }

    /** {@code a=1,b=2}, by name, as Docker's {@code --details} shows them. */
    public String text() {
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(values).forEach((name, value) -> pairs.add(encode(name) + "=" + encode(value)));
        return String.join(",", pairs);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
