package dev.berth.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApiServerTest {
    private static final String CLOSE = " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n";
    private static final int LARGE = 16 * 1024 * 1024;

    @Test
    void answer_always_carriesCommonHeaders() {
        try (ServedRoutes served = new ServedRoutes(new RouteTable().get("/x", (request, reply) -> reply.empty(204)))) {
            assertThat(served.ask("GET /x" + CLOSE))
                    .startsWith("HTTP/1.1 204 No Content\r\n")
                    .containsIgnoringCase("api-version: 1.51\r\n")
                    .containsIgnoringCase("server: Berth/0.0-test (linux)\r\n")
                    .containsIgnoringCase("ostype: linux\r\n");
        }
    }

    @Test
    void route_placeholders_areDecoded() {
        RouteTable routes = new RouteTable()
                .get("/images/{name*}/json", (request, reply) -> reply.text(200, request.name("name")))
                .get("/c/{id}/json", (request, reply) -> reply.text(200, "[" + request.name("id") + "]"));
        try (ServedRoutes served = new ServedRoutes(routes)) {
            assertThat(served.ask("GET /v1.41/images/a.b/c/d:1/json" + CLOSE)).endsWith("\r\n\r\na.b/c/d:1");
            assertThat(served.ask("GET /c/x%2By/json" + CLOSE)).endsWith("[x+y]");
            assertThat(served.ask("GET /c/x/y/json" + CLOSE)).contains("404 Not Found");
        }
    }

    @Test
    void path_unknown_isNotFound() {
        try (ServedRoutes served = new ServedRoutes(new RouteTable())) {
            assertThat(served.ask("GET /nope" + CLOSE)).contains("404 ").endsWith("{\"message\":\"page not found\"}\n");
        }
    }

    @Test
    void version_notServed_isRefused() {
        try (ServedRoutes served = new ServedRoutes(new RouteTable().get("/x", (request, reply) -> reply.empty(204)))) {
            assertThat(served.ask("GET /v1.99/x" + CLOSE))
                    .contains("400 Bad Request")
                    .contains("client version 1.99 is too new. Maximum supported API version is 1.51");
            assertThat(served.ask("GET /v1.10/x" + CLOSE))
                    .contains("400 Bad Request")
                    .contains("client version 1.10 is too old. Minimum supported API version is 1.24");
            assertThat(served.ask("GET /v1.24/x" + CLOSE)).contains("204 No Content");
        }
    }

    @Test
    void failure_ofEachKind_hasDockersStatus() {
        RouteTable routes = new RouteTable().get("/fail/{kind}", (request, reply) -> {
            throw EngineException.of(EngineException.Kind.valueOf(request.name("kind")), "said \"so\"");
        });
        try (ServedRoutes served = new ServedRoutes(routes)) {
            for (EngineException.Kind kind : EngineException.Kind.values()) {
                assertThat(served.ask("GET /fail/" + kind + CLOSE))
                        .startsWith("HTTP/1.1 " + ErrorReply.status(kind) + " ")
                        .endsWith("{\"message\":\"said \\\"so\\\"\"}\n");
            }
        }
    }

    @Test
    void handler_thatDoesNotAnswer_isServerError() {
        try (ServedRoutes served = new ServedRoutes(new RouteTable().get("/x", (request, reply) -> {}))) {
            assertThat(served.ask("GET /x" + CLOSE)).contains("500 Internal Server Error");
        }
    }

    @Test
    void json_malformed_isBadRequest() {
        RouteTable routes = new RouteTable().post("/x", (request, reply) -> {
            request.object();
            reply.empty(200);
        });
        try (ServedRoutes served = new ServedRoutes(routes)) {
            assertThat(served.ask(post("/x", "application/json", "nope")))
                    .contains("400 Bad Request")
                    .contains("invalid character 'n' looking for beginning of value");
            assertThat(served.ask(post("/x", "application/json", "{\"a\":"))).contains("unexpected EOF");
            assertThat(served.ask(post("/x", "text/plain", "{}")))
                    .contains("Content-Type specified (text/plain) must be 'application/json'");
            assertThat(served.ask(post("/x", "application/json", "{}"))).contains("200 OK");
        }
    }

    @Test
    void json_atLimit_isReadAndAboveIsRefused() {
        RouteTable routes =
                new RouteTable().post("/x", (request, reply) -> reply.text(200, "" + request.json().length));
        try (ServedRoutes served = new ServedRoutes(routes)) {
            assertThat(served.ask(post("/x", "application/json", "a".repeat(CollectedBody.MOST))))
                    .endsWith("\r\n\r\n" + CollectedBody.MOST);
            assertThat(served.ask(post("/x", "application/json", "a".repeat(CollectedBody.MOST + 1))))
                    .contains("413 ");
        }
    }

    @Test
    void streamedBody_ofAnySize_isReadWhole() {
        try (ServedRoutes served = new ServedRoutes(counting())) {
            assertThat(served.ask(post("/count", "application/x-tar", "b".repeat(LARGE))))
                    .endsWith("\r\n\r\n" + LARGE);
        }
    }

    @Test
    void streamedBody_notRead_isDroppedAndConnectionGoesOn() {
        RouteTable routes = counting().streamed(HttpMethod.POST, "/ignore", (request, reply) -> {
            throw new EngineException.Conflict("do not want it");
        });
        try (ServedRoutes served = new ServedRoutes(routes);
                RawClient client = served.connect()) {
            client.send("POST /ignore HTTP/1.1\r\nHost: d\r\nContent-Length: " + LARGE + "\r\n\r\n");
            client.send(new byte[LARGE]);
            assertThat(client.readUntil("}\n")).contains("409 Conflict");
            client.send(post("/count", "text/plain", "xyz"));
            assertThat(client.readAll()).endsWith("\r\n\r\n3");
        }
    }

    @Test
    void streamedBody_cutByClient_failsTheReader() throws Exception {
        CompletableFuture<String> failure = new CompletableFuture<>();
        RouteTable routes = new RouteTable().streamed(HttpMethod.POST, "/x", (request, reply) -> {
            try {
                request.stream().transferTo(OutputStream.nullOutputStream());
                failure.complete("none");
            } catch (IOException cut) {
                failure.complete(cut.getMessage());
            }
            reply.empty(200);
        });
        try (ServedRoutes served = new ServedRoutes(routes)) {
            try (RawClient client = served.connect()) {
                client.send("POST /x HTTP/1.1\r\nHost: d\r\nContent-Length: 10\r\n\r\n12345");
            }
            assertThat(failure.get(30, TimeUnit.SECONDS)).isEqualTo("unexpected EOF");
        }
    }

    @Test
    void requests_pipelined_areAnsweredInOrder() {
        RouteTable routes =
                new RouteTable().get("/{n}", (request, reply) -> reply.text(200, "<" + request.name("n") + ">"));
        try (ServedRoutes served = new ServedRoutes(routes);
                RawClient client = served.connect()) {
            String both = "GET /1 HTTP/1.1\r\nHost: d\r\n\r\n".repeat(3).replaceFirst("/1", "/0");
            client.send(both + "GET /2" + CLOSE);
            assertThat(client.readAll().replaceAll("(?s)HTTP.*?\r\n\r\n", "")).isEqualTo("<0><1><1><2>");
        }
    }

    @Test
    void client_thatClosesItsSide_stillGetsTheAnswer() {
        CompletableFuture<Void> go = new CompletableFuture<>();
        RouteTable routes = new RouteTable().get("/x", (request, reply) -> {
            go.get();
            reply.text(200, "late");
        });
        try (ServedRoutes served = new ServedRoutes(routes);
                RawClient client = served.connect()) {
            client.send("GET /x HTTP/1.1\r\nHost: d\r\n\r\n");
            client.endInput();
            go.complete(null);
            assertThat(client.readAll()).endsWith("\r\n\r\nlate");
        }
    }

    @Test
    void output_toSlowClient_waitsAndArrivesWhole() throws Exception {
        CompletableFuture<Void> written = new CompletableFuture<>();
        RouteTable routes = new RouteTable().get("/x", (request, reply) -> {
            try (OutputStream output = reply.output(200, "application/octet-stream")) {
                output.write("c".repeat(LARGE).getBytes(StandardCharsets.US_ASCII));
            }
            written.complete(null);
        });
        try (ServedRoutes served = new ServedRoutes(routes);
                RawClient client = served.connect()) {
            client.send("GET /x HTTP/1.0\r\n\r\n");
            client.readUntil("\r\n\r\n");
            assertThatThrownBy(() -> written.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(client.readAll()).hasSize(LARGE);
            written.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void output_toClientThatGoes_failsTheWriter() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        RouteTable routes = new RouteTable().get("/x", (request, reply) -> {
            try (OutputStream output = reply.output(200, "application/octet-stream")) {
                output.write(new byte[LARGE]);
                written.complete(null);
            } catch (IOException gone) {
                written.completeExceptionally(gone);
                throw gone;
            }
        });
        try (ServedRoutes served = new ServedRoutes(routes)) {
            try (RawClient client = served.connect()) {
                client.send("GET /x HTTP/1.1\r\nHost: d\r\n\r\n");
                client.readUntil("\r\n\r\n");
            }
            assertThatThrownBy(() -> written.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void hijacked_upgrade_isRawBothWaysAndEndsHalfClosed() {
        try (ServedRoutes served = new ServedRoutes(echo());
                RawClient client = served.connect()) {
            client.send("POST /echo HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 101 UPGRADED\r\n")
                    .contains("Upgrade: tcp\r\n")
                    .containsIgnoringCase("content-type: application/vnd.docker.raw-stream\r\n");
            client.send("hello");
            assertThat(client.readUntil("hello")).isEqualTo("hello");
            client.endInput();
            assertThat(client.readAll()).isEqualTo("end");
        }
    }

    @Test
    void hijacked_inputSentWithTheRequest_isNotLost() {
        try (ServedRoutes served = new ServedRoutes(echo());
                RawClient client = served.connect()) {
            client.send("POST /echo HTTP/1.1\r\nHost: d\r\n\r\nGET / early");
            client.endInput();
            assertThat(client.readAll()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nGET / earlyend");
        }
    }

    @Test
    void hijacked_halfClosed_getsAllOutput() {
        AtomicReference<HijackedConnection> connection = new AtomicReference<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        RouteTable routes = new RouteTable()
                .post(
                        "/x",
                        (request, reply) ->
                                reply.hijack("x/y", input(bytes -> {}, () -> ended.complete(null)), connection::set));
        try (ServedRoutes served = new ServedRoutes(routes);
                RawClient client = served.connect()) {
            client.send("POST /x HTTP/1.1\r\nHost: d\r\nUpgrade: tcp\r\n\r\n");
            client.readUntil("\r\n\r\n");
            client.endInput();
            ended.join();
            for (int sent = 0; sent < LARGE; sent += 64 * 1024) {
                connection.get().write(Unpooled.wrappedBuffer(new byte[64 * 1024]));
            }
            connection.get().end();
            assertThat(client.readAll()).hasSize(LARGE);
        }
    }

    @Test
    void socket_isForOwnerAndGroup_andGoneAfterClose(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("s");
        try (ApiServer server = new ApiServer(new RouteTable(), new Workers(), "1", () -> {})) {
            server.listen(UnixDomainSocketAddress.of(path), "no-such-group");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw----");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void socket_ofLivingServer_isNotTakenAndOfDeadOneIs(@TempDir Path directory) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (ApiServer first = new ApiServer(new RouteTable(), new Workers(), "1", () -> {});
                ApiServer second = new ApiServer(new RouteTable(), new Workers(), "1", () -> {})) {
            first.listen(address, "");
            assertThatThrownBy(() -> second.listen(address, "")).isInstanceOf(EngineException.Conflict.class);
        }
        try (var dead = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(address);
        }
        try (ApiServer third = new ApiServer(new RouteTable(), new Workers(), "1", () -> {})) {
            third.listen(address, "");
            assertThat(third.addresses()).hasSize(1);
        }
    }

    @Test
    void socket_atPathOfAFile_isRefused(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("s"), "precious");
        try (ApiServer server = new ApiServer(new RouteTable(), new Workers(), "1", () -> {})) {
            assertThatThrownBy(() -> server.listen(UnixDomainSocketAddress.of(file), ""))
                    .isInstanceOf(EngineException.Conflict.class);
        }
        assertThat(file).hasContent("precious");
    }

    private static RouteTable counting() {
        return new RouteTable().streamed(HttpMethod.POST, "/count", (request, reply) -> {
            long count = request.stream().transferTo(OutputStream.nullOutputStream());
            reply.text(200, Long.toString(count));
        });
    }

    /** Sends back what it gets, and says when there is no more. */
    private static RouteTable echo() {
        return new RouteTable().post("/echo", (request, reply) -> {
            AtomicReference<HijackedConnection> client = new AtomicReference<>();
            reply.hijack(
                    "application/vnd.docker.raw-stream",
                    input(bytes -> client.get().write(bytes.retainedDuplicate()), () -> {
                        client.get().write(Unpooled.copiedBuffer("end", StandardCharsets.US_ASCII));
                        client.get().end();
                    }),
                    client::set);
        });
    }

    private static HijackedInput input(Consumer<ByteBuf> data, Runnable end) {
        return new HijackedInput() {
            @Override
            public void data(ByteBuf bytes) {
                data.accept(bytes);
            }

            @Override
            public void inputEnded() {
                end.run();
            }
        };
    }

    private static String post(String path, String type, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
