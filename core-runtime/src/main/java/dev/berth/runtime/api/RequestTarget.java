package dev.berth.runtime.api;

import dev.berth.runtime.spec.ApiVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request line's target taken apart: {@code /v1.41/containers/json?all=1}. */
record RequestTarget(ApiVersion version, String path, Query query) {
    private static final Pattern VERSIONED = Pattern.compile("/v([0-9.]+)(/.*)");
    private static final int MOST_PARAMETERS = 4096;

    /** @throws dev.berth.plugin.EngineException.InvalidParameter the version is not served, or the query malformed */
    static RequestTarget parse(String uri) {
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        Query query = new Query(question < 0 ? java.util.Map.of() : parameters(uri.substring(question + 1)));
        Matcher versioned = VERSIONED.matcher(path);
        return versioned.matches()
                ? new RequestTarget(ApiVersion.parse(versioned.group(1)).requireServed(), versioned.group(2), query)
                : new RequestTarget(ApiVersion.NEWEST, path, query);
    }

    private static java.util.Map<String, java.util.List<String>> parameters(String text) {
        try {
            return new QueryStringDecoder(text, StandardCharsets.UTF_8, false, MOST_PARAMETERS).parameters();
        } catch (IllegalArgumentException malformed) {
            throw new HttpFailure(400, "malformed query: " + malformed.getMessage());
        }
    }
}
