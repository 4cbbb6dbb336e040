package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.image.CommitRequest;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.ImagePruneReport;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.image.ImageSummary;
import dev.berth.runtime.image.ImportRequest;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.state.Json;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Routes of images. */
final class ImageRoutes {
    private static final String TAR = "application/x-tar";

    private final ApiServices services;
    private final ImageService images;
    private final RegistryRoutes registries;
    private final ImageUsers users;

    ImageRoutes(ApiServices services) {
        this.services = services;
        this.images = services.images();
        this.users = new ImageUsers(services.containers());
        this.registries = new RegistryRoutes(services.registries());
    }

    void addTo(RouteTable routes) {
        registries.addTo(routes);
        routes.get("/images/json", this::list)
                .get("/images/get", (request, reply) -> save(request.query().all("names"), reply))
                .get("/images/{name*}/get", (request, reply) -> save(List.of(request.name("name")), reply))
                .get(
                        "/images/{name*}/json",
                        (request, reply) ->
                                reply.json(200, request.answers().image(images.inspect(request.name("name")))))
                .get(
                        "/images/{name*}/history",
                        (request, reply) -> reply.json(200, images.history(request.name("name"))))
                .post("/images/{name*}/tag", this::tag)
                .post("/images/prune", this::prune)
                .streamed(HttpMethod.POST, "/images/create", this::create)
                .streamed(HttpMethod.POST, "/images/load", this::load)
                .delete("/images/{name*}", this::remove)
                .post("/commit", this::commit);
    }

    private void list(ApiRequest request, Reply reply) {
        Map<String, List<String>> filters = new TreeMap<>(request.query().filters());
        if (request.query().flag("all")) {
            filters.put("all", List.of("1"));
        }
        List<ImageSummary> found = images.list(filters, request.query().flag("shared-size"));
        reply.json(200, request.answers().imageLines(found, users::count));
    }

    private void save(List<String> names, Reply reply) throws IOException {
        LateOutput tar = new LateOutput(reply, TAR);
        images.save(names, tar);
        tar.close();
    }

    private void tag(ApiRequest request, Reply reply) {
        Query query = request.query();
        images.tag(request.name("name"), ImageReference.parse(query.text("repo"), query.text("tag")));
        reply.empty(201);
    }

    private void prune(ApiRequest request, Reply reply) {
        ImagePruneReport report = images.prune(request.query().filters());
        reply.json(200, report);
    }

    private void remove(ApiRequest request, Reply reply) {
        Query query = request.query();
        reply.json(200, images.remove(request.name("name"), query.flag("force"), query.flag("noprune")));
    }

    /** Import if there is a source; a pull otherwise. */
    private void create(ApiRequest request, Reply reply) throws IOException {
        Query query = request.query();
        String source = query.text("fromSrc");
        if (source.isEmpty()) {
            registries.pull(request, reply);
            return;
        }
        if (!source.equals("-")) {
            throw new EngineException.NotImplemented("import from " + source + ": only an archive that is sent along");
        }
        Optional<ImageReference> reference = query.text("repo").isEmpty()
                ? Optional.empty()
                : Optional.of(ImageReference.parse(query.text("repo"), query.text("tag")));
        String message = query.text("message").isEmpty() ? "Imported from -" : query.text("message");
        Image image = images.importTar(request.stream(), new ImportRequest(reference, query.all("changes"), message));
        try (ProgressLines progress = new ProgressLines(reply)) {
            progress.line(Json.mapper().createObjectNode().put("status", image.id()));
        }
    }

    private void load(ApiRequest request, Reply reply) throws IOException {
        try (ProgressLines progress = new ProgressLines(reply)) {
            try {
                images.load(
                        request.stream(),
                        said -> progress.line(Json.mapper().createObjectNode().put("stream", said)));
            } catch (RuntimeException failure) {
                progress.error(ErrorReply.of(failure));
            }
        }
    }

    private void commit(ApiRequest request, Reply reply) {
        Query query = request.query();
        Container container = services.containers().find(query.text("container"));
        Image parent = images.byId(container.imageId())
                .orElseThrow(() -> new EngineException.NotFound("No such image: " + container.imageId()));
        Optional<ImageReference> reference = query.text("repo").isEmpty()
                ? Optional.empty()
                : Optional.of(ImageReference.parse(query.text("repo"), query.text("tag")));
        CommitRequest commit = new CommitRequest(
                container.id(),
                parent,
                merged(container.config(), request.object()),
                reference,
                query.text("author"),
                query.text("comment"),
                query.all("changes"));
        Image image = atRest(container, query.flag("pause", true), () -> commit(container, commit));
        reply.json(201, Json.mapper().createObjectNode().put("Id", image.id()));
    }

    private Image commit(Container container, CommitRequest commit) {
        Image image = images.commit(commit);
        Map<String, String> more = Map.of(
                "imageID",
                image.id(),
                "imageRef",
                commit.reference().map(ImageReference::familiar).orElse(""));
        services.events()
                .publish(EventType.CONTAINER, "commit", container.id(), ContainerRoutes.attributes(container, more));
        return image;
    }

    private Image atRest(Container container, boolean pause, Supplier<Image> commit) {
        boolean freeze =
                pause && container.state().isRunning() && !container.state().isPaused();
        if (!freeze) {
            return commit.get();
        }
        services.containers().pause(container.id());
        try {
            return commit.get();
        } finally {
            services.containers().unpause(container.id());
        }
    }

    /** The container's configuration, but for what the client says. */
    private static ContainerConfig merged(ContainerConfig config, ObjectNode said) {
        ObjectNode merged = Json.mapper().valueToTree(config);
        for (Map.Entry<String, JsonNode> entry : said.properties()) {
            JsonNode value = entry.getValue();
            boolean empty = value.isNull()
                    || (value.isContainerNode() && value.isEmpty())
                    || (value.isTextual() && value.asText().isEmpty())
                    || (value.isBoolean() && !value.asBoolean());
            if (!empty) {
                merged.set(entry.getKey(), value);
            }
        }
        return CreateBody.config(merged);
    }
}
