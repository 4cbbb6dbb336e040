package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.state.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Links of containers that exist: {@code GET /berth/v1/links}, {@code POST} and {@code DELETE} of one at
 * {@code /berth/v1/containers/ID/links}. Docker has no such thing.
 */
final class LinkRoutes {
    private final ApiServices services;

    LinkRoutes(ApiServices services) {
        this.services = services;
    }

    void addTo(RouteTable routes) {
        routes.get("/berth/v1/links", this::list)
                .post("/berth/v1/containers/{id}/links", this::add)
                .delete("/berth/v1/containers/{id}/links/{alias}", this::remove);
    }

    private void list(ApiRequest request, Reply reply) {
        Optional<String> one = request.query().find("container");
        List<Container> containers = one.map(
                        ref -> List.of(services.containers().find(ref)))
                .orElseGet(() -> services.containers().inquiries().list());
        ArrayNode links = Json.mapper().createArrayNode();
        containers.stream()
                .sorted(Comparator.comparing(Container::name))
                .forEach(container -> services.networks()
                        .linkTargets(container.id())
                        .forEach((alias, target) -> links.addObject()
                                .put("Container", container.name())
                                .put("Alias", alias)
                                .put("Target", target)));
        reply.json(200, links);
    }

    private void add(ApiRequest request, Reply reply) {
        ObjectNode body = request.object();
        String target = body.path("Target").asText();
        if (target.isEmpty()) {
            throw new EngineException.InvalidParameter("a link needs a Target");
        }
        Container child = services.containers().find(request.name("id"));
        Container parent = services.containers().find(target);
        String alias = body.path("Alias").asText(parent.name());
        services.networks().addLink(child.id(), parent.id(), alias);
        reply.json(
                201,
                Json.mapper()
                        .createObjectNode()
                        .put("Container", child.name())
                        .put("Alias", alias)
                        .put("Target", parent.name()));
    }

    private void remove(ApiRequest request, Reply reply) {
        Container child = services.containers().find(request.name("id"));
        services.networks().removeLink(child.id(), request.name("alias"));
        reply.empty(204);
    }
}
