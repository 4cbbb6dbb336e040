package dev.berth.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.ContainerState;
import dev.berth.runtime.container.ContainerStatus;
import dev.berth.runtime.container.CreateRequest;
import dev.berth.runtime.container.Health;
import dev.berth.runtime.event.Event;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.log.LogStream;
import dev.berth.runtime.spec.ApiVersion;
import dev.berth.runtime.spec.HostConfig.HostPort;
import dev.berth.runtime.state.Json;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API says, word for word as dockerd 20.10 says it. */
class ApiTextsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");

    @ParameterizedTest
    @CsvSource({
        "PT0.5S, Less than a second",
        "PT1S, 1 second",
        "PT59S, 59 seconds",
        "PT60S, About a minute",
        "PT119S, About a minute",
        "PT2M, 2 minutes",
        "PT59M59S, 59 minutes",
        "PT60M, About an hour",
        "PT89M, About an hour",
        "PT90M, 2 hours",
        "PT47H, 47 hours",
        "P2D, 2 days",
        "P13D, 13 days",
        "P14D, 2 weeks",
        "P59D, 8 weeks",
        "P60D, 2 months",
        "P729D, 24 months",
        "P730D, 2 years"
    })
    void duration_inDockersWords(Duration time, String words) {
        assertThat(HumanTime.of(time)).isEqualTo(words);
    }

    @Test
    void status_ofEachState_isDockers() {
        ContainerState running = ContainerState.CREATED.started(5, 6, NOW.minusSeconds(120), 0);
        assertThat(ContainerSummaries.status(ContainerState.CREATED, NOW)).isEqualTo("Created");
        assertThat(ContainerSummaries.status(running, NOW)).isEqualTo("Up 2 minutes");
        assertThat(ContainerSummaries.status(running.with(ContainerStatus.PAUSED), NOW))
                .isEqualTo("Up 2 minutes (Paused)");
        assertThat(ContainerSummaries.status(running.with(new Health("healthy", 0, List.of())), NOW))
                .isEqualTo("Up 2 minutes (healthy)");
        assertThat(ContainerSummaries.status(running.with(new Health("starting", 0, List.of())), NOW))
                .isEqualTo("Up 2 minutes (health: starting)");
        assertThat(ContainerSummaries.status(
                        running.exited(ContainerStatus.EXITED, 7, false, NOW.minusSeconds(3)), NOW))
                .isEqualTo("Exited (7) 3 seconds ago");
        assertThat(ContainerSummaries.status(
                        running.exited(ContainerStatus.RESTARTING, 1, false, NOW.minusSeconds(3)), NOW))
                .isEqualTo("Restarting (1) 3 seconds ago");
    }

    @Test
    void ports_publishedAndExposed_areListed() {
        Map<String, List<HostPort>> published = new TreeMap<>();
        published.put("80/tcp", List.of(new HostPort("0.0.0.0", "8080"), new HostPort("::", "8080")));
        published.put("53/udp", null);
        published.put("79/tcp", List.of(new HostPort("0.0.0.0", ""), new HostPort("::", "")));
        published.put("78/tcp", List.of(new HostPort("0.0.0.0", ""), new HostPort("::", "7800")));

        assertThat(ContainerSummaries.ports(published))
                .hasToString("[{\"PrivatePort\":53,\"Type\":\"udp\"},"
                        + "{\"IP\":\"::\",\"PrivatePort\":78,\"PublicPort\":7800,\"Type\":\"tcp\"},"
                        + "{\"PrivatePort\":79,\"Type\":\"tcp\"},"
                        + "{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"},"
                        + "{\"IP\":\"::\",\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"}]");
    }

    @Test
    void event_ofContainer_hasTheOldMembersToo() {
        Event event = new Event(EventType.CONTAINER, "start", "c1", Map.of("name", "web", "image", "nginx"), NOW);

        assertThat(EventSender.line(event))
                .isEqualTo("{\"status\":\"start\",\"id\":\"c1\",\"from\":\"nginx\",\"Type\":\"container\","
                        + "\"Action\":\"start\",\"Actor\":{\"ID\":\"c1\",\"Attributes\":{\"image\":\"nginx\","
                        + "\"name\":\"web\"}},\"scope\":\"local\",\"time\":1767323045,"
                        + "\"timeNano\":1767323045006000000}\n");
        assertThat(EventSender.line(new Event(EventType.NETWORK, "create", "n1", Map.of(), NOW)))
                .startsWith("{\"Type\":\"network\",");
    }

    @Test
    void time_ofParameter_isSecondsAndNanoseconds() {
        assertThat(Timestamps.parse("1767323045")).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(Timestamps.parse("1767323045.000000001")).contains(Instant.parse("2026-01-02T03:04:05.000000001Z"));
        assertThat(Timestamps.parse("1767323045.5")).contains(Instant.parse("2026-01-02T03:04:05.5Z"));
        assertThat(Timestamps.parse("2026-01-02T03:04:05Z")).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(Timestamps.parse("")).isEmpty();
        assertThat(Timestamps.parse("0")).isEmpty();
        assertThatThrownBy(() -> Timestamps.parse("foo"))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("strconv.ParseInt: parsing \"foo\": invalid syntax");
        assertThat(Timestamps.fixed(NOW)).isEqualTo("2026-01-02T03:04:05.006000000Z");
    }

    @Test
    void frame_withoutTerminal_hasAHeader() {
        ByteBuf frame = StreamFrames.of(false).frame(LogStream.STDERR, new byte[] {9, 1, 2, 3}, 1, 3);

        assertThat(io.netty.buffer.ByteBufUtil.hexDump(frame)).isEqualTo("0200000000000003010203");
        assertThat(StreamFrames.of(true).frame(LogStream.STDOUT, new byte[] {9, 1, 2, 3}, 1, 3))
                .isEqualTo(io.netty.buffer.Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
        assertThat(StreamFrames.of(false).contentType(ApiVersion.parse("1.41")))
                .isEqualTo("application/vnd.docker.raw-stream");
        assertThat(StreamFrames.of(false).contentType(ApiVersion.parse("1.42")))
                .isEqualTo("application/vnd.docker.multiplexed-stream");
    }

    @Test
    void create_commandAsText_isOneWord() {
        CreateRequest request = CreateBody.parse(
                object("{\"Image\":\"busybox\",\"Cmd\":\"sh -c x\",\"Entrypoint\":null,"
                        + "\"HostConfig\":{\"Binds\":[\"/a:/b\"]},"
                        + "\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":null,\"m\":{\"Aliases\":[\"x\"]}}}}"),
                ApiVersion.NEWEST);

        assertThat(request.config().cmd()).containsExactly("sh -c x");
        assertThat(request.config().entry()).isEmpty();
        assertThat(request.hostConfig().binds()).containsExactly("/a:/b");
        assertThat(request.networks().keySet()).containsExactlyInAnyOrder("n", "m");
        assertThat(request.networks().get("m").aliases()).containsExactly("x");
    }

    @Test
    void body_nullOrNone_isAnEmptyObject() {
        assertThat(JsonBody.object("null\n".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(JsonBody.object(new byte[0])).isEmpty();
    }

    @Test
    void create_emptyOrOfAnotherShape_isRefused() {
        assertThatThrownBy(() -> CreateBody.parse(object("{}"), ApiVersion.NEWEST))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("Config cannot be empty in order to create a container");
        assertThatThrownBy(() -> CreateBody.parse(object("{\"Image\":\"x\",\"Env\":5}"), ApiVersion.NEWEST))
                .isInstanceOf(EngineException.InvalidParameter.class);
    }

    @Test
    void config_ofInspect_leavesOutWhatDockerLeavesOut() {
        ObjectNode json = ContainerInspect.config(CreateBody.config(object("{\"Image\":\"x\",\"Cmd\":[\"sh\"]}")));

        assertThat(json.fieldNames())
                .toIterable()
                .doesNotContain(
                        "ExposedPorts", "Healthcheck", "MacAddress", "StopSignal", "StopTimeout", "NetworkDisabled")
                .contains("Hostname", "OnBuild", "Labels", "Entrypoint");
        assertThat(json.get("Volumes").isNull()).isTrue();
    }

    private static ObjectNode object(String json) {
        JsonNode tree = Json.tree(json);
        return (ObjectNode) tree;
    }
}
