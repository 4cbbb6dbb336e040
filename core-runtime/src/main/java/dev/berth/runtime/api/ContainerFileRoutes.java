package dev.berth.runtime.api;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.archive.ContainerArchive;
import dev.berth.runtime.archive.ContainerFiles;
import dev.berth.runtime.archive.PathStat;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.image.Rootfs;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.util.Map;

/** Routes to the files of a container: {@code docker cp} and {@code docker export}. */
final class ContainerFileRoutes {
    private static final String TAR = "application/x-tar";
    private static final String STAT = "X-Docker-Container-Path-Stat";

    private final ApiServices services;

    ContainerFileRoutes(ApiServices services) {
        this.services = services;
    }

    void addTo(RouteTable routes) {
        routes.get("/containers/{id*}/export", this::export)
                .head("/containers/{id*}/archive", this::stat)
                .get("/containers/{id*}/archive", this::get)
                .streamed(HttpMethod.PUT, "/containers/{id*}/archive", this::put);
    }

    private void export(ApiRequest request, Reply reply) throws IOException {
        Container container = services.containers().find(request.name("id"));
        LateOutput tar = new LateOutput(reply, "application/octet-stream");
        services.images().export(container.id(), tar);
        tar.close();
        tell(container, "export");
    }

    /** What is done with the container's files while they are there. */
    private interface Access {
        void with(ContainerFiles files, String path) throws IOException;
    }

    private void access(ApiRequest request, Access access) throws IOException {
        String ref = request.name("id");
        String path = request.query().text("path");
        if (path.isEmpty()) {
            throw new EngineException.InvalidParameter("bad parameter: path cannot be empty");
        }
        Container container = services.containers().find(ref);
        try (Rootfs.View view = services.images().rootfs(container.id()).open()) {
            access.with(
                    new ContainerFiles(
                            ref,
                            container.id(),
                            view.path(),
                            container.hostConfig().readonlyRootfs()),
                    path);
        }
    }

    private void stat(ApiRequest request, Reply reply) throws IOException {
        access(request, (files, path) -> {
            PathStat stat = services.archive().stat(files, path);
            reply.header(STAT, stat.header()).empty(200);
        });
    }

    private void get(ApiRequest request, Reply reply) throws IOException {
        access(request, (files, path) -> {
            LateOutput tar = new LateOutput(reply, TAR);
            services.archive().get(files, path, stat -> {
                reply.header(STAT, stat.header());
                return tar;
            });
            tar.close();
        });
        tell(services.containers().find(request.name("id")), "archive-path");
    }

    private void put(ApiRequest request, Reply reply) throws IOException {
        Query query = request.query();
        ContainerArchive.PutOptions options =
                new ContainerArchive.PutOptions(query.flag("noOverwriteDirNonDir"), query.flag("copyUIDGID"));
        access(request, (files, path) -> services.archive().put(files, path, request.stream(), options));
        tell(services.containers().find(request.name("id")), "extract-to-dir");
        reply.empty(200);
    }

    private void tell(Container container, String action) {
        services.events()
                .publish(EventType.CONTAINER, action, container.id(), ContainerRoutes.attributes(container, Map.of()));
    }
}
