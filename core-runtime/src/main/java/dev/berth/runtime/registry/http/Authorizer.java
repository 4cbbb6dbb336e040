package dev.berth.runtime.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers a registry's challenge: name and password as they are, or a token that its token server gives for them. A
 * token is asked for once for each scope, and again when the registry takes it no more.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token authentication</a>
 */
final class Authorizer {
    private final Transport transport;
    private final boolean verified;
    private final Credentials credentials;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    Authorizer(Transport transport, boolean verified, Credentials credentials) {
        this.transport = transport;
        this.verified = verified;
        this.credentials = credentials;
    }

    /** The header for this scope that worked before, if there is one. */
    Optional<String> known(Optional<Challenge> challenge, List<String> scopes) {
        if (!credentials.registryToken().isEmpty()) {
            return Optional.of("Bearer " + credentials.registryToken());
        }
        if (challenge.map(Challenge::scheme).filter("basic"::equals).isPresent() && credentials.hasPassword()) {
            return Optional.of(credentials.basic());
        }
        return Optional.ofNullable(tokens.get(String.join(" ", scopes))).map(token -> "Bearer " + token);
    }

    /**
     * A header that answers the challenge.
     *
     * @throws RegistryException there are no credentials, or the token server refuses
     */
    String answer(Challenge challenge, List<String> scopes) throws IOException {
        if (challenge.scheme().equals("basic")) {
            if (!credentials.hasPassword()) {
                throw RegistryException.refused(401, "", "no basic auth credentials");
            }
            return credentials.basic();
        }
        String token = fetch(challenge, scopes);
        tokens.put(String.join(" ", scopes), token);
        return "Bearer " + token;
    }

    private String fetch(Challenge challenge, List<String> scopes) throws IOException {
        Call call = credentials.identityToken().isEmpty() ? simple(challenge, scopes) : refreshing(challenge, scopes);
        HttpResponse<InputStream> answer = transport.send(call, verified);
        JsonNode json = json(Transport.text(answer));
        String token = json.path("token").asText(json.path("access_token").asText(""));
        if (token.isEmpty()) {
            throw RegistryException.refused(401, "", "authorization server did not include a token in the response");
        }
        return token;
    }

    private static JsonNode json(String text) throws IOException {
        try {
            return Json.tree(text);
        } catch (EngineException unreadable) {
            throw RegistryException.refused(401, "", "unable to decode token response: " + unreadable.getMessage());
        }
    }

    private Call simple(Challenge challenge, List<String> scopes) throws IOException {
        StringBuilder query = new StringBuilder();
        add(query, "account", credentials.username());
        add(query, "service", challenge.parameter("service"));
        scopes.forEach(scope -> add(query, "scope", scope));
        String realm = realm(challenge);
        Call call = Call.get(URI.create(realm + (realm.contains("?") ? "&" : "?") + query));
        return credentials.hasPassword() ? call.with("Authorization", credentials.basic()) : call;
    }

    private Call refreshing(Challenge challenge, List<String> scopes) throws IOException {
        StringBuilder form = new StringBuilder();
        add(form, "grant_type", "refresh_token");
        add(form, "refresh_token", credentials.identityToken());
        add(form, "service", challenge.parameter("service"));
        add(form, "client_id", "docker");
        add(form, "scope", String.join(" ", scopes));
        return Call.of("POST", URI.create(realm(challenge)))
                .with("Content-Type", "application/x-www-form-urlencoded")
                .sending(() -> BodyPublishers.ofString(form.toString()));
    }

    private static String realm(Challenge challenge) throws IOException {
        String realm = challenge.parameter("realm");
        if (!realm.startsWith("https://") && !realm.startsWith("http://")) {
            throw RegistryException.refused(401, "", "no realm specified for token auth challenge");
        }
        return realm;
    }

    private static void add(StringBuilder query, String name, String value) {
        if (!value.isEmpty()) {
            query.append(query.length() == 0 ? "" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
