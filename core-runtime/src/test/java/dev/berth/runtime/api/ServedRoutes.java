package dev.berth.runtime.api;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real server on a socket of its own, for routes that a test makes up. */
final class ServedRoutes implements AutoCloseable {
    private final Path directory;
    private final ApiServer server;

    ServedRoutes(RouteTable routes) {
        try {
            directory = Files.createTempDirectory("api");
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        server = new ApiServer(routes, new Workers(), "0.0-test", () -> {});
        server.listen(UnixDomainSocketAddress.of(socket()), "");
        server.start();
    }

    Path socket() {
        return directory.resolve("s");
    }

    RawClient connect() {
        return new RawClient(socket());
    }

    /** Sends one request and reads until the server closes. */
    String ask(String request) {
        try (RawClient client = connect()) {
            client.send(request);
            return client.readAll();
        }
    }

    @Override
    public void close() {
        server.close();
        try {
            Files.deleteIfExists(directory);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
