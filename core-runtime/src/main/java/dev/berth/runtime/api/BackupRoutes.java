package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.sys.PipeWriter;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.volume.backup.ForgetReport;
import dev.berth.plugin.volume.backup.VerifyReport;
import dev.berth.runtime.backup.BackupService;
import dev.berth.runtime.backup.VolumeTransfer;
import dev.berth.runtime.state.Json;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Routes of what Docker has not: backups, archives, copies and names of volumes; below {@code /berth/v1}. */
final class BackupRoutes {
    private static final String BASE = "/berth/v1";

    private final BackupService backups;
    private final VolumeTransfer transfer;
    private final Path repository;

    BackupRoutes(ApiServices services) {
        this.backups = services.backups();
        this.transfer = new VolumeTransfer(services.volumes(), backups);
        this.repository = services.paths().backups();
    }

    void addTo(RouteTable routes) {
        routes.get(
                        BASE + "/backups",
                        (request, reply) -> reply.json(
                                200,
                                BackupJson.of(
                                        backups.list(repository(request.query().text("repository"))))))
                .post(BASE + "/backups", this::backup)
                .post(BASE + "/backups/verify", this::verify)
                .post(BASE + "/backups/forget", this::forget)
                .post(BASE + "/backups/{id}/restore", this::restore)
                .get(BASE + "/volumes/{name}/archive", this::export)
                .streamed(HttpMethod.PUT, BASE + "/volumes/{name}/archive", this::load)
                .post(
                        BASE + "/volumes/{name}/clone",
                        (request, reply) -> reply.json(201, transfer.copy(request.name("name"), newName(request))))
                .post(
                        BASE + "/volumes/{name}/rename",
                        (request, reply) -> reply.json(200, transfer.rename(request.name("name"), newName(request))));
    }

    private Path repository(String asked) {
        if (asked.isEmpty()) {
            return repository;
        }
        if (!asked.startsWith("/")) {
            throw new InvalidParameter("repository path must be absolute: " + asked);
        }
        return Path.of(asked);
    }

    private static String newName(ApiRequest request) {
        String name = request.query().text("name");
        if (name.isEmpty()) {
            throw new InvalidParameter("bad parameter: name cannot be empty");
        }
        return name;
    }

    private void backup(ApiRequest request, Reply reply) {
        ObjectNode body = request.object();
        Path where = repository(body.path("Repository").asText());
        reply.json(201, BackupJson.of(backups.backup(BackupJson.order(body, where))));
    }

    private void verify(ApiRequest request, Reply reply) {
        VerifyReport report = backups.verify(repository(request.query().text("repository")));
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("Backups", report.backups()).put("Bytes", report.bytes());
        json.set("Problems", Json.mapper().valueToTree(report.problems()));
        reply.json(200, json);
    }

    private void forget(ApiRequest request, Reply reply) {
        ObjectNode body = request.object();
        ForgetReport report = backups.forget(repository(body.path("Repository").asText()), BackupJson.forget(body));
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("Forgotten", BackupJson.of(report.forgotten()));
        json.set("Kept", BackupJson.of(report.kept()));
        reply.json(200, json.put("FreedBytes", report.freedBytes()));
    }

    private void restore(ApiRequest request, Reply reply) {
        ObjectNode body = request.object();
        Optional<String> as = Optional.of(body.path("As").asText()).filter(name -> !name.isEmpty());
        reply.json(
                200,
                backups.restore(
                        repository(body.path("Repository").asText()),
                        request.name("id"),
                        as,
                        BackupJson.replacement(body)));
    }

    private void export(ApiRequest request, Reply reply) throws IOException {
        Optional<PipeWriter.Name> pipe = request.query().find("pipe").map(PipedExport::name);
        if (pipe.isPresent() && PipedExport.isDone(transfer, request.name("name"), pipe.get(), reply)) {
            return;
        }
        LateOutput tar = new LateOutput(reply, "application/x-tar");
        transfer.export(request.name("name"), tar);
        tar.close();
    }

    private void load(ApiRequest request, Reply reply) {
        reply.json(
                200,
                transfer.load(
                        request.name("name"), request.stream(), request.query().flag("replace")));
    }
}
