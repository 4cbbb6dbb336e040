package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.build.BuildOutput;
import dev.berth.runtime.build.BuildRequest;
import dev.berth.runtime.build.BuildService;
import dev.berth.runtime.build.StepFailure;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.state.Json;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;

/** Routes of builds. */
final class BuildRoutes {
    private final BuildService builds;

    BuildRoutes(BuildService builds) {
        this.builds = builds;
    }

    void addTo(RouteTable routes) {
        routes.streamed(HttpMethod.POST, "/build", this::build).post("/build/prune", this::prune);
    }

    /** Before anything was told a failure is the answer's status; afterwards it is the last line. */
    private void build(ApiRequest request, Reply reply) throws IOException {
        BuildQuery query = new BuildQuery(request.query(), request.headers());
        BuildRequest wanted = query.read();
        Cancellation cancellation = new Cancellation();
        BuildLines lines = new BuildLines(reply, cancellation, request.query().flag("q"));
        try {
            Image image = build(wanted, request, lines, cancellation);
            lines.succeed(image.id());
        } catch (RuntimeException failure) {
            if (!lines.isBegun()) {
                throw failure;
            }
            tell(failure, lines);
        }
        lines.close();
    }

    private static void tell(RuntimeException failure, BuildLines lines) {
        if (failure instanceof StepFailure step && step.isExpected()) {
            lines.fail(String.valueOf(step.getMessage()), step.code());
        } else {
            lines.fail(ErrorReply.of(failure).message(), 0);
        }
    }

    private Image build(BuildRequest wanted, ApiRequest request, BuildOutput output, Cancellation cancellation) {
        String remote = request.query().text("remote");
        return remote.isEmpty()
                ? builds.build(wanted, request.stream(), output, cancellation)
                : builds.build(wanted, remote, output, cancellation);
    }

    private void prune(ApiRequest request, Reply reply) {
        BuildService.Pruned pruned = builds.prune();
        ObjectNode json = Json.mapper().createObjectNode();
        ArrayNode names = json.putArray("CachesDeleted");
        pruned.names().forEach(names::add);
        reply.json(200, json.put("SpaceReclaimed", pruned.bytes()));
    }
}
