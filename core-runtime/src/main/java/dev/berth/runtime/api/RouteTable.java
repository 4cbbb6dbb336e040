package dev.berth.runtime.api;

import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every route; the first that fits answers, so the special ones are added before the general. */
final class RouteTable {
    private final List<Route> routes = new ArrayList<>();

    /** A route and what its placeholders stand for. */
    record Match(Route route, Map<String, String> names) {}

    RouteTable get(String path, RouteHandler handler) {
        return add(HttpMethod.GET, path, Route.Body.WHOLE, handler);
    }

    RouteTable head(String path, RouteHandler handler) {
        return add(HttpMethod.HEAD, path, Route.Body.WHOLE, handler);
    }

    RouteTable post(String path, RouteHandler handler) {
        return add(HttpMethod.POST, path, Route.Body.WHOLE, handler);
    }

    RouteTable delete(String path, RouteHandler handler) {
        return add(HttpMethod.DELETE, path, Route.Body.WHOLE, handler);
    }

    /** A route whose body has no bound. */
    RouteTable streamed(HttpMethod method, String path, RouteHandler handler) {
        return add(method, path, Route.Body.STREAMED, handler);
    }

    /** The route of a request, by a path without version. */
    Optional<Match> find(HttpMethod method, String path) {
        for (Route route : routes) {
            Optional<Map<String, String>> names = route.match(method, path);
            if (names.isPresent()) {
                return Optional.of(new Match(route, names.get()));
            }
        }
        return Optional.empty();
    }

    private RouteTable add(HttpMethod method, String path, Route.Body body, RouteHandler handler) {
        routes.add(new Route(method, path, body, handler));
        return this;
    }
}
