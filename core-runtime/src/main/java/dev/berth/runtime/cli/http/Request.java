package dev.berth.runtime.cli.http;

import dev.berth.runtime.cli.json.JsonText;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** One request to the engine; {@code with...} give changed copies. */
public final class Request {
    private final String method;
    private final String path;
    private final List<String> query;
    private final Optional<Object> json;
    private final Optional<InputStream> stream;
    private final List<String> headers;

    private Request(
            String method,
            String path,
            List<String> query,
            Optional<Object> json,
            Optional<InputStream> stream,
            List<String> headers) {
        this.method = method;
        this.path = path;
        this.query = List.copyOf(query);
        this.json = json;
        this.stream = stream;
        this.headers = List.copyOf(headers);
    }

    /** A GET; the segments are escaped and joined by slashes. */
    public static Request get(String... segments) {
        return of("GET", segments);
    }

    /** A POST. */
    public static Request post(String... segments) {
        return of("POST", segments);
    }

    /** A DELETE. */
    public static Request delete(String... segments) {
        return of("DELETE", segments);
    }

    /** A request of any method. */
    public static Request of(String method, String... segments) {
        StringJoiner path = new StringJoiner("/", "/", "");
        for (String segment : segments) {
            path.add(escape(segment).replace("%2F", "/").replace("%3A", ":"));
        }
        return new Request(method, path.toString(), List.of(), Optional.empty(), Optional.empty(), List.of());
    }

    /** With a query parameter. */
    public Request with(String name, Object value) {
        List<String> all = new ArrayList<>(query);
        all.add(name + "=" + escape(value.toString()));
        return new Request(method, path, all, json, stream, headers);
    }

    /** With a query parameter of value 1 if the condition holds. */
    public Request flag(String name, boolean given) {
        return given ? with(name, "1") : this;
    }

    /** With a query parameter unless it is empty. */
    public Request given(String name, String value) {
        return value.isEmpty() ? this : with(name, value);
    }

    /** With Docker's {@code filters}: each name with its values; none if empty. */
    public Request filters(Map<String, List<String>> filters) {
        return filters.isEmpty() ? this : with("filters", JsonText.compact(filters));
    }

    /** With a JSON body. */
    public Request json(Object body) {
        return new Request(method, path, query, Optional.of(body), Optional.empty(), headers);
    }

    /** With a body of unknown length, sent in chunks. */
    public Request body(InputStream body) {
        return new Request(method, path, query, Optional.empty(), Optional.of(body), headers);
    }

    /** With one more header. */
    public Request header(String name, String value) {
        List<String> all = new ArrayList<>(headers);
        all.add(name + ": " + value);
        return new Request(method, path, query, json, stream, all);
    }

    /** Lines of headers without their ends. */
    List<String> headers() {
        return headers;
    }

    String method() {
        return method;
    }

    /** Path and query. */
    String target() {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    Optional<byte[]> jsonBytes() {
        return json.map(body -> JsonText.compact(body).getBytes(StandardCharsets.UTF_8));
    }

    Optional<InputStream> stream() {
        return stream;
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
