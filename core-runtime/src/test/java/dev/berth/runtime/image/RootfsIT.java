package dev.berth.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.MountNs;
import dev.berth.linux.testing.TestHost;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarMetadata;
import dev.berth.runtime.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mounts on a throw-away host. */
@Tag("netns")
class RootfsIT {
    private static final String CONTAINER = "c".repeat(64);

    private TestHost host;
    private Store store;
    private ImageService images;
    private Rootfs rootfs;

    @BeforeEach
    void start() {
        host = TestHost.start();
        EnginePaths paths =
                new EnginePaths(host.data().resolve("data"), host.data().resolve("run"));
        paths.create();
        store = Store.open(paths.database());
        images = new ImageService(paths, store, List::of, (action, image, attributes) -> {}, Clock.systemUTC());
        rootfs = images.rootfs(CONTAINER);
    }

    @AfterEach
    void stop() {
        store.close();
        host.close();
    }

    @Test
    void mount_image_isWritableAndHasMountPoints() throws Exception {
        rootfs.create(image("etc/motd", "hello"));
        rootfs.create(image("other", "ignored: it is there already"));
        inHost(() -> {
            Path root = rootfs.mount();
            assertThat(rootfs.mount()).isEqualTo(root);
            assertThat(root.resolve("etc/motd")).hasContent("hello");
            assertThat(root.resolve("etc/resolv.conf")).exists();
            assertThat(root.resolve("proc")).isDirectory();
            Files.delete(root.resolve("etc/motd"));
            Files.writeString(root.resolve("new"), "mine");
            rootfs.unmount();
            rootfs.unmount();
            assertThat(root).isEmptyDirectory();
        });

        assertThat(images.changes(CONTAINER))
                .containsExactly(
                        new FilesystemChange("/etc", FilesystemChange.MODIFIED),
                        new FilesystemChange("/etc/motd", FilesystemChange.DELETED),
                        new FilesystemChange("/new", FilesystemChange.ADDED));
        assertThat(rootfs.ownSize()).isEqualTo(4);
        rootfs.delete();
        assertThat(rootfs.upper()).doesNotExist();
    }

    @Test
    void mayHave_isToldFromTheLayers() throws Exception {
        rootfs.create(image("etc/motd", "hello"));
        inHost(() -> {
            assertThat(rootfs.mayHave("/etc/motd")).isTrue();
            assertThat(rootfs.mayHave("/etc")).isTrue();
            assertThat(rootfs.mayHave("/etc/nothing")).isFalse();
            assertThat(rootfs.mayHave("/data")).isFalse();
            Files.createSymbolicLink(rootfs.upper().resolve("link"), Path.of("/etc"));
            assertThat(rootfs.mayHave("/link/nothing")).isTrue();
            assertThat(rootfs.path()).isEmptyDirectory();
        });
    }

    @Test
    void onlyDirectory_isThereWhereNoLayersAreJoined() throws Exception {
        Image image = image("data/a/file", "hello");
        rootfs.create(image);
        Files.createDirectories(rootfs.upper().resolve("other/deep"));
        Files.createDirectories(rootfs.upper().resolve("data/a/upper"));
        Files.createSymbolicLink(rootfs.upper().resolve("link"), Path.of("/other"));
        inHost(() -> {
            assertThat(rootfs.onlyDirectory("/other/deep"))
                    .contains(rootfs.upper().resolve("other/deep"));
            assertThat(rootfs.onlyDirectory("/data")).isEmpty();
            assertThat(rootfs.onlyDirectory("/data/a")).isEmpty();
            assertThat(rootfs.onlyDirectory("/data/a/upper"))
                    .contains(rootfs.upper().resolve("data/a/upper"));
            assertThat(rootfs.onlyDirectory("/data/a/file")).isEmpty();
            assertThat(rootfs.onlyDirectory("/link")).isEmpty();
            assertThat(rootfs.onlyDirectory("/link/deep")).isEmpty();
            assertThat(rootfs.onlyDirectory("/nowhere")).isEmpty();
            Path root = rootfs.mount();
            TreeDelete.delete(root.resolve("data/a"));
            assertThat(rootfs.onlyDirectory("/data/a")).isEmpty();
            Files.createDirectory(root.resolve("data/a"));
            rootfs.unmount();
            assertThat(rootfs.onlyDirectory("/data/a"))
                    .as("opaque, as it hides the image's")
                    .contains(rootfs.upper().resolve("data/a"));
            assertThat(rootfs.onlyDirectory("/data")).isEmpty();
        });
    }

    @Test
    void open_view_mountsOnlyForItsTime() throws Exception {
        rootfs.create(image("etc/motd", "hello"));
        inHost(() -> {
            Rootfs.View inner = rootfs.open();
            try (Rootfs.View outer = rootfs.open()) {
                inner.close();
                inner.close();
                assertThat(outer.path().resolve("etc/motd")).hasContent("hello");
            }
            assertThat(rootfs.path()).isEmptyDirectory();
        });
    }

    @Test
    void open_viewWhileMounted_leavesTheContainersMount() throws Exception {
        rootfs.create(image("etc/motd", "hello"));
        inHost(() -> {
            rootfs.mount();
            rootfs.open().close();
            assertThat(rootfs.path()).isNotEmptyDirectory();

            try (Rootfs.View view = rootfs.open()) {
                rootfs.unmount();
                assertThat(view.path()).isNotEmptyDirectory();
            }
            assertThat(rootfs.path()).isEmptyDirectory();
        });
    }

    @Test
    void mount_manyLayers_fitIntoOneMount() throws Exception {
        Image image = image("first", "0");
        for (int i = 1; i <= 100; i++) {
            rootfs.create(image);
            Files.writeString(rootfs.upper().resolve("layer" + i), "x");
            image = images.commit(new CommitRequest(
                    CONTAINER, image, Json.read("{}", ContainerConfig.class), Optional.empty(), "", "", List.of()));
            rootfs.delete();
            rootfs = images.rootfs(CONTAINER);
        }
        rootfs.create(image);
        assertThat(image.layers()).hasSize(101);
        inHost(() -> {
            Path root = rootfs.mount();
            assertThat(root.resolve("first")).exists();
            assertThat(root.resolve("layer1")).exists();
            assertThat(root.resolve("layer100")).exists();
            rootfs.unmount();
        });
    }

    private Image image(String name, String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try (TarWriter writer = new TarWriter(out)) {
            writer.add(
                    TarEntry.file(name, TarMetadata.of(0644, Instant.EPOCH), bytes.length),
                    new ByteArrayInputStream(bytes));
        }
        return images.importTar(
                new ByteArrayInputStream(out.toByteArray()), new ImportRequest(Optional.empty(), List.of(), ""));
    }

    private void inHost(Body body) {
        MountNs.call(host.pid(), () -> {
            body.run();
            return true;
        });
    }

    @FunctionalInterface
    private interface Body {
        void run() throws Exception;
    }
}
