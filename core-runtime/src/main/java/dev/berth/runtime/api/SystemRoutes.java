package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.ImageSummary;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.volume.Volume;
import dev.berth.runtime.volume.VolumeUsage;
import java.util.List;
import java.util.Map;

/** Routes about the engine as a whole, and about what it does not have. */
final class SystemRoutes {
    private static final String NO_SWARM = "This node is not a swarm manager. Use \"docker swarm init\" or"
            + " \"docker swarm join\" to connect this node to swarm and try again.";
    private static final List<String> SWARM = List.of("swarm", "nodes", "services", "tasks", "secrets", "configs");

    private final ApiServices services;
    private final SystemInfo info;
    private final ContainerSummaries summaries;
    private final ImageUsers users;

    SystemRoutes(ApiServices services, ContainerSummaries summaries) {
        this.services = services;
        this.info = new SystemInfo(services);
        this.summaries = summaries;
        this.users = new ImageUsers(services.containers());
    }

    void addTo(RouteTable routes) {
        routes.get("/_ping", (request, reply) -> ping(reply))
                .head("/_ping", (request, reply) -> ping(reply))
                .get("/version", (request, reply) -> reply.json(200, info.version()))
                .get(
                        "/info",
                        (request, reply) -> reply.json(200, request.answers().info(info.info())))
                .get("/system/df", (request, reply) -> reply.json(200, diskUse(request.answers())));
        addSwarm(routes);
    }

    private static void addSwarm(RouteTable routes) {
        RouteHandler none = (request, reply) -> {
            throw new EngineException.Unavailable(NO_SWARM);
        };
        for (String word : SWARM) {
            routes.get("/" + word, none).get("/" + word + "/{rest*}", none);
            routes.post("/" + word + "/{rest*}", none).delete("/" + word + "/{rest*}", none);
        }
    }

    private static void ping(Reply reply) {
        reply.header("Builder-Version", "1")
                .header("Cache-Control", "no-cache, no-store, must-revalidate")
                .header("Pragma", "no-cache")
                .text(200, "OK");
    }

    private static void refuse(String message) {
        throw new EngineException.NotImplemented(message);
    }

    private ObjectNode diskUse(AnswersByVersion answers) {
        ObjectNode use = Json.mapper().createObjectNode();
        use.put("LayersSize", services.images().layersSize());
        List<ImageSummary> images = users.count(services.images().list(Map.of(), true));
        use.set(
                "Images",
                Json.mapper()
                        .valueToTree(images.stream().map(answers::imageLine).toList()));
        use.set(
                "Containers",
                Json.mapper()
                        .valueToTree(
                                summaries.list(services.containers().inquiries().list(), true)));
        Map<String, VolumeUsage> usage = services.volumes().usage();
        var volumes = use.putArray("Volumes");
        for (Volume volume : services.volumes().list(Map.of()).volumes()) {
            ObjectNode node = Json.mapper().valueToTree(volume);
            VolumeUsage used = usage.get(volume.name());
            node.set("UsageData", Json.mapper().valueToTree(used == null ? new VolumeUsage(-1, -1) : used));
            volumes.add(node);
        }
        use.putArray("BuildCache");
        return use.put("BuilderSize", 0);
    }
}
