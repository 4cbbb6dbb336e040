package dev.berth.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.linux.sys.PacketLoop;
import dev.berth.runtime.attach.DetachKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client's connection, through the real server and a real conmon, to a process. */
@Timeout(120)
class AttachBridgeIT {
    private static final String ATTACH =
            "POST /attach HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    private static final AttachOptions ALL = new AttachOptions(true, true, true, false, false);

    @TempDir
    Path directory;

    private final CompletableFuture<AttachBridge> bridge = new CompletableFuture<>();

    /** Done when the bridge has been told that its client is gone. */
    private final CompletableFuture<Boolean> left = new CompletableFuture<>();

    private PacketLoop loop;
    private ServedRoutes served;

    @BeforeEach
    void serve() {
        loop = new PacketLoop("streams");
        served = new ServedRoutes(new RouteTable().post("/attach", (request, reply) -> {
            AttachBridge made = new AttachBridge(loop, ALL, DetachKeys.parse(""), () -> {});
            reply.hijack("x/y", made, client -> {
                made.client(client);
                client.onChange(() -> {
                    if (client.isClosed()) {
                        left.complete(true);
                    }
                });
                bridge.complete(made);
            });
        }));
    }

    @AfterEach
    void close() {
        served.close();
        loop.close();
    }

    @Test
    void output_toSlowClient_makesTheProcessWaitAndArrivesWhole() throws Exception {
        int lines = 2_000_000;
        Path marker = directory.resolve("written");
        try (MonitoredProcess process = process("seq " + lines + "; echo done > " + marker);
                RawClient client = attach(process)) {
            process.go();
            String first = client.readSome(1000);
            assertThat(first).isNotEmpty();
            assertThat(marker).doesNotExist();

            String output = unframe(first + client.readAll(), 1);

            assertThat(marker).exists();
            List<String> wrong = new ArrayList<>();
            int next = 1;
            for (String line : output.split("\n")) {
                if (!line.equals(Integer.toString(next++))) {
                    wrong.add(line);
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(next).isEqualTo(lines + 1);
        }
    }

    @Test
    void input_closedByClient_isTheEndForTheProcess() throws Exception {
        try (MonitoredProcess process = process("cat; echo end");
                RawClient client = attach(process)) {
            client.send("before the start\n");
            process.go();
            client.send("x".repeat(1_000_000) + "\n");
            client.endInput();

            assertThat(unframe(client.readAll(), 1))
                    .isEqualTo("before the start\n" + "x".repeat(1_000_000) + "\nend\n");
        }
    }

    @Test
    void input_moreThanTheProcessTakes_makesTheClientWaitAndHarmsNobody() throws Exception {
        CompletableFuture<Void> sending;
        try (MonitoredProcess process = process("head -c 10 | wc -c");
                RawClient client = attach(process)) {
            process.go();
            sending = CompletableFuture.runAsync(() -> client.send(new byte[8_000_000]));

            assertThat(unframe(client.readAll(), 1).trim()).isEqualTo("10");
        }
        sending.handle((sent, failure) -> "over").get(60, TimeUnit.SECONDS);
    }

    @Test
    void streams_both_areToldApart() throws Exception {
        try (MonitoredProcess process = process("echo out; echo err >&2");
                RawClient client = attach(process)) {
            process.go();
            String all = client.readAll();

            assertThat(unframe(all, 1)).isEqualTo("out\n");
            assertThat(unframe(all, 2)).isEqualTo("err\n");
        }
    }

    @Test
    void client_leavesBeforeTheProcessIsThere_itsInputComesAndEnds() throws Exception {
        Path said = directory.resolve("said");
        try (MonitoredProcess process = process("cat > " + said + ".part; seq 100000; mv " + said + ".part " + said)) {
            try (RawClient client = served.connect()) {
                client.send(ATTACH);
                client.send("last words\n");
                bridge.get(60, TimeUnit.SECONDS);
                // It has not read its answer, which is a reset for the other side and not just the end of its input.
            }
            left.get(60, TimeUnit.SECONDS);
            bridge.get(60, TimeUnit.SECONDS).connect(process.socket());
            process.go();
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(said));
        }
        assertThat(said).hasContent("last words");
    }

    private MonitoredProcess process(String command) {
        MonitoredProcess process = new MonitoredProcess(directory, command);
        await().atMost(Duration.ofSeconds(60)).until(process::isThere);
        return process;
    }

    private RawClient attach(MonitoredProcess process) throws Exception {
        RawClient client = served.connect();
        client.send(ATTACH);
        assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
        bridge.get(60, TimeUnit.SECONDS).connect(process.socket());
        return client;
    }

    /** What the frames of one stream hold. */
    private static String unframe(String framed, int stream) {
        byte[] bytes = framed.getBytes(StandardCharsets.ISO_8859_1);
        StringBuilder output = new StringBuilder();
        for (int at = 0; at < bytes.length; ) {
            int length = java.nio.ByteBuffer.wrap(bytes, at + 4, 4).getInt();
            if (bytes[at] == stream) {
                output.append(framed, at + 8, at + 8 + length);
            }
            at += 8 + length;
        }
        return output.toString();
    }
}
