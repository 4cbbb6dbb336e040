package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameQuery;
import dev.berth.runtime.network.NameInquiries;
import dev.berth.runtime.state.Json;

/**
 * What names come to and who asks for them: {@code GET /berth/v1/networks/ID/names/NAME} and
 * {@code GET /berth/v1/containers/ID/dns}. Docker shows neither.
 */
final class NameRoutes {
    private final ApiServices services;

    NameRoutes(ApiServices services) {
        this.services = services;
    }

    void addTo(RouteTable routes) {
        routes.get("/berth/v1/networks/{id}/names/{name}", this::lookUp)
                .get("/berth/v1/containers/{id}/dns", this::log);
    }

    private NameInquiries names() {
        return services.networks().names();
    }

    private void lookUp(ApiRequest request, Reply reply) {
        String type = request.query().find("type").orElse("A");
        reply.json(200, json(names().lookUp(request.name("id"), request.name("name"), type)));
    }

    private static ObjectNode json(NameAnswer answer) {
        ObjectNode json = Json.mapper().createObjectNode();
        ArrayNode answers = json.putArray("Answers");
        NameInquiries.words(answer).forEach(answers::add);
        return json.put("Known", !(answer instanceof NameAnswer.NotOurs));
    }

    /** One JSON object a line: the last questions, and with {@code follow} those that come. */
    private void log(ApiRequest request, Reply reply) {
        String container = services.containers().find(request.name("id")).id();
        boolean follow = request.query().flag("follow");
        QuestionSender.start(names(), container, follow, () -> reply.stream(200, Reply.JSON));
    }

    static String line(NameQuery query) {
        ObjectNode json = Json.mapper()
                .createObjectNode()
                .put("Time", query.time().toString())
                .put("Name", query.name())
                .put("Type", query.type())
                .put("Answer", query.answer())
                .put("From", query.from())
                .put("Microseconds", query.microseconds());
        return Json.write(json) + "\n";
    }
}
