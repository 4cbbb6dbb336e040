package dev.berth.runtime.cli.system;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.Times;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonStream;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.template.Template;
import dev.berth.runtime.cli.template.TemplateException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code berth events}. */
public final class EventsCommand implements Command {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnnXXX", Locale.ROOT);

    private static final String TYPE = "*events.Message";

    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                0,
                "[OPTIONS]",
                "Get real time events from the server",
                Flag.value("filter", "f", "filter", "Filter output based on conditions provided"),
                Flag.value("format", "", "string", "Format the output using the given Go template"),
                Flag.value("since", "", "string", "Show all events created since timestamp"),
                Flag.value("until", "", "string", "Stream events until this timestamp"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        String format = flags.text("format");
        Instant now = Instant.now();
        Request request = Request.get("events")
                .given("since", Times.timestamp(flags.text("since"), now, ZoneId.systemDefault()))
                .given("until", Times.timestamp(flags.text("until"), now, ZoneId.systemDefault()))
                .filters(flags.filters("filter"));
        try (Answer answer = context.engine().open(request);
                JsonStream events = JsonText.stream(answer.body())) {
            boolean json = format.equals("json") || format.equals("{{json .}}");
            Optional<Template> template =
                    format.isEmpty() || json ? Optional.empty() : Optional.of(Template.parse(format, TYPE));
            for (Optional<JsonValue> event = events.next(); event.isPresent(); event = events.next()) {
                context.line(
                        json
                                ? JsonText.compact(event.get().plain())
                                : template.isPresent() ? template.get().apply(fields(event.get())) : line(event.get()));
                context.out().flush();
            }
        } catch (TemplateException wrong) {
            throw new CliException(64, "Error parsing format: " + wrong.text());
        }
        return 0;
    }

    /** An event under the names that Docker's templates know, which are not those of its JSON. */
    private static Map<String, Object> fields(JsonValue event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Status", event.at("status").text());
        fields.put("ID", event.at("id").text());
        fields.put("From", event.at("from").text());
        fields.put("Type", event.at("Type").text());
        fields.put("Action", event.at("Action").text());
        fields.put("Actor", event.at("Actor").map());
        fields.put("Scope", event.at("scope").text());
        fields.put("Time", event.at("time").number());
        fields.put("TimeNano", event.at("timeNano").number());
        return fields;
    }

    /** {@code TIME TYPE ACTION ID (name=value, ...)}. */
    static String line(JsonValue event) {
        long nanos = event.at("timeNano").number();
        Instant time = nanos == 0
                ? Instant.ofEpochSecond(event.at("time").number())
                : Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
        List<String> attributes = new ArrayList<>();
        event.at("Actor", "Attributes").fields().forEach((name, value) -> attributes.add(name + "=" + value.text()));
        attributes.sort(String::compareTo);
        String line = TIME.format(time.atZone(ZoneId.systemDefault())) + " "
                + event.at("Type").text() + " " + event.at("Action").text() + " "
                + event.at("Actor", "ID").text();
        return attributes.isEmpty() ? line : line + " (" + String.join(", ", attributes) + ")";
    }
}
