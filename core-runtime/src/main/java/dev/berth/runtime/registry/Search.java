package dev.berth.runtime.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.registry.http.Endpoint;
import dev.berth.runtime.registry.http.Endpoints;
import dev.berth.runtime.registry.http.RegistryException;
import dev.berth.runtime.registry.http.Transport;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code docker search}: the index API where a registry has it, else its catalog of repositories. */
final class Search {
    private static final URI HUB_INDEX = URI.create("https://index.docker.io");
    private static final int MOST = 100;
    private static final Set<String> FILTERS = Set.of("is-automated", "is-official", "stars");

    private final Remote remote;
    private final Endpoints endpoints;
    private final Transport transport;

    Search(Remote remote, Endpoints endpoints, Transport transport) {
        this.remote = remote;
        this.endpoints = endpoints;
        this.transport = transport;
    }

    ArrayNode run(String term, int limit, Map<String, List<String>> filters, Credentials credentials) {
        check(limit, filters);
        int slash = term.indexOf('/');
        String first = slash < 0 ? "" : term.substring(0, slash);
        boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
        String domain = named ? first : Endpoints.HUB;
        String wanted = named ? term.substring(slash + 1) : term;
        try {
            return filtered(ask(domain, wanted, limit, credentials), limit, filters);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure(String.valueOf(failure.getMessage()), failure);
        }
    }

    private static void check(int limit, Map<String, List<String>> filters) {
        if (limit < 1 || limit > MOST) {
            throw new EngineException.InvalidParameter("limit " + limit + " is outside the range of [1, 100]");
        }
        for (String key : filters.keySet()) {
            if (!FILTERS.contains(key)) {
                throw new EngineException.InvalidParameter("invalid filter '" + key + "'");
            }
        }
    }

    private ArrayNode ask(String domain, String term, int limit, Credentials credentials) throws IOException {
        if (domain.equals(Endpoints.HUB)) {
            return transport.index(new Endpoint(HUB_INDEX, true, false), term, limit, credentials);
        }
        RegistryException last = null;
        for (Endpoint endpoint : endpoints.toPush(domain)) {
            try {
                return transport.index(endpoint, term, limit, credentials);
            } catch (RegistryException refused) {
                last = refused;
                if (refused.status() != 0) {
                    return catalog(domain, term, credentials);
                }
            }
        }
        throw last == null ? new IOException("no endpoint to ask") : last;
    }

    private ArrayNode catalog(String domain, String term, Credentials credentials) throws IOException {
        List<String> names = remote.first(endpoints.toPush(domain), "", credentials, registry -> registry.catalog());
        ArrayNode results = Json.mapper().createArrayNode();
        for (String name : names) {
            if (name.contains(term)) {
                results.addObject()
                        .put("star_count", 0)
                        .put("is_official", false)
                        .put("name", name)
                        .put("is_automated", false)
                        .put("description", "");
            }
        }
        return results;
    }

    private static ArrayNode filtered(ArrayNode results, int limit, Map<String, List<String>> filters) {
        ArrayNode chosen = Json.mapper().createArrayNode();
        for (JsonNode result : results) {
            if (chosen.size() < limit && passes(result, filters)) {
                ObjectNode entry = chosen.addObject();
                entry.put("star_count", result.path("star_count").asInt())
                        .put("is_official", result.path("is_official").asBoolean())
                        .put("name", result.path("name").asText())
                        .put("is_automated", result.path("is_automated").asBoolean())
                        .put("description", result.path("description").asText(""));
            }
        }
        return chosen;
    }

    private static boolean passes(JsonNode result, Map<String, List<String>> filters) {
        return filters.getOrDefault("stars", List.of()).stream()
                        .allMatch(least -> result.path("star_count").asInt() >= number(least))
                && filters.getOrDefault("is-official", List.of()).stream()
                        .allMatch(wanted -> result.path("is_official").asBoolean() == truth("is-official", wanted))
                && filters.getOrDefault("is-automated", List.of()).stream()
                        .allMatch(wanted -> result.path("is_automated").asBoolean() == truth("is-automated", wanted));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw new EngineException.InvalidParameter("invalid filter 'stars=[" + text + "]'", none);
        }
    }

    private static boolean truth(String key, String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new EngineException.InvalidParameter("invalid filter '" + key + "=[" + text + "]'");
        };
    }
}
