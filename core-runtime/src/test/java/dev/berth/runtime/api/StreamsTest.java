package dev.berth.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.event.EventType;
import dev.berth.runtime.log.ContainerLogs;
import dev.berth.runtime.log.LogQuery;
import dev.berth.runtime.log.LogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that go on: events and followed logs, through the real server. */
@Timeout(60)
class StreamsTest {
    private static final String ID = "c".repeat(64);
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    @Test
    void events_fromThePastOn_areSentAsTheyHappen() {
        EventBus bus = new EventBus();
        bus.publish(EventType.CONTAINER, "create", "c1", Map.of("image", "x"));
        try (Workers workers = new Workers();
                ServedRoutes served = new ServedRoutes(events(bus, workers));
                RawClient client = served.connect()) {
            client.send("GET /events?since=1 HTTP/1.0\r\n\r\n");
            assertThat(client.readUntil("\"create\",\"Actor\"")).contains("HTTP/1.1 200 OK");
            bus.publish(EventType.CONTAINER, "start", "c1", Map.of("image", "x"));
            assertThat(client.readUntil("\"start\",\"Actor\"")).contains("\"status\":\"start\"");
        }
    }

    @Test
    void events_upToThePast_areTheRememberedOnes() {
        EventBus bus = new EventBus();
        bus.publish(EventType.CONTAINER, "create", "c1", Map.of());
        bus.publish(EventType.VOLUME, "create", "v1", Map.of());
        long until = Instant.now().getEpochSecond() + 1;
        try (Workers workers = new Workers();
                ServedRoutes served = new ServedRoutes(events(bus, workers))) {
            String filters = "%7B%22type%22%3A%5B%22volume%22%5D%7D";
            String answer =
                    served.ask("GET /events?since=1&until=" + until + "&filters=" + filters + " HTTP/1.0\r\n\r\n");
            assertThat(answer).contains("\"ID\":\"v1\"").doesNotContain("c1");
        }
    }

    @Test
    void events_forManyWaitingClients_costNoThreads() {
        EventBus bus = new EventBus();
        List<RawClient> clients = new ArrayList<>();
        try (Workers workers = new Workers();
                ServedRoutes served = new ServedRoutes(events(bus, workers))) {
            for (int number = 0; number < 200; number++) {
                RawClient client = served.connect();
                clients.add(client);
                client.send("GET /events HTTP/1.0\r\n\r\n");
                client.readUntil("\r\n\r\n");
            }
            await().atMost(PATIENCE).until(() -> busyWorkers() == 0);
            bus.publish(EventType.IMAGE, "tag", "i1", Map.of());
            for (RawClient client : clients) {
                assertThat(client.readUntil("\n")).contains("\"i1\"");
            }
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    /** Workers that are in a handler and not waiting for the next one. */
    private static long busyWorkers() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("api-worker-"))
                .filter(entry -> java.util.Arrays.stream(entry.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("dev.berth")))
                .count();
    }

    @Test
    void log_followed_isSentAsItGrowsUntilTheContainerEnds(@TempDir Path directory) throws IOException {
        try (ContainerLogs logs = new ContainerLogs();
                Workers workers = new Workers();
                ServedRoutes served = new ServedRoutes(followed(logs, workers));
                RawClient client = served.connect()) {
            logs.open(ID, directory, new LogSettings(true, 0, 1));
            logs.started(ID);
            spool(logs, "one");
            client.send("GET /logs HTTP/1.0\r\n\r\n");
            client.readUntil("one\n");
            spool(logs, "two");
            assertThat(client.readUntil("two\n")).isEqualTo("two\n");
            logs.ended(ID);
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void log_largeToSlowClient_arrivesWhole(@TempDir Path directory) throws IOException {
        String line = "z".repeat(1000);
        int lines = 8000;
        try (ContainerLogs logs = new ContainerLogs();
                Workers workers = new Workers();
                ServedRoutes served = new ServedRoutes(followed(logs, workers));
                RawClient client = served.connect()) {
            logs.open(ID, directory, new LogSettings(true, 0, 1));
            logs.started(ID);
            for (int block = 0; block < lines / 100; block++) {
                spool(logs, (line + "\n2026-01-01T00:00:00Z stdout F ").repeat(99) + line);
            }
            client.send("GET /logs HTTP/1.0\r\n\r\n");
            client.readUntil("\r\n\r\n");
            await().atMost(PATIENCE).until(() -> busyWorkers() == 0);
            logs.ended(ID);
            assertThat(client.readAll()).hasSize(lines * 1001);
        }
    }

    private static RouteTable events(EventBus bus, Workers workers) {
        RouteTable routes = new RouteTable();
        new EventRoutes(bus, workers.timer()).addTo(routes);
        return routes;
    }

    private static RouteTable followed(ContainerLogs logs, Workers workers) {
        LogQuery query = new LogQuery(true, true, Instant.MIN, Optional.empty(), -1, true);
        return new RouteTable()
                .get(
                        "/logs",
                        (request, reply) -> new LogSender(
                                        logs.read(ID, query),
                                        reply.stream(200, "x/y"),
                                        new LogLines(StreamFrames.RAW, false, ""),
                                        workers.pool())
                                .start());
    }

    private static void spool(ContainerLogs logs, String text) throws IOException {
        Path file = Path.of(logs.conmonLogPath(ID).substring("k8s-file:".length()));
        Files.writeString(
                file,
                "2026-01-01T00:00:00Z stdout F " + text + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
