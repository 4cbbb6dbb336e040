package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.linux.sys.Mounts;
import dev.berth.linux.sys.Propagation;
import dev.berth.linux.testing.Root;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.image.ImportRequest;
import dev.berth.runtime.log.ContainerLogs;
import dev.berth.runtime.network.NetworkService;
import dev.berth.runtime.oci.HostFacts;
import dev.berth.runtime.oci.OciSpec;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Discards;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.volume.VolumeDrivers;
import dev.berth.runtime.volume.VolumeService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start with a real conmon, up to the network: which is none, and which fails. */
@Tag("netns")
class ContainerStartIT {
    /** Nothing but the two blocks that end an archive. */
    private static final byte[] EMPTY_TAR = new byte[1024];

    @TempDir
    private Path directory;

    /** Monitors that were there when the network was asked for. */
    private final List<ProcessHandle> monitors = new ArrayList<>();

    private Path root;
    private Store store;
    private ContainerService containers;
    private String id = "";

    @BeforeEach
    void open() throws IOException {
        Root.require();
        root = Files.createDirectory(directory.resolve("root"));
        Mounts.tmpfs(root, "size=16m,mode=755");
        Mounts.propagation(root, Propagation.PRIVATE);
        EnginePaths paths = new EnginePaths(root.resolve("data"), root.resolve("run"));
        paths.create();
        store = Store.open(paths.database());
        ContainerTable table = new ContainerTable(store);
        ImageService images =
                new ImageService(paths, store, table, (action, image, attributes) -> {}, Clock.systemUTC());
        images.importTar(
                new ByteArrayInputStream(EMPTY_TAR),
                new ImportRequest(Optional.of(ImageReference.parse("empty")), List.of("CMD [\"true\"]"), ""));
        ContainerParts parts = new ContainerParts(
                paths,
                table,
                images,
                networks(),
                new VolumeService(
                        new VolumeDrivers(Map.of()), images.mounts(), store, paths, (action, name, attributes) -> {}),
                new ContainerLogs(),
                new OciSpec(HostFacts.read()),
                new OciRuntimes(Map.of("fake", runtime().toString()), Optional.of("fake"), paths.runtimeRoot()),
                new Discards(paths.discards()),
                new EventBus());
        containers =
                new ContainerService(parts, ContainerSettings.DEFAULT, false, Path.of("conmon"), Clock.systemUTC());
        id = containers
                .create(
                        Optional.of("box"),
                        new CreateRequest(
                                Json.read("{\"Image\":\"empty\"}", ContainerConfig.class),
                                Json.read("{}", HostConfig.class),
                                Map.of(),
                                false))
                .id();
    }

    @AfterEach
    void close() {
        containers.close();
        store.close();
        Mounts.unmount(root, true);
    }

    /** Says that it was called, and fails. */
    private Path runtime() throws IOException {
        Path script = root.resolve("runtime");
        Files.writeString(script, "#!/bin/sh\necho \"$@\" >> " + root + "/called\nexit 1\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private NetworkService networks() {
        return (NetworkService) Proxy.newProxyInstance(
                NetworkService.class.getClassLoader(),
                new Class<?>[] {NetworkService.class},
                (proxy, method, words) -> {
                    if (method.getName().equals("setUp")) {
                        ProcessHandle.current()
                                .children()
                                .filter(this::isMonitor)
                                .forEach(monitors::add);
                        throw new EngineException.SystemFailure("no network today");
                    }
                    return nothing(method.getReturnType());
                });
    }

    private static Object nothing(Class<?> type) {
        Map<Class<?>, Object> empty = Map.of(
                List.class, List.of(), Map.class, Map.of(), Set.class, Set.of(), Optional.class, Optional.empty());
        return empty.get(type);
    }

    private boolean isMonitor(ProcessHandle process) {
        try {
            String words = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.UTF_8);
            return words.startsWith("conmon") && words.contains(id);
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void start_networkFails_endsTheMonitorThatWasThereBefore() {
        assertThatThrownBy(() -> containers.start("box")).hasMessage("no network today");

        assertThat(monitors).hasSize(1);
        await().atMost(Duration.ofSeconds(60)).until(() -> monitors.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(root.resolve("called")).doesNotExist();
        assertThat(containers.find("box").state().error()).isEqualTo("no network today");
        assertThat(root.resolve("data/containers/" + id + "/overlay/merged")).isEmptyDirectory();
    }
}
