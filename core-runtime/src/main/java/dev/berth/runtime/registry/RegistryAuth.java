package dev.berth.runtime.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.state.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Credentials as Docker's API carries them: JSON, in a header encoded in base64. */
public final class RegistryAuth {
    private RegistryAuth() {}

    /**
     * Reads {@code X-Registry-Auth}.
     *
     * @param header empty, or base64 of either alphabet
     * @throws EngineException.InvalidParameter it is something else
     */
    public static Credentials header(String header) {
        if (header.isBlank()) {
            return Credentials.NONE;
        }
        try {
            String plain = header.strip().replace('+', '-').replace('/', '_').replaceAll("=+$", "");
            String json = new String(Base64.getUrlDecoder().decode(plain), StandardCharsets.UTF_8);
            return json.isBlank() ? Credentials.NONE : of(Json.tree(json));
        } catch (IllegalArgumentException | EngineException.InvalidParameter unreadable) {
            throw new EngineException.InvalidParameter("invalid X-Registry-Auth header: " + unreadable.getMessage());
        }
    }

    /** Reads an {@code AuthConfig}. */
    public static Credentials of(JsonNode json) {
        String username = json.path("username").asText("");
        String password = json.path("password").asText("");
        String pair = json.path("auth").asText("");
        if (username.isEmpty() && !pair.isEmpty()) {
            String plain = new String(Base64.getMimeDecoder().decode(pair), StandardCharsets.UTF_8);
            int colon = plain.indexOf(':');
            username = colon < 0 ? plain : plain.substring(0, colon);
            password = colon < 0 ? "" : plain.substring(colon + 1);
        }
        return new Credentials(
                username,
                password,
                json.path("identitytoken").asText(""),
                json.path("registrytoken").asText(""));
    }
}
