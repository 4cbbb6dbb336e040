package dev.berth.runtime.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.runtime.volume.VolumeService;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Routes of volumes. */
final class VolumeRoutes {
    private final VolumeService volumes;

    VolumeRoutes(VolumeService volumes) {
        this.volumes = volumes;
    }

    void addTo(RouteTable routes) {
        routes.get(
                        "/volumes",
                        (request, reply) ->
                                reply.json(200, volumes.list(request.query().filters())))
                .post("/volumes/create", this::create)
                .post("/volumes/prune", this::prune)
                .get("/volumes/{name}", (request, reply) -> reply.json(200, volumes.inspect(request.name("name"))))
                .delete("/volumes/{name}", this::remove);
    }

    /** The body of {@code POST /volumes/create}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Create(
            @JsonProperty("Name") String name,
            @JsonProperty("Driver") String driver,
            @JsonProperty("DriverOpts") Map<String, String> options,
            @JsonProperty("Labels") Map<String, String> labels) {
        Create {
            name = name == null ? "" : name;
            driver = driver == null ? "" : driver;
            options = options == null ? Map.of() : Map.copyOf(options);
            labels = labels == null ? Map.of() : Map.copyOf(labels);
        }
    }

    private void create(ApiRequest request, Reply reply) {
        Create body = CreateBody.as(request.object(), Create.class);
        reply.json(201, volumes.create(body.name(), body.driver(), body.options(), body.labels()));
    }

    /** Before 1.42 a prune took named volumes too, and clients of that age show it so. */
    private void prune(ApiRequest request, Reply reply) {
        Map<String, List<String>> filters = new TreeMap<>(request.query().filters());
        if (!request.version().isAtLeast(42)) {
            filters.put("all", List.of("true"));
        }
        reply.json(200, volumes.prune(filters));
    }

    private void remove(ApiRequest request, Reply reply) {
        volumes.remove(request.name("name"), request.query().flag("force"));
        reply.empty(204);
    }
}
