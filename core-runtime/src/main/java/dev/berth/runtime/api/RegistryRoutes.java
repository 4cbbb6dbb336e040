package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.Platform;
import dev.berth.runtime.registry.PullRequest;
import dev.berth.runtime.registry.Registries;
import dev.berth.runtime.registry.RegistryAuth;
import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.state.Json;
import java.io.IOException;

/** Routes that talk to registries. */
final class RegistryRoutes {
    private static final int SEARCH_LIMIT = 25;

    private final Registries registries;

    RegistryRoutes(Registries registries) {
        this.registries = registries;
    }

    void addTo(RouteTable routes) {
        routes.post("/auth", this::login)
                .get("/images/search", this::search)
                .post("/images/{name*}/push", this::push)
                .get("/distribution/{name*}/json", (request, reply) -> {
                    ImageReference name = ImageReference.parse(request.name("name"));
                    reply.json(200, registries.inspect(name, credentials(request)));
                });
    }

    private static Credentials credentials(ApiRequest request) {
        return RegistryAuth.header(request.headers().get("X-Registry-Auth", ""));
    }

    /** {@code POST /images/create} with {@code fromImage}. */
    void pull(ApiRequest request, Reply reply) throws IOException {
        Query query = request.query();
        String image = query.text("fromImage");
        ImageReference name = ImageReference.parse(image, query.text("tag"));
        boolean allTags = query.text("tag").isEmpty() && isBare(image);
        PullRequest pull = new PullRequest(name, allTags, Platform.parse(query.text("platform")), credentials(request));
        stream(reply, (progress, ended) -> registries.pull(pull, progress, ended));
    }

    private void push(ApiRequest request, Reply reply) throws IOException {
        String image = request.name("name");
        String tag = request.query().text("tag");
        ImageReference name = ImageReference.parse(image, tag);
        if (name.digest().isPresent()) {
            throw new EngineException.InvalidParameter("cannot push a digest reference");
        }
        Credentials credentials = credentials(request);
        boolean allTags = tag.isEmpty() && isBare(image);
        stream(reply, (progress, ended) -> registries.push(name, allTags, credentials, progress, ended));
    }

    /** A name without tag or digest. */
    private static boolean isBare(String image) {
        return image.indexOf('@') < 0 && image.lastIndexOf(':') <= image.lastIndexOf('/');
    }

    private interface Transfer {
        void run(TransferLines progress, Cancellation ended);
    }

    /** What fails before the first line gets a status of its own; a client that goes ends the transfer. */
    private static void stream(Reply reply, Transfer transfer) throws IOException {
        Cancellation ended = new Cancellation();
        ProgressLines lines = new ProgressLines(reply, ended::cancel);
        try {
            transfer.run(new TransferLines(lines), ended);
        } catch (RuntimeException failure) {
            if (!lines.isBegun()) {
                throw failure;
            }
            lines.error(ErrorReply.of(failure));
        }
        lines.close();
    }

    private void login(ApiRequest request, Reply reply) {
        ObjectNode body = request.object();
        registries.login(body.path("serveraddress").asText(""), RegistryAuth.of(body));
        reply.json(
                200,
                Json.mapper()
                        .createObjectNode()
                        .put("Status", "Login Succeeded")
                        .put("IdentityToken", ""));
    }

    private void search(ApiRequest request, Reply reply) {
        Query query = request.query();
        int limit = query.number("limit").orElse(SEARCH_LIMIT);
        reply.json(
                200,
                registries.search(
                        query.text("term"), limit == 0 ? SEARCH_LIMIT : limit, query.filters(), credentials(request)));
    }
}
