package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.spec.ApiVersion;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.InputStream;
import java.util.Map;

/**
 * A request that has found its route.
 *
 * @param path without version prefix
 * @param names what the route's placeholders stand for
 * @param json the body if the route wants it whole, else empty
 * @param stream the body if the route wants it as it arrives, else at its end
 */
record ApiRequest(
        HttpMethod method,
        String path,
        ApiVersion version,
        Query query,
        HttpHeaders headers,
        Map<String, String> names,
        byte[] json,
        InputStream stream) {
    /** What the placeholder stands for. */
    String name(String placeholder) {
        String value = names.get(placeholder);
        if (value == null) {
            throw new IllegalStateException("route of " + path + " has no {" + placeholder + "}");
        }
        return value;
    }

    /** What a client of this version is told. */
    AnswersByVersion answers() {
        return new AnswersByVersion(version);
    }

    /** The JSON body as {@code type}. */
    <T> T body(Class<T> type) {
        checkIsJson();
        return JsonBody.read(json, type);
    }

    /** The JSON body, empty if there is none. */
    ObjectNode object() {
        checkIsJson();
        return JsonBody.object(json);
    }

    private void checkIsJson() {
        String type = headers.get("Content-Type", "");
        boolean isJson = type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json");
        if (json.length > 0 && !isJson) {
            throw new HttpFailure(400, "Content-Type specified (" + type + ") must be 'application/json'");
        }
    }
}
