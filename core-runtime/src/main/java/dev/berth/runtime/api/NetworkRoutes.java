package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.network.NetworkCreate;
import dev.berth.runtime.network.NetworkService;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.state.Json;
import java.util.List;
import java.util.Map;

/** Routes of networks. */
final class NetworkRoutes {
    private final ApiServices services;
    private final NetworkService networks;

    NetworkRoutes(ApiServices services) {
        this.services = services;
        this.networks = services.networks();
    }

    void addTo(RouteTable routes) {
        routes.get(
                        "/networks",
                        (request, reply) ->
                                reply.json(200, networks.list(request.query().filters())))
                .post("/networks/create", this::create)
                .post("/networks/prune", this::prune)
                .get("/networks/{id}", (request, reply) -> reply.json(200, networks.inspect(request.name("id"))))
                .post("/networks/{id}/connect", this::connect)
                .post("/networks/{id}/disconnect", this::disconnect)
                .delete("/networks/{id}", this::remove);
    }

    private void create(ApiRequest request, Reply reply) {
        String id = networks.create(CreateBody.strictly(request.object(), NetworkCreate.class));
        reply.json(201, Json.mapper().createObjectNode().put("Id", id).put("Warning", ""));
    }

    private void prune(ApiRequest request, Reply reply) {
        ObjectNode json = Json.mapper().createObjectNode();
        List<String> removed = networks.prune(request.query().filters());
        services.events().publish(EventType.NETWORK, "prune", "", Map.of("reclaimed", "0"));
        reply.json(200, json.set("NetworksDeleted", Json.mapper().valueToTree(removed)));
    }

    private void connect(ApiRequest request, Reply reply) {
        ObjectNode body = request.object();
        JsonNode settings = body.path("EndpointConfig");
        networks.connect(
                request.name("id"),
                container(body).id(),
                settings.isObject() ? CreateBody.strictly(settings, EndpointSettings.class) : EndpointSettings.NONE);
        reply.empty(200);
    }

    private void disconnect(ApiRequest request, Reply reply) {
        ObjectNode body = request.object();
        boolean force = body.path("Force").asBoolean();
        String container =
                force ? body.path("Container").asText() : container(body).id();
        networks.disconnect(request.name("id"), container, force);
        reply.empty(200);
    }

    private Container container(ObjectNode body) {
        return services.containers().find(body.path("Container").asText());
    }

    private void remove(ApiRequest request, Reply reply) {
        networks.remove(request.name("id"));
        reply.empty(204);
    }
}
