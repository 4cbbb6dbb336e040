package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.sys.PacketLoop;
import dev.berth.runtime.attach.DetachKeys;
import dev.berth.runtime.exec.Exec;
import dev.berth.runtime.exec.ExecConfig;
import dev.berth.runtime.exec.ExecService;
import dev.berth.runtime.log.LogStream;
import dev.berth.runtime.state.Json;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/** {@code docker exec}. */
final class ExecRoutes {
    private final ExecService execs;
    private final Executor workers;
    private final PacketLoop loop;

    ExecRoutes(ExecService execs, Executor workers, PacketLoop loop) {
        this.execs = execs;
        this.workers = workers;
        this.loop = loop;
    }

    void addTo(RouteTable routes) {
        routes.post("/containers/{id*}/exec", this::create)
                .post("/exec/{id}/start", this::start)
                .post("/exec/{id}/resize", this::resize)
                .get("/exec/{id}/json", this::inspect);
    }

    private void create(ApiRequest request, Reply reply) {
        String id = execs.create(request.name("id"), CreateBody.as(request.object(), ExecConfig.class));
        reply.json(201, Json.mapper().createObjectNode().put("Id", id));
    }

    private void start(ApiRequest request, Reply reply) {
        boolean detach = request.object().path("Detach").asBoolean();
        Exec exec = execs.claim(request.name("id"));
        if (detach) {
            AttachBridge bridge = nobody(exec);
            execs.start(exec, bridge::connect);
            reply.empty(200);
            return;
        }
        ExecConfig config = exec.config();
        AttachOptions options = new AttachOptions(
                config.attachStdin(), config.attachStdout(), config.attachStderr(), config.tty(), false);
        AttachBridge bridge = new AttachBridge(loop, options, DetachKeys.parse(config.detachKeys()), () -> {});
        reply.hijack(options.frames().contentType(request.version()), bridge, client -> {
            bridge.client(client);
            workers.execute(() -> start(exec, bridge, client));
        });
    }

    private AttachBridge nobody(Exec exec) {
        AttachOptions options =
                new AttachOptions(false, false, false, exec.config().tty(), true);
        return AttachBridge.unattended(loop, options);
    }

    /** The client has left HTTP: what fails is told in the stream, as dockerd does. */
    private void start(Exec exec, AttachBridge bridge, HijackedConnection client) {
        bridge.awaitExit();
        try {
            execs.start(exec, bridge::connect).whenComplete((code, failure) -> bridge.exited());
        } catch (RuntimeException failure) {
            byte[] message = (ErrorReply.of(failure).message() + "\r\n").getBytes(StandardCharsets.UTF_8);
            client.write(StreamFrames.of(exec.config().tty()).frame(LogStream.STDOUT, message, 0, message.length));
            bridge.finish();
        }
    }

    private void resize(ApiRequest request, Reply reply) {
        ContainerRoutes.TerminalSize size = ContainerRoutes.TerminalSize.of(request.query());
        execs.resize(request.name("id"), size.height(), size.width());
        reply.empty(200);
    }

    private void inspect(ApiRequest request, Reply reply) {
        Exec exec = execs.find(request.name("id"));
        ExecConfig config = exec.config();
        boolean running = exec.stage() == Exec.Stage.RUNNING;
        ObjectNode json = Json.mapper().createObjectNode().put("ID", exec.id()).put("Running", running);
        if (exec.stage() == Exec.Stage.ENDED) {
            json.put("ExitCode", exec.exitCode());
        } else {
            json.putNull("ExitCode");
        }
        ObjectNode process = json.putObject("ProcessConfig")
                .put("tty", config.tty())
                .put("entrypoint", config.cmd().get(0));
        process.set(
                "arguments",
                Json.mapper().valueToTree(config.cmd().subList(1, config.cmd().size())));
        process.put("privileged", config.privileged());
        if (!config.user().isEmpty()) {
            process.put("user", config.user());
        }
        json.put("OpenStdin", config.attachStdin())
                .put("OpenStderr", config.attachStderr())
                .put("OpenStdout", config.attachStdout())
                .put("CanRemove", false)
                .put("ContainerID", exec.containerId())
                .put("DetachKeys", config.detachKeys())
                .put("Pid", exec.pid());
        reply.json(200, json);
    }
}
