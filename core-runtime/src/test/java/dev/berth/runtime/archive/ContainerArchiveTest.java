package dev.berth.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.FileCalls;
import dev.berth.plugin.EngineException.Forbidden;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.runtime.archive.ContainerArchive.PutOptions;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarMetadata;
import dev.berth.runtime.tar.TarReader;
import dev.berth.runtime.tar.TarWriter;
import dev.berth.runtime.volume.DirectoryImages;
import dev.berth.runtime.volume.ImageFiles;
import dev.berth.runtime.volume.MountRequest;
import dev.berth.runtime.volume.VolumeDrivers;
import dev.berth.runtime.volume.VolumeService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerArchiveTest {
    private static final PutOptions PLAIN = new PutOptions(false, false);

    @TempDir
    Path temporary;

    private Path rootfs;
    private Path host;
    private Path inner;
    private Store store;
    private ContainerArchive archive;
    private ContainerFiles container;

    @BeforeEach
    void makeContainer() throws IOException {
        rootfs = Files.createDirectory(temporary.resolve("rootfs"));
        host = Files.createDirectory(temporary.resolve("host"));
        inner = Files.createDirectory(temporary.resolve("inner"));
        Files.createDirectories(rootfs.resolve("etc"));
        Files.writeString(rootfs.resolve("etc/conf"), "image");
        Files.writeString(temporary.resolve("secret"), "host's");
        store = Store.open(temporary.resolve("state.db"));
        VolumeService volumes = new VolumeService(
                new VolumeDrivers(Map.of()),
                new DirectoryImages(temporary),
                store,
                new EnginePaths(temporary.resolve("data"), temporary.resolve("run")),
                (action, name, attributes) -> {});
        String binds = "{\"Binds\":[\"" + host + ":/data:ro\",\"" + inner + ":/data/inner\"]}";
        volumes.plan(new MountRequest(
                "c1",
                Json.read("{}", ContainerConfig.class),
                Json.read(binds, HostConfig.class),
                ImageFiles.at(rootfs),
                ref -> ref,
                () -> false));
        archive = new ContainerArchive(volumes);
        container = new ContainerFiles("web", "c1", rootfs, false);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void stat_file_hasGosModeAndBase64Json() {
        FileCalls.chmod(rootfs.resolve("etc/conf"), 04640);
        PathStat stat = archive.stat(container, "etc/conf");
        assertThat(stat.name()).isEqualTo("conf");
        assertThat(stat.size()).isEqualTo(5);
        assertThat(stat.mode()).isEqualTo(0640 | 1L << 23);
        String json = new String(Base64.getDecoder().decode(stat.header()), StandardCharsets.UTF_8);
        assertThat(Json.tree(json).properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("name", "size", "mode", "mtime", "linkTarget");
        assertThat(archive.stat(container, "/etc").mode() & 1L << 31).isNotZero();
    }

    @Test
    void stat_link_isNotFollowedButItsTargetIsTold() throws IOException {
        Files.createSymbolicLink(rootfs.resolve("etc/link"), Path.of("../../../etc/conf"));
        Files.createSymbolicLink(rootfs.resolve("dangling"), Path.of("nothing"));
        PathStat link = archive.stat(container, "/etc/link");
        assertThat(link.linkTarget()).isEqualTo("/etc/conf");
        assertThat(link.mode() & 1L << 27).isNotZero();
        assertThat(archive.stat(container, "/dangling").linkTarget()).isEqualTo("/nothing");
    }

    @Test
    void missing_hasDockersText() {
        assertThatThrownBy(() -> archive.stat(container, "/no/such"))
                .isInstanceOf(NotFound.class)
                .hasMessage("Could not find the file /no/such in container web");
        assertThatThrownBy(() -> put("/no/such", "f")).isInstanceOf(NotFound.class);
    }

    @Test
    void get_directory_namesBeginWithItsBaseName() throws IOException {
        assertThat(get("/etc")).containsOnlyKeys("etc", "etc/conf").containsEntry("etc/conf", "image");
        assertThat(get("/etc/.")).containsOnlyKeys(".", "./conf");
        assertThat(get("/etc/conf")).containsOnlyKeys("conf");
    }

    /** As {@code -v vol:/var/run/data} where {@code /var/run} is a link to {@code /run}. */
    @Test
    void mountBehindALink_isWhereTheRuntimeMakesIt() throws IOException {
        Files.createDirectories(rootfs.resolve("run"));
        Files.createDirectories(rootfs.resolve("var"));
        Files.createSymbolicLink(rootfs.resolve("var/run"), Path.of("/run"));
        VolumeService volumes = new VolumeService(
                new VolumeDrivers(Map.of()),
                new DirectoryImages(temporary),
                store,
                new EnginePaths(temporary.resolve("data"), temporary.resolve("run")),
                (action, name, attributes) -> {});
        volumes.plan(new MountRequest(
                "c2",
                Json.read("{}", ContainerConfig.class),
                Json.read("{\"Binds\":[\"" + host + ":/var/run/data\"]}", HostConfig.class),
                ImageFiles.at(rootfs),
                ref -> ref,
                () -> false));
        Files.writeString(host.resolve("file"), "mounted");
        archive = new ContainerArchive(volumes);
        container = new ContainerFiles("web", "c2", rootfs, false);
        assertThat(get("/var/run/data/file")).containsEntry("file", "mounted");
        assertThat(get("/run/data/file")).containsEntry("file", "mounted");
    }

    @Test
    void get_mountsAndNestedMounts_areShown() throws IOException {
        Files.writeString(host.resolve("outer"), "o");
        Files.writeString(inner.resolve("file"), "i");
        assertThat(get("/data/inner/file")).containsEntry("file", "i");
        assertThat(get("/data")).containsOnlyKeys("data", "data/outer", "data/inner", "data/inner/file");
        assertThat(get("/")).containsEntry("data/inner/file", "i").containsEntry("etc/conf", "image");
    }

    @Test
    void get_linkLeadingOut_isReadInside() throws IOException {
        Files.createSymbolicLink(rootfs.resolve("out"), temporary);
        Files.createSymbolicLink(rootfs.resolve("up"), Path.of("../.."));
        assertThatThrownBy(() -> get("/out/secret")).isInstanceOf(NotFound.class);
        assertThat(get("/up/etc/conf")).containsEntry("conf", "image");
        Files.createSymbolicLink(rootfs.resolve("loop"), Path.of("loop"));
        assertThatThrownBy(() -> get("/loop/x")).isInstanceOf(InvalidParameter.class);
    }

    @Test
    void get_linkInAVolume_leadsThroughTheContainersTree() throws IOException {
        Files.createSymbolicLink(host.resolve("conf"), Path.of("/etc/conf"));
        Files.createSymbolicLink(rootfs.resolve("way"), Path.of("data/inner"));
        Files.writeString(inner.resolve("file"), "i");
        assertThat(get("/way/file")).containsEntry("file", "i");
        assertThat(archive.stat(container, "/data/conf").linkTarget()).isEqualTo("/etc/conf");
    }

    @Test
    void put_intoRootfsAndNestedWritableMount_lands() throws IOException {
        put("/etc", "new");
        assertThat(rootfs.resolve("etc/new")).hasContent("content");
        put("/data/inner", "deep/new");
        assertThat(inner.resolve("deep/new")).hasContent("content");
        put("/", "data/inner/through");
        assertThat(inner.resolve("through")).hasContent("content");
    }

    @Test
    void put_readOnly_isForbidden() {
        assertThatThrownBy(() -> put("/data", "new"))
                .isInstanceOf(Forbidden.class)
                .hasMessage("mounted volume is marked read-only");
        assertThatThrownBy(() -> put("/", "data/new")).isInstanceOf(Forbidden.class);
        container = new ContainerFiles("web", "c1", rootfs, true);
        assertThatThrownBy(() -> put("/etc", "new"))
                .isInstanceOf(Forbidden.class)
                .hasMessage("container rootfs is marked read-only");
        assertThat(host).isEmptyDirectory();
    }

    @Test
    void put_ontoAFile_isRefused() {
        assertThatThrownBy(() -> put("/etc/conf", "new"))
                .isInstanceOf(InvalidParameter.class)
                .hasMessage("extraction point is not a directory");
    }

    @Test
    void put_throughALinkLeadingOut_staysInside() throws IOException {
        Files.createSymbolicLink(rootfs.resolve("out"), temporary);
        assertThatThrownBy(() -> put("/", "out/secret")).isInstanceOf(RuntimeException.class);
        assertThat(temporary.resolve("secret")).hasContent("host's");
    }

    @Test
    void put_kindsThatMustNotChange_areRefused() {
        assertThatThrownBy(() ->
                        archive.put(container, "/", new ByteArrayInputStream(tar("etc")), new PutOptions(true, false)))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("cannot overwrite directory \"etc\" with non-directory");
        assertThat(rootfs.resolve("etc/conf")).exists();
    }

    @Test
    void put_gzip_isUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar("zipped"));
        }
        archive.put(container, "/etc", new ByteArrayInputStream(packed.toByteArray()), PLAIN);
        assertThat(rootfs.resolve("etc/zipped")).hasContent("content");
    }

    private static byte[] tar(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] content = "content".getBytes(StandardCharsets.US_ASCII);
        try (TarWriter writer = new TarWriter(out)) {
            TarEntry entry = TarEntry.file(name, TarMetadata.of(0644, Instant.EPOCH), content.length);
            writer.add(entry, new ByteArrayInputStream(content));
        }
        return out.toByteArray();
    }

    private void put(String path, String name) throws IOException {
        archive.put(container, path, new ByteArrayInputStream(tar(name)), PLAIN);
    }

    private Map<String, String> get(String path) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        archive.get(container, path, stat -> out);
        TarReader reader = new TarReader(new ByteArrayInputStream(out.toByteArray()));
        Map<String, String> members = new TreeMap<>();
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            members.put(entry.get().name(), new String(reader.content().readAllBytes(), StandardCharsets.UTF_8));
        }
        return members;
    }
}
