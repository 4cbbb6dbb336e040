package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.container.Created;
import dev.berth.runtime.container.ProcessList;
import dev.berth.runtime.container.PruneReport;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.state.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Routes that make, show, change and remove containers. */
final class ContainerRoutes {
    private final ApiServices services;
    private final ContainerService containers;
    private final ContainerSummaries summaries;
    private final ContainerInspect inspect;

    ContainerRoutes(ApiServices services, ContainerSummaries summaries) {
        this.services = services;
        this.containers = services.containers();
        this.summaries = summaries;
        this.inspect = new ContainerInspect(services);
    }

    void addTo(RouteTable routes) {
        routes.get("/containers/json", this::list)
                .post("/containers/create", this::create)
                .post("/containers/prune", this::prune)
                .get("/containers/{id*}/json", this::inspect)
                .get("/containers/{id*}/top", this::top)
                .get("/containers/{id*}/changes", this::changes)
                .post("/containers/{id*}/start", this::start)
                .post("/containers/{id*}/stop", this::stop)
                .post("/containers/{id*}/restart", this::restart)
                .post("/containers/{id*}/kill", this::kill)
                .post("/containers/{id*}/pause", this::pause)
                .post("/containers/{id*}/unpause", this::unpause)
                .post("/containers/{id*}/rename", this::rename)
                .post("/containers/{id*}/update", this::update)
                .post("/containers/{id*}/resize", this::resize)
                .delete("/containers/{id*}", this::remove);
    }

    private void list(ApiRequest request, Reply reply) {
        Query query = request.query();
        ContainerFilter filter = new ContainerFilter(query.filters(), services);
        int limit = query.number("limit").orElse(0);
        boolean all = query.flag("all") || limit > 0 || filter.includesStopped();
        List<Container> found = containers.inquiries().list().stream()
                .filter(container -> all || container.state().isUp())
                .filter(filter::matches)
                .limit(limit > 0 ? limit : Long.MAX_VALUE)
                .toList();
        AnswersByVersion answers = request.answers();
        reply.json(
                200,
                summaries.list(found, query.flag("size")).stream()
                        .map(answers::containerLine)
                        .toList());
    }

    private void create(ApiRequest request, Reply reply) {
        Optional<String> name = request.query()
                .find("name")
                .filter(given -> !given.isEmpty())
                .map(given -> given.startsWith("/") ? given.substring(1) : given);
        Created created = containers.create(name, CreateBody.parse(request.object(), request.version()));
        ObjectNode json = Json.mapper().createObjectNode().put("Id", created.id());
        reply.json(201, json.set("Warnings", Json.mapper().valueToTree(created.warnings())));
    }

    private void inspect(ApiRequest request, Reply reply) {
        Container container = containers.find(request.name("id"));
        reply.json(
                200,
                request.answers()
                        .container(inspect.of(container, request.query().flag("size"))));
    }

    private void top(ApiRequest request, Reply reply) {
        ProcessList processes =
                containers.inquiries().top(request.name("id"), request.query().text("ps_args"));
        tell(containers.find(request.name("id")), "top", Map.of());
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("Titles", Json.mapper().valueToTree(processes.titles()));
        reply.json(200, json.set("Processes", Json.mapper().valueToTree(processes.processes())));
    }

    private void changes(ApiRequest request, Reply reply) {
        Container container = containers.find(request.name("id"));
        reply.json(200, services.images().changes(container.id()));
    }

    private void start(ApiRequest request, Reply reply) {
        reply.empty(containers.start(request.name("id")) ? 204 : 304);
    }

    private void stop(ApiRequest request, Reply reply) {
        boolean stopped = containers.stop(request.name("id"), signal(request), seconds(request));
        reply.empty(stopped ? 204 : 304);
    }

    private void restart(ApiRequest request, Reply reply) {
        containers.restart(request.name("id"), signal(request), seconds(request));
        reply.empty(204);
    }

    private static Optional<String> signal(ApiRequest request) {
        return request.query().find("signal").filter(given -> !given.isEmpty());
    }

    private static OptionalInt seconds(ApiRequest request) {
        return request.query().number("t");
    }

    private void kill(ApiRequest request, Reply reply) {
        containers.kill(request.name("id"), request.query().text("signal"));
        reply.empty(204);
    }

    private void pause(ApiRequest request, Reply reply) {
        containers.pause(request.name("id"));
        reply.empty(204);
    }

    private void unpause(ApiRequest request, Reply reply) {
        containers.unpause(request.name("id"));
        reply.empty(204);
    }

    private void rename(ApiRequest request, Reply reply) {
        String name = request.query().text("name");
        containers.rename(request.name("id"), name.startsWith("/") ? name.substring(1) : name);
        reply.empty(204);
    }

    private void update(ApiRequest request, Reply reply) {
        List<String> warnings = containers.update(request.name("id"), request.object());
        ObjectNode json = Json.mapper().createObjectNode();
        reply.json(200, json.set("Warnings", Json.mapper().valueToTree(warnings)));
    }

    private void resize(ApiRequest request, Reply reply) {
        TerminalSize size = TerminalSize.of(request.query());
        Container container = containers.find(request.name("id"));
        containers.streams().resize(container.id(), size.height(), size.width());
        Map<String, String> attributes =
                Map.of("height", Integer.toString(size.height()), "width", Integer.toString(size.width()));
        tell(container, "resize", attributes);
        reply.empty(200);
    }

    private void remove(ApiRequest request, Reply reply) {
        Query query = request.query();
        containers.remove(request.name("id"), query.flag("force"), query.flag("v"), query.flag("link"));
        reply.empty(204);
    }

    private void prune(ApiRequest request, Reply reply) {
        PruneReport report = containers.prune(request.query().filters());
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("ContainersDeleted", Json.mapper().valueToTree(report.deleted()));
        reply.json(200, json.put("SpaceReclaimed", report.spaceReclaimed()));
    }

    private void tell(Container container, String action, Map<String, String> more) {
        services.events().publish(EventType.CONTAINER, action, container.id(), attributes(container, more));
    }

    /** What an event about the container says. */
    static Map<String, String> attributes(Container container, Map<String, String> more) {
        Map<String, String> attributes = new TreeMap<>(container.config().labels());
        attributes.put("image", container.config().image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        return attributes;
    }

    /** The size of a terminal, characters. */
    record TerminalSize(int height, int width) {
        /** @throws EngineException.InvalidParameter it is not there, or no numbers */
        static TerminalSize of(Query query) {
            if (query.number("h").isEmpty() || query.number("w").isEmpty()) {
                throw new EngineException.InvalidParameter("strconv.Atoi: parsing \"\": invalid syntax");
            }
            return new TerminalSize(
                    query.number("h").getAsInt(), query.number("w").getAsInt());
        }
    }
}
