package dev.berth.runtime.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.FreeSpace;
import dev.berth.linux.sys.Mounts;
import dev.berth.linux.testing.Root;
import dev.berth.linux.testing.SmallDisk;
import dev.berth.linux.testing.SmallDisk.Scarce;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.runtime.container.ContainerParts;
import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.container.ContainerSettings;
import dev.berth.runtime.container.ContainerTable;
import dev.berth.runtime.container.OciRuntimes;
import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.exec.ExecService;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.log.ContainerLogs;
import dev.berth.runtime.network.NetworkService;
import dev.berth.runtime.oci.HostFacts;
import dev.berth.runtime.oci.OciSpec;
import dev.berth.runtime.state.Discards;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.tar.VolumeTar;
import dev.berth.runtime.volume.Volume;
import dev.berth.runtime.volume.VolumeDrivers;
import dev.berth.runtime.volume.VolumeService;
import dev.berth.volume.VolumeDriverModule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The disk of the volumes is full at each step of an import, a clone or a restore, one after the other: there is no half
 * volume and the old data of one that is replaced, and it is said what could not be done; with enough room there is all.
 */
class TransferDiskFullIT {
    private static final String FULL = "No space left on device";

    @TempDir
    private Path directory;

    private Path root;
    private SmallDisk disk;
    private Store store;
    private ContainerService containers;
    private VolumeService volumes;
    private BackupService backups;
    private VolumeTransfer transfer;

    @BeforeEach
    void open() throws IOException {
        Root.require();
        root = Files.createDirectory(directory.resolve("root"));
        Mounts.tmpfs(root, "size=64m,mode=755");
        EnginePaths paths = new EnginePaths(root.resolve("data"), root.resolve("run"));
        paths.create();
        disk = new SmallDisk(paths.volumes());
        store = Store.open(paths.database());
        ContainerTable table = new ContainerTable(store);
        ImageService images =
                new ImageService(paths, store, table, (action, image, attributes) -> {}, Clock.systemUTC());
        volumes = new VolumeService(
                new VolumeDrivers(Map.of(
                        "local",
                        VolumeDriverModule.localVolumeDriver(new DriverHome(paths.dataRoot(), paths.execRoot())))),
                images.mounts(),
                store,
                paths,
                (action, name, attributes) -> {});
        OciSpec spec = new OciSpec(HostFacts.read());
        EventBus events = new EventBus();
        ContainerParts parts = new ContainerParts(
                paths,
                table,
                images,
                noNetworks(),
                volumes,
                new ContainerLogs(),
                spec,
                new OciRuntimes(Map.of("none", "/none"), Optional.of("none"), paths.runtimeRoot()),
                new Discards(paths.discards()),
                events);
        containers =
                new ContainerService(parts, ContainerSettings.DEFAULT, false, Path.of("conmon"), Clock.systemUTC());
        backups = new BackupService(
                VolumeDriverModule.backups(),
                volumes,
                containers,
                new ExecService(containers, images, spec, events, root.resolve("execs")));
        transfer = new VolumeTransfer(volumes, backups);
        fill(make("old"), 1);
        fill(make("source"), 2);
    }

    private static NetworkService noNetworks() {
        return (NetworkService) Proxy.newProxyInstance(
                NetworkService.class.getClassLoader(),
                new Class<?>[] {NetworkService.class},
                (proxy, method, words) -> {
                    throw new IllegalStateException("no container is started here");
                });
    }

    @AfterEach
    void close() {
        containers.close();
        store.close();
        disk.close();
        Mounts.unmount(root, true);
    }

    private Path make(String volume) {
        return place(volumes.create(volume, "local", Map.of(), Map.of("of", volume)));
    }

    private static Path place(Volume volume) {
        return Path.of(volume.mountpoint());
    }

    private static void fill(Path data, int seed) throws IOException {
        byte[] content = new byte[20_000];
        new Random(seed).nextBytes(content);
        Files.write(Files.createDirectories(data.resolve("d/e")).resolve("file"), content);
        Files.createLink(data.resolve("linked"), data.resolve("d/e/file"));
        Files.createSymbolicLink(data.resolve("d/link"), Path.of("x".repeat(300)));
        Files.writeString(data.resolve("small"), "small" + seed);
        FileCalls.mknod(data.resolve("fifo"), FileCalls.S_IFIFO | 0640, 0);
        FileCalls.chmod(data, 01700 + seed);
    }

    /** Everything in a directory: names, attributes and content. */
    private static List<String> state(Path top) {
        try (Stream<Path> files = Files.walk(top)) {
            return files.map(file -> state(top, file)).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String state(Path top, Path file) {
        FileStatus status = FileCalls.status(file);
        String name = top.relativize(file) + " " + status.mode() + " " + status.links();
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? name + " " + status.modified() + " " + Arrays.hashCode(Files.readAllBytes(file))
                    : name;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> names() {
        return volumes.list(Map.of()).volumes().stream().map(Volume::name).toList();
    }

    /** @param what each failure begins with */
    private void assertAllOrNothing(Scarce scarce, String what, String volume, Runnable attempt) {
        List<String> before = state(disk.place());
        List<String> names = names();
        int failures = disk.tryWithMoreAndMore(scarce, attempt, (failure, left) -> {
            assertThat(failure)
                    .isInstanceOf(SystemFailure.class)
                    .hasMessageStartingWith(what)
                    .hasMessageContaining(FULL);
            assertThat(names()).isEqualTo(names);
            assertThat(state(disk.place())).isEqualTo(before);
            assertThat(left).isEqualTo(new FreeSpace(0, 0));
        });
        assertThat(failures).isGreaterThan(5);
        assertThat(state(place(volumes.inspect(volume)))).isEqualTo(state(place(volumes.inspect("source"))));
        assertThat(place(volumes.inspect(volume)).getParent().toFile().list())
                .containsExactlyInAnyOrder("_data", "opts.json");
    }

    private byte[] archive() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        VolumeTar.write(place(volumes.inspect("source")), archive);
        return archive.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void import_ofANewVolume(Scarce scarce) throws IOException {
        byte[] archive = archive();
        assertAllOrNothing(
                scarce, "import new: ", "new", () -> transfer.load("new", new ByteArrayInputStream(archive), false));
    }

    @ParameterizedTest
    @EnumSource
    void import_replacingData(Scarce scarce) throws IOException {
        byte[] archive = archive();
        assertAllOrNothing(
                scarce, "import old: ", "old", () -> transfer.load("old", new ByteArrayInputStream(archive), true));
    }

    @ParameterizedTest
    @EnumSource
    void clone_ofAVolume(Scarce scarce) {
        assertAllOrNothing(scarce, "clone copy: ", "copy", () -> transfer.copy("source", "copy"));
        assertThat(volumes.inspect("copy").labels()).containsEntry("of", "source");
    }

    @ParameterizedTest
    @EnumSource
    void restore_asANewVolume(Scarce scarce) {
        Path repository = root.resolve("repository");
        String id = backups.backup(new BackupOrder(
                        List.of("source"), repository, Map.of(), Duration.ZERO, true, false, List.of(), List.of()))
                .get(0)
                .id();
        assertAllOrNothing(
                scarce,
                "restore again: ",
                "again",
                () -> backups.restore(repository, id, Optional.of("again"), Replacement.REFUSED));
    }
}
