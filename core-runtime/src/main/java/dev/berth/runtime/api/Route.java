package dev.berth.runtime.api;

import io.netty.handler.codec.http.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method and a path that a handler answers. A placeholder {@code {id}} stands for one path element, {@code {name*}}
 * for one or more: image names have slashes.
 */
final class Route {
    /** What the handler wants of the body. */
    enum Body {
        /** Whole and small. */
        WHOLE,
        /** As it arrives. */
        STREAMED
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(\\*?)}");

    private final HttpMethod method;
    private final Pattern path;
    private final List<String> placeholders = new ArrayList<>();
    private final Body body;
    private final RouteHandler handler;

    Route(HttpMethod method, String path, Body body, RouteHandler handler) {
        this.method = method;
        this.body = body;
        this.handler = handler;
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(path);
        int end = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(path.substring(end, placeholder.start())));
            regex.append(placeholder.group(2).isEmpty() ? "([^/]+)" : "(.+)");
            placeholders.add(placeholder.group(1));
            end = placeholder.end();
        }
        this.path = Pattern.compile(regex + Pattern.quote(path.substring(end)) + "/?");
    }

    Body body() {
        return body;
    }

    RouteHandler handler() {
        return handler;
    }

    /** What the placeholders stand for, decoded, if this route answers the request. */
    Optional<Map<String, String>> match(HttpMethod askedMethod, String askedPath) {
        Matcher found = path.matcher(askedPath);
        if (!method.equals(askedMethod) || !found.matches()) {
            return Optional.empty();
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < placeholders.size(); i++) {
            names.put(placeholders.get(i), decode(found.group(i + 1)));
        }
        return Optional.of(names);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
