package dev.berth.runtime.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.archive.CannedEngine;
import dev.berth.runtime.spec.ApiVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineClientTest {
    @TempDir
    Path directory;

    private EngineClient client() {
        return client(Optional.of(new ApiVersion(1, 41)));
    }

    private EngineClient client(Optional<ApiVersion> version) {
        return new EngineClient(new EngineAddress(directory.resolve("s")), version);
    }

    private CannedEngine answering(String answer) throws IOException {
        return CannedEngine.start(directory.resolve("s"), request -> answer);
    }

    /** @param pong its answer to a ping */
    private CannedEngine saying(String pong) throws IOException {
        return CannedEngine.start(directory.resolve("s"), pong, request -> CannedEngine.json(200, "{}"));
    }

    private static String text(Answer answer) throws IOException {
        return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void open_chunkedBody_isJoined() throws IOException {
        try (CannedEngine engine = answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")) {
            try (Answer answer = client().open(Request.get("x"))) {
                assertThat(text(answer)).isEqualTo("abc0123456789");
            }
            assertThat(engine.requests().get(0))
                    .isEqualTo(
                            "GET /v1.41/x HTTP/1.1\r\nHost: docker\r\nUser-Agent: berth\r\nConnection: close\r\n\r\n");
        }
    }

    @Test
    void open_bodyWithoutLength_endsWithTheConnection() throws IOException {
        try (CannedEngine engine = answering("HTTP/1.1 200 OK\r\n\r\nall of it")) {
            try (Answer answer = client().open(Request.get("x"))) {
                assertThat(text(answer)).isEqualTo("all of it");
            }
            assertThat(engine.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
                "HTTP/1.1 200",
                "SMTP ready\r\n\r\n",
                ""
            })
    void open_brokenAnswer_isAFailure(String answer) throws IOException {
        try (CannedEngine engine = answering(answer)) {
            assertThatThrownBy(() -> {
                        try (Answer opened = client().open(Request.get("x"))) {
                            text(opened);
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(engine.requests()).hasSize(1);
        }
    }

    @Test
    void call_refusal_hasTheEnginesWords() throws IOException {
        try (CannedEngine engine = answering(CannedEngine.json(409, "{\"message\":\"in use\"}"))) {
            assertThatThrownBy(() -> client().call(Request.delete("volumes", "v")))
                    .isInstanceOfSatisfying(EngineError.class, error -> {
                        assertThat(error.status()).isEqualTo(409);
                        assertThat(error.shown()).isEqualTo("Error response from daemon: in use");
                    });
            assertThat(engine.requests().get(0)).startsWith("DELETE /v1.41/volumes/v HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"41,1.41", "51,1.51", "99,1.51"})
    void call_noVersionChosen_asksForTheNewestThatBothSpeak(int engines, String asked) throws IOException {
        try (CannedEngine engine = saying(CannedEngine.pong(new ApiVersion(1, engines)))) {
            EngineClient client = client(Optional.empty());
            client.call(Request.get("a"));
            client.call(Request.get("b"));
            assertThat(engine.requests())
                    .extracting(request -> request.substring(0, request.indexOf(" HTTP")))
                    .containsExactly("GET /v" + asked + "/a", "GET /v" + asked + "/b");
            assertThat(client.version()).hasToString(asked);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 200 OK, 1.24", "HTTP/1.1 503 Service Unavailable, 1.51"})
    void version_engineDoesNotTell_isTheOldest_butOfOneThatRefusesTheNewest(String status, String version)
            throws IOException {
        try (CannedEngine engine = saying(status + "\r\n\r\n")) {
            assertThat(client(Optional.empty()).version()).hasToString(version);
            assertThat(engine.requests()).isEmpty();
        }
    }

    @Test
    void version_engineTellsNone_isAFailure() throws IOException {
        try (CannedEngine engine = saying("HTTP/1.1 200 OK\r\nApi-Version: new\r\n\r\n")) {
            assertThatThrownBy(() -> client(Optional.empty()).call(Request.get("a")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("invalid API version: new");
            assertThat(engine.requests()).isEmpty();
        }
    }

    @Test
    void call_names_areEscapedButImagesKeepTheirShape() throws IOException {
        try (CannedEngine engine = answering(CannedEngine.json(200, "{}"))) {
            client().call(Request.get("images", "a/b:c d?", "json").with("q", "x&y=z +"));
            assertThat(engine.requests().get(0))
                    .startsWith("GET /v1.41/images/a/b:c%20d%3F/json?q=x%26y%3Dz%20%2B HTTP/1.1");
        }
    }

    @Test
    void hijack_answeredWith101_passesBytesBothWays() throws IOException {
        try (CannedEngine engine = answering("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\nraw")) {
            try (Answer answer =
                    client().hijack(Request.post("containers", "a", "attach").with("stream", "1"))) {
                assertThat(answer.status()).isEqualTo(101);
                assertThat(text(answer)).isEqualTo("raw");
            }
            assertThat(engine.requests().get(0)).contains("Connection: Upgrade\r\nUpgrade: tcp\r\n");
        }
    }

    @Test
    void choose_flagThenBerthThenDocker_wins() {
        Map<String, String> both = Map.of("BERTH_HOST", "unix:///b", "DOCKER_HOST", "unix:///d");
        assertThat(EngineAddress.choose("unix:///f", both)).hasToString("unix:///f");
        assertThat(EngineAddress.choose("", both)).hasToString("unix:///b");
        assertThat(EngineAddress.choose("", Map.of("DOCKER_HOST", "unix:///d"))).hasToString("unix:///d");
        assertThat(EngineAddress.choose("", Map.of())).hasToString("unix:///run/berth/docker.sock");
        assertThatThrownBy(() -> EngineAddress.choose("tcp://x:1", Map.of())).isInstanceOf(CliException.class);
    }
}
