package dev.berth.runtime.app;

import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.runtime.api.ApiServer;
import dev.berth.runtime.api.ApiServices;
import dev.berth.runtime.app.settings.DaemonSettings;
import dev.berth.runtime.network.SandboxInfo;
import dev.berth.runtime.oci.HostFacts;
import dev.berth.runtime.oci.OciRequest;
import dev.berth.runtime.oci.OciSpec;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Does what a daemon does that needs neither root nor a container, so that its classes are loaded when the JVM ends: for
 * the daemon's class-data-sharing archive. Nothing outside of one temporary directory is touched.
 */
public final class EngineTraining {
    private static final String CONFIG =
            "{\"Image\":\"busybox\",\"Cmd\":[\"true\"],\"Env\":[\"A=b\"],\"Labels\":{\"a\":\"b\"},"
                    + "\"ExposedPorts\":{\"80/tcp\":{}},\"Volumes\":{\"/v\":{}},\"HostConfig\":{\"NetworkMode\":\"default\","
                    + "\"AutoRemove\":true,\"Binds\":[\"v:/w\"],\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"80\"}]},"
                    + "\"RestartPolicy\":{\"Name\":\"no\"},\"LogConfig\":{\"Type\":\"\",\"Config\":{}}},"
                    + "\"NetworkingConfig\":{\"EndpointsConfig\":{\"default\":{\"IPAMConfig\":{},\"Aliases\":[\"a\"]}}}}";

    /** The beginning of an answer is enough; one that does not come must not hold up the build. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private EngineTraining() {}

    /** Does it. */
    public static void run() throws IOException {
        Path directory = Files.createTempDirectory("berth-training");
        Deque<Runnable> closing = new ArrayDeque<>();
        try {
            run(directory, closing);
        } finally {
            Cleanup.all(closing.toArray(Runnable[]::new));
            TreeDelete.delete(directory);
        }
    }

    private static void run(Path directory, Deque<Runnable> closing) throws IOException {
        Path socket = directory.resolve("s");
        DaemonSettings settings = DaemonSettings.of(Map.of(
                "hosts", List.of("unix://" + socket),
                "data-root", List.of(directory.resolve("data").toString()),
                "exec-root", List.of(directory.resolve("run").toString()),
                "pidfile", List.of(directory.resolve("pid").toString())));
        EnginePaths paths = new EnginePaths(settings.dataRoot(), settings.execRoot());
        paths.create();
        Store store = Store.open(paths.database());
        closing.push(store::close);
        store.put("training", "a", "{}");
        store.deleteLazily("training", "a");
        ApiServices services = DaggerBerthComponent.factory()
                .create(settings, paths, store, Clock.systemUTC())
                .services();
        closing.push(services.networks()::close);
        closing.push(services.logs()::close);
        closing.push(services.containers()::close);
        ApiServer server = ApiServer.of(services);
        closing.push(server::close);
        server.listen(UnixDomainSocketAddress.of(socket), settings.group());
        server.start();
        writeConfig(directory);
        ask(socket);
    }

    private static void writeConfig(Path directory) {
        SandboxInfo sandbox = new SandboxInfo(
                Optional.of(directory.resolve("n")),
                "box",
                "",
                directory.resolve("h"),
                directory.resolve("h"),
                directory.resolve("r"),
                List.of());
        Json.write(new OciSpec(HostFacts.read())
                .config(new OciRequest(
                        "0123456789abcdef",
                        Json.read(CONFIG, ContainerConfig.class),
                        Json.read(Json.tree(CONFIG).path("HostConfig").toString(), HostConfig.class),
                        directory,
                        List.of(),
                        sandbox,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Path.of("/usr/bin/crun"),
                        Optional.empty())));
    }

    private static void ask(Path socket) throws IOException {
        for (String line : List.of(
                "HEAD /_ping",
                "GET /version",
                "GET /v1.43/info",
                "GET /v1.43/containers/json?all=1",
                "GET /v1.43/images/json",
                "GET /v1.43/networks",
                "GET /v1.43/volumes",
                "POST /v1.43/containers/create?name=a",
                "POST /v1.43/containers/a/attach?stream=1",
                "POST /v1.43/containers/a/wait?condition=removed",
                "POST /v1.43/containers/a/start")) {
            String body = line.contains("create") ? CONFIG : "";
            String request =
                    line + " HTTP/1.1\r\nHost: berth\r\nConnection: close\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body;
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                    Selector selector = Selector.open()) {
                channel.connect(UnixDomainSocketAddress.of(socket));
                channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
                if (selector.select(PATIENCE.toMillis()) == 0) {
                    System.err.println("training: no answer to " + line + ", whose classes may be missing");
                }
            }
        }
    }
}
