package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.sys.PacketLoop;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.attach.DetachKeys;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.container.ContainerStatus;
import dev.berth.runtime.container.WaitCondition;
import dev.berth.runtime.container.WaitResult;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.log.LogAttributes;
import dev.berth.runtime.log.LogCursor;
import dev.berth.runtime.log.LogQuery;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.state.Json;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Routes of a container whose answer takes as long as the container does: none holds a thread meanwhile. */
final class ContainerStreamRoutes {
    private final ApiServices services;
    private final ContainerService containers;
    private final Workers workers;
    private final PacketLoop loop;

    ContainerStreamRoutes(ApiServices services, Workers workers, PacketLoop loop) {
        this.services = services;
        this.containers = services.containers();
        this.workers = workers;
        this.loop = loop;
    }

    void addTo(RouteTable routes) {
        routes.post("/containers/{id*}/wait", this::await)
                .post("/containers/{id*}/attach", this::attach)
                .get("/containers/{id*}/logs", this::logs)
                .get("/containers/{id*}/stats", this::stats);
    }

    private void await(ApiRequest request, Reply reply) {
        WaitCondition condition = WaitCondition.parse(request.query().text("condition"));
        CompletableFuture<WaitResult> result = containers.wait(request.name("id"), condition);
        ResponseSink sink = reply.stream(200, Reply.JSON);
        sink.onChange(() -> {
            if (sink.isUnheard()) {
                result.cancel(false);
                sink.end();
            }
        });
        result.whenComplete((exit, failure) -> {
            if (failure == null) {
                sink.write(Unpooled.copiedBuffer(Json.write(waited(exit)) + "\n", StandardCharsets.UTF_8));
            }
            sink.end();
        });
    }

    private static ObjectNode waited(WaitResult exit) {
        ObjectNode json = Json.mapper().createObjectNode();
        if (exit.error().isEmpty()) {
            json.putNull("Error");
        } else {
            json.putObject("Error").put("Message", exit.error());
        }
        return json.put("StatusCode", exit.exitCode());
    }

    private void attach(ApiRequest request, Reply reply) {
        Container container = containers.find(request.name("id"));
        checkCanAttach(request.name("id"), container);
        Query query = request.query();
        ContainerConfig config = container.config();
        boolean stream = query.flag("stream");
        AttachOptions options = new AttachOptions(
                stream && query.flag("stdin") && config.openStdin(),
                query.flag("stdout"),
                query.flag("stderr"),
                config.tty(),
                config.openStdin() && config.stdinOnce() && !config.tty() && !query.flag("stdin"));
        AttachBridge bridge = new AttachBridge(
                loop, options, DetachKeys.parse(query.text("detachKeys")), () -> tell(container, "detach"));
        if (stream) {
            connect(container, bridge);
        }
        tell(container, "attach");
        String contentType = options.frames().contentType(request.version());
        boolean history = query.flag("logs");
        reply.hijack(contentType, bridge, client -> {
            if (history) {
                workers.pool().execute(() -> afterHistory(container, options, bridge, client, stream));
            } else {
                join(bridge, client, stream);
            }
        });
    }

    private static void checkCanAttach(String ref, Container container) {
        if (container.state().isPaused()) {
            throw new EngineException.Conflict("container " + ref + " is paused, unpause the container before attach");
        }
        if (container.state().status() == ContainerStatus.RESTARTING) {
            throw new EngineException.Conflict(
                    "container " + ref + " is restarting, wait for the container to finish restarting before attach");
        }
    }

    private void connect(Container container, AttachBridge bridge) {
        if (container.state().isRunning()) {
            bridge.connect(containers.streams().attachSocket(container.id()));
            return;
        }
        bridge.untilStart(containers.streams().beforeNextStart(container.id(), bridge));
    }

    private static void join(AttachBridge bridge, HijackedConnection client, boolean stream) {
        if (stream) {
            bridge.client(client);
        } else {
            client.end();
        }
    }

    private void afterHistory(
            Container container, AttachOptions options, AttachBridge bridge, HijackedConnection client, boolean on) {
        LogQuery query =
                new LogQuery(options.stdout(), options.stderr(), Instant.MIN, java.util.Optional.empty(), -1, false);
        LogSender.sendAll(
                services.logs().read(container.id(), query), client, new LogLines(options.frames(), false, ""));
        join(bridge, client, on);
    }

    private void logs(ApiRequest request, Reply reply) {
        Container container = containers.find(request.name("id"));
        Query query = request.query();
        if (!query.flag("stdout") && !query.flag("stderr")) {
            throw new EngineException.InvalidParameter("Bad parameters: you must choose at least one stream");
        }
        LogQuery wanted = new LogQuery(
                query.flag("stdout"),
                query.flag("stderr"),
                Timestamps.parse(query.text("since")).orElse(Instant.MIN),
                Timestamps.parse(query.text("until")),
                tail(query.text("tail")),
                query.flag("follow"));
        StreamFrames frames = StreamFrames.of(container.config().tty());
        LogLines lines = new LogLines(frames, query.flag("timestamps"), details(query, container));
        LogCursor cursor = services.logs().read(container.id(), wanted);
        ResponseSink sink = reply.stream(200, frames.contentType(request.version()));
        new LogSender(cursor, sink, lines, workers.pool()).start();
    }

    /** What {@code docker logs --details} puts before each line: its attributes, if any, and a space. */
    private static String details(Query query, Container container) {
        if (!query.flag("details")) {
            return "";
        }
        return LogAttributes.of(
                                container.hostConfig().logConfig(),
                                container.config().labels(),
                                container.config().env())
                        .text()
                + " ";
    }

    /** Docker takes what is no number for {@code all}. */
    private static int tail(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private void stats(ApiRequest request, Reply reply) {
        Container container = containers.find(request.name("id"));
        Query query = request.query();
        StatsSender sender = new StatsSender(containers.inquiries(), container, workers);
        if (query.flag("stream", true)) {
            sender.stream(reply.stream(200, Reply.JSON));
        } else if (query.flag("one-shot") || !container.state().isRunning()) {
            reply.json(200, sender.next());
        } else {
            sender.second(reply);
        }
    }

    private void tell(Container container, String action) {
        services.events()
                .publish(EventType.CONTAINER, action, container.id(), ContainerRoutes.attributes(container, Map.of()));
    }
}
