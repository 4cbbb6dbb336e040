package dev.berth.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.Xattrs;
import dev.berth.linux.testing.Root;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.ImageUsers.ImageUse;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarMetadata;
import dev.berth.runtime.tar.TarReader;
import dev.berth.runtime.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Owners and whiteouts need root; nothing is mounted here. */
@Tag("netns")
class ImageServiceIT {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final String CONTAINER = "c".repeat(64);

    @TempDir
    Path directory;

    private final List<ImageUse> uses = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private EnginePaths paths;
    private Store store;
    private ImageService images;

    @BeforeEach
    void open() {
        Root.require();
        paths = new EnginePaths(directory.resolve("data"), directory.resolve("run"));
        paths.create();
        store = Store.open(paths.database());
        images = service();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void importTar_anyCompression_isTheSameLayer() throws IOException {
        byte[] tar = tar("motd", "hello");
        List<Image> imported = new ArrayList<>();
        for (byte[] archive : List.of(tar, gzip(tar), bzip2(tar), xz(tar), zstd(tar))) {
            imported.add(images.importTar(new ByteArrayInputStream(archive), request("")));
        }

        assertThat(imported)
                .extracting(Image::layers)
                .containsOnly(imported.get(0).layers());
        Path layer = paths.layers().resolve(Digests.hex(imported.get(0).layers().get(0)));
        assertThat(layer.resolve("motd")).hasContent("hello");
        assertThat(paths.temporary()).isEmptyDirectory();
    }

    @Test
    void importTar_changes_areInTheConfiguration() throws IOException {
        Image image = images.importTar(
                new ByteArrayInputStream(tar("a", "b")),
                new ImportRequest(
                        Optional.of(ImageReference.parse("app:1")),
                        List.of("CMD [\"sh\"]", "ENV A=1", "ONBUILD RUN x"),
                        "Imported from -"));

        assertThat(image.config().command()).contains(List.of("sh"));
        assertThat(images.resolve("app:1").id()).isEqualTo(image.id());
        assertThat(images.resolve(image.shortId()).id()).isEqualTo(image.id());
        assertThat(images.inspect("app:1").at("/Config/OnBuild/0").asText()).isEqualTo("RUN x");
        assertThat(images.history("app:1"))
                .singleElement()
                .satisfies(item -> assertThat(item)
                        .isEqualTo(new HistoryItem(
                                image.id(), TIME.getEpochSecond(), "", List.of("app:1"), 1, "Imported from -")));
        assertThat(events).containsExactly("tag " + image.id(), "import " + image.id());
    }

    @Test
    void importTar_notATar_leavesNothing() {
        assertThatThrownBy(() -> images.importTar(
                        new ByteArrayInputStream("no archive".repeat(100).getBytes(StandardCharsets.US_ASCII)),
                        request("bad")))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageStartingWith("Error processing tar file: ");

        assertThat(images.list(Map.of(), false)).isEmpty();
        assertThat(paths.temporary()).isEmptyDirectory();
        assertThat(paths.layers()).isEmptyDirectory();
    }

    @Test
    void resolve_unknown_isNotFoundWithDockersText() {
        assertThatThrownBy(() -> images.resolve("nope"))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("No such image: nope:latest");
        assertThatThrownBy(() -> images.resolve("sha256:" + "0".repeat(64)))
                .hasMessage("No such image: sha256:" + "0".repeat(64));
    }

    @Test
    void remove_oneOfTwoNames_onlyUntags() throws IOException {
        Image image = images.importTar(new ByteArrayInputStream(tar("a", "b")), request("one"));
        images.tag("one", ImageReference.parse("two"));

        assertThat(images.remove("one", false, false)).containsExactly(new RemovedImage("one:latest", ""));
        assertThatThrownBy(() -> images.resolve("one")).isInstanceOf(EngineException.NotFound.class);
        assertThat(images.remove("two", false, false))
                .containsExactly(
                        new RemovedImage("two:latest", ""),
                        new RemovedImage("", image.id()),
                        new RemovedImage("", image.layers().get(0)));
        assertThat(paths.layers()).isEmptyDirectory();
        assertThat(paths.dataRoot().resolve("l")).isEmptyDirectory();
    }

    @Test
    void remove_byIdWithTwoNames_needsForce() throws IOException {
        Image image = images.importTar(new ByteArrayInputStream(tar("a", "b")), request("one"));
        images.tag("one", ImageReference.parse("two"));

        assertThatThrownBy(() -> images.remove(image.shortId(), false, false))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessage("conflict: unable to delete " + image.shortId()
                        + " (must be forced) - image is referenced in multiple repositories");
        assertThat(images.remove(image.shortId(), true, false)).hasSize(4);
        assertThat(images.byId(image.id())).isEmpty();
    }

    @Test
    void remove_usedByContainers_isRefusedWithDockersTexts() throws IOException {
        Image image = images.importTar(new ByteArrayInputStream(tar("a", "b")), request("busy"));
        uses.add(new ImageUse(CONTAINER, image.id(), "busy", false));

        assertThatThrownBy(() -> images.remove("busy", false, false))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessage("conflict: unable to remove repository reference \"busy\" (must force) - container"
                        + " cccccccccccc is using its referenced image " + image.shortId());
        assertThatThrownBy(() -> images.remove(image.id(), false, false))
                .hasMessage("conflict: unable to delete " + image.shortId()
                        + " (must be forced) - image is being used by stopped container cccccccccccc");
        uses.set(0, new ImageUse(CONTAINER, image.id(), "busy", true));
        assertThatThrownBy(() -> images.remove(image.id(), true, false))
                .hasMessage("conflict: unable to delete " + image.shortId()
                        + " (cannot be forced) - image is being used by running container cccccccccccc");
        assertThat(images.resolve("busy").id()).isEqualTo(image.id());
    }

    @Test
    void remove_forcedUnderAStoppedContainer_keepsItsLayersUntilItGoes() throws IOException {
        Image image = images.importTar(new ByteArrayInputStream(tar("a", "b")), request("busy"));
        images.rootfs(CONTAINER).create(image);
        uses.add(new ImageUse(CONTAINER, image.id(), "busy", false));

        images.remove("busy", true, false);
        service();
        assertThat(paths.layers()).isNotEmptyDirectory();

        images.rootfs(CONTAINER).delete();
        assertThat(paths.layers()).isEmptyDirectory();
        assertThat(paths.container(CONTAINER)).isEmptyDirectory();
    }

    @Test
    void list_filters_chooseAndHide() throws IOException {
        images.importTar(
                new ByteArrayInputStream(tar("a", "1")),
                new ImportRequest(Optional.of(ImageReference.parse("team/app:1")), List.of("LABEL k=v"), ""));
        images.importTar(new ByteArrayInputStream(tar("a", "2")), request(""));

        assertThat(images.list(Map.of(), false)).hasSize(2);
        assertThat(names(Map.of("dangling", List.of("true")))).containsExactly("<none>:<none>");
        assertThat(names(Map.of("dangling", List.of("false")))).containsExactly("team/app:1");
        assertThat(names(Map.of("label", List.of("k=v")))).containsExactly("team/app:1");
        assertThat(names(Map.of("label", List.of("k=w")))).isEmpty();
        assertThat(names(Map.of("reference", List.of("team/*")))).containsExactly("team/app:1");
        assertThat(names(Map.of("reference", List.of("*")))).isEmpty();
        assertThatThrownBy(() -> images.list(Map.of("odd", List.of("x")), false))
                .hasMessage("invalid filter 'odd'");
        assertThatThrownBy(() -> images.list(Map.of("dangling", List.of("x")), false))
                .hasMessage("invalid filter 'dangling=[x]'");
    }

    @Test
    void prune_removesWhatHasNoNameAndNoContainer() throws IOException {
        images.importTar(new ByteArrayInputStream(tar("a", "named")), request("named"));
        Image loose = images.importTar(new ByteArrayInputStream(tar("a", "loose")), request(""));
        Image used = images.importTar(new ByteArrayInputStream(tar("a", "used")), request(""));
        uses.add(new ImageUse(CONTAINER, used.id(), used.id(), false));

        ImagePruneReport report = images.prune(Map.of());

        assertThat(report.spaceReclaimed()).isEqualTo(5);
        assertThat(report.imagesDeleted()).contains(new RemovedImage("", loose.id()));
        assertThat(images.byId(used.id())).isPresent();
        images.prune(Map.of("dangling", List.of("false")));
        assertThat(images.list(Map.of(), false)).extracting(ImageSummary::id).containsExactly(used.id());
    }

    @Test
    void commit_changes_becomeALayerOnTop() throws IOException {
        Image base = images.importTar(new ByteArrayInputStream(tar("etc/old", "1", "etc/stays", "2")), request("base"));
        Path upper = changedContainer(base);

        assertThat(images.changes(CONTAINER))
                .containsExactly(
                        new FilesystemChange("/etc", FilesystemChange.MODIFIED),
                        new FilesystemChange("/etc/new", FilesystemChange.ADDED),
                        new FilesystemChange("/etc/old", FilesystemChange.DELETED),
                        new FilesystemChange("/etc/stays", FilesystemChange.MODIFIED));
        Image child = images.commit(new CommitRequest(
                CONTAINER,
                base,
                Json.read("{\"Cmd\":[\"sh\"],\"Env\":[\"A=1\"]}", ContainerConfig.class),
                Optional.of(ImageReference.parse("child")),
                "me",
                "why",
                List.of("USER web")));

        assertThat(child.layers()).hasSize(2).startsWith(base.layers().get(0));
        assertThat(child.config().user()).isEqualTo("web");
        assertThat(child.config().command()).contains(List.of("sh"));
        Path layer = paths.layers().resolve(Digests.hex(child.layers().get(1)));
        assertThat(LayerView.isWhiteout(FileCalls.status(layer.resolve("etc/old"))))
                .isTrue();
        assertThat(layer.resolve("etc/new")).hasSameTextualContentAs(upper.resolve("etc/new"));
        assertThat(images.inspect("child").path("Parent").asText()).isEqualTo(base.id());
        assertThat(images.history("child")).extracting(HistoryItem::comment).containsExactly("why", "");
        assertThatThrownBy(() -> images.remove(base.id(), false, false))
                .hasMessage("conflict: unable to delete " + base.shortId()
                        + " (cannot be forced) - image has dependent child images");
    }

    @Test
    void commit_ofEverythingThatThereIs_isSavedAsItsDigestSays() throws IOException {
        Image base = images.importTar(new ByteArrayInputStream(tar("etc/old", "1", "etc/stays", "2")), request("base"));
        Path upper = changedContainer(base);
        FileTime old = FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z"));
        Files.createLink(upper.resolve("etc/linked"), upper.resolve("etc/new"));
        Files.createSymbolicLink(upper.resolve("etc/symbolic"), Path.of("new"));
        FileCalls.mknod(upper.resolve("fifo"), FileCalls.S_IFIFO | 0640, 0);
        FileCalls.lchown(upper.resolve("etc/stays"), 70000, 12);
        FileCalls.chmod(upper.resolve("etc/stays"), 06755);
        Files.createDirectory(upper.resolve("etc/opaque"));
        Xattrs.set(upper.resolve("etc/opaque"), "trusted.overlay.opaque", new byte[] {'y'});
        Xattrs.set(upper.resolve("etc/new"), "user.note", new byte[] {1, 2});
        Files.setLastModifiedTime(upper.resolve("etc/old"), old);
        Files.setLastModifiedTime(upper.resolve("etc"), old);

        Image child = images.commit(new CommitRequest(
                CONTAINER, base, base.config(), Optional.of(ImageReference.parse("child")), "", "", List.of()));

        assertThat(members(saved("child")))
                .containsKey("blobs/sha256/" + Digests.hex(child.layers().get(1)));
        Path layer = paths.layers().resolve(Digests.hex(child.layers().get(1)));
        assertThat(Files.getLastModifiedTime(layer.resolve("etc"))).isEqualTo(old);
        assertThat(Xattrs.get(layer.resolve("etc/opaque"), "trusted.overlay.opaque"))
                .isPresent();
        assertThat(Files.getAttribute(layer.resolve("etc/new"), "unix:nlink")).isEqualTo(2);
        assertThat(paths.temporary()).isEmptyDirectory();
    }

    @Test
    void load_whatWasSaved_isTheSameImage() throws IOException {
        Image base = images.importTar(new ByteArrayInputStream(tar("etc/old", "1", "etc/stays", "2")), request("base"));
        changedContainer(base);
        Image child = images.commit(new CommitRequest(
                CONTAINER, base, base.config(), Optional.of(ImageReference.parse("child")), "", "", List.of()));
        byte[] saved = saved("child", "base:latest");
        images.rootfs(CONTAINER).delete();
        images.remove("child", false, false);
        images.remove("base", false, false);
        assertThat(paths.layers()).isEmptyDirectory();

        List<String> said = new ArrayList<>();
        List<Image> loaded = images.load(new ByteArrayInputStream(gzip(saved)), said::add);

        assertThat(loaded).extracting(Image::id).containsExactly(child.id(), base.id());
        assertThat(said).containsExactly("Loaded image: child:latest\n", "Loaded image: base:latest\n");
        assertThat(saved("child", "base:latest")).isEqualTo(saved);
        assertThat(paths.temporary()).isEmptyDirectory();
    }

    @Test
    void load_layersOfAnotherWriter_keepTheirBytes() throws IOException {
        byte[] layer = tar("z", "last first", "a", "first last");
        byte[] archive = dockerArchive(layer, Digests.sha256(layer));

        Image image = images.load(new ByteArrayInputStream(archive), line -> {}).get(0);

        assertThat(image.layers()).containsExactly(Digests.sha256(layer));
        assertThat(members(saved("old:1")))
                .containsEntry("blobs/sha256/" + Digests.hex(Digests.sha256(layer)), layer.length);
    }

    @Test
    void load_wrongDigest_isRefusedAndLeavesNothing() throws IOException {
        byte[] archive = dockerArchive(tar("a", "b"), "sha256:" + "1".repeat(64));

        assertThatThrownBy(() -> images.load(new ByteArrayInputStream(archive), line -> {}))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageStartingWith("invalid diffID for layer: expected \"sha256:1111");
        assertThat(paths.layers()).isEmptyDirectory();
        assertThat(paths.temporary()).isEmptyDirectory();
    }

    @Test
    void save_layerChangedOnDisk_isCutShort() throws IOException {
        byte[] layer = tar("z", "last first", "a", "first last");
        images.load(new ByteArrayInputStream(dockerArchive(layer, Digests.sha256(layer))), line -> {});
        layer[600]++;
        Files.write(
                paths.layers()
                        .resolve(Digests.hex(images.resolve("old:1").layers().get(0)) + ".tar.gz"),
                layer);

        assertThatThrownBy(() -> saved("old:1"))
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessageContaining("has changed on disk");
    }

    @Test
    void start_afterTheMachineCrashed_forgetsWhatTheDiskMayLack() throws IOException {
        Image safe = images.importTar(new ByteArrayInputStream(tar("a", "b")), request("safe"));
        Image lost = images.importTar(new ByteArrayInputStream(tar("c", "d")), request("lost"));
        // the sync that follows an import would take the mark away
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> store.all("unsynced").isEmpty());
        store.put("unsynced", lost.layers().get(0), "an earlier boot");

        ImageService again = service();

        assertThat(again.resolve("safe").id()).isEqualTo(safe.id());
        assertThatThrownBy(() -> again.resolve("lost")).isInstanceOf(EngineException.NotFound.class);
        assertThat(paths.layers().resolve(Digests.hex(lost.layers().get(0)))).doesNotExist();
    }

    @Test
    void remove_layersOfAnImageUnderWay_stayUntilItIsThere() throws IOException {
        Image base = images.importTar(new ByteArrayInputStream(tar("a", "b")), request("base"));
        try (ImageIntake.Draft draft = images.intake().begin(base.document())) {
            images.remove("base", false, false);
            assertThat(draft.has(base.layers().get(0))).isTrue();
            draft.finish(List.of(ImageReference.parse("again")), "pull", "again");
        }

        assertThat(images.resolve("again").id()).isEqualTo(base.id());
        try (ImageIntake.Draft draft = images.intake().begin(base.document())) {
            images.remove("again", false, false);
            assertThat(draft.has(base.layers().get(0))).isTrue();
        }
        assertThat(paths.layers()).isEmptyDirectory();
    }

    @Test
    void digests_goWithTheLastTagOfTheirRepository() throws IOException {
        Image image = images.importTar(new ByteArrayInputStream(tar("a", "b")), request("one"));
        String digest = "sha256:" + "5".repeat(64);
        images.intake().nameByDigest(ImageReference.parse("one@" + digest), image.id());

        assertThat(images.resolve("one:any@" + digest).id()).isEqualTo(image.id());
        assertThat(images.inspect("one").at("/RepoDigests/0").asText()).isEqualTo("one@" + digest);
        assertThat(images.list(Map.of(), false).get(0).repoDigests()).containsExactly("one@" + digest);
        assertThat(images.remove("one", false, false))
                .startsWith(new RemovedImage("one:latest", ""), new RemovedImage("one@" + digest, ""))
                .contains(new RemovedImage("", image.id()));
    }

    @Test
    void start_afterACrash_removesLeftovers() throws IOException {
        Image image = images.importTar(new ByteArrayInputStream(tar("a", "b")), request("kept"));
        Files.createDirectories(paths.temporary().resolve("layer-half/tree/etc"));
        Files.createFile(paths.temporary().resolve("layer-packed.tar"));
        Files.createDirectories(paths.layers().resolve("2".repeat(64)).resolve("etc"));
        store.put("layer", "sha256:" + "3".repeat(64), Json.write(new LayerRecord(1, 1, false, "")));

        ImageService again = service();

        assertThat(again.resolve("kept").id()).isEqualTo(image.id());
        assertThat(paths.temporary()).isEmptyDirectory();
        try (Stream<Path> layers = Files.list(paths.layers())) {
            assertThat(layers)
                    .containsExactly(
                            paths.layers().resolve(Digests.hex(image.layers().get(0))));
        }
        assertThat(again.layersSize()).isEqualTo(1);
    }

    private ImageService service() {
        return new ImageService(
                paths,
                store,
                () -> uses,
                (action, image, attributes) -> events.add(action + " " + image),
                Clock.fixed(TIME, ZoneOffset.UTC));
    }

    private Path changedContainer(Image base) throws IOException {
        images.rootfs(CONTAINER).create(base);
        Path upper = images.rootfs(CONTAINER).upper();
        Files.createDirectories(upper.resolve("etc"));
        Files.writeString(upper.resolve("etc/new"), "new");
        Files.writeString(upper.resolve("etc/stays"), "changed");
        FileCalls.mknod(upper.resolve("etc/old"), FileCalls.S_IFCHR, 0);
        return upper;
    }

    private List<String> names(Map<String, List<String>> filters) {
        return images.list(filters, false).stream()
                .flatMap(summary -> summary.repoTags().stream())
                .toList();
    }

    private byte[] saved(String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        images.save(List.of(names), out);
        return out.toByteArray();
    }

    private static ImportRequest request(String name) {
        return new ImportRequest(
                name.isEmpty() ? Optional.empty() : Optional.of(ImageReference.parse(name)), List.of(), "");
    }

    /** Files by name and content in the order given. */
    private static byte[] tar(String... namesAndContents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                byte[] content = namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8);
                writer.add(
                        TarEntry.file(namesAndContents[i], TarMetadata.of(0644, TIME), content.length),
                        new ByteArrayInputStream(content));
            }
        }
        return out.toByteArray();
    }

    /** As {@code docker save} wrote before it knew OCI. */
    private static byte[] dockerArchive(byte[] layer, String diffId) throws IOException {
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Cmd\":[\"x\"]},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + diffId + "\"]}}";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(out)) {
            writer.add(
                    TarEntry.file("abc/layer.tar", TarMetadata.of(0644, TIME), layer.length),
                    new ByteArrayInputStream(layer));
            for (String[] file : new String[][] {
                {"c.json", config},
                {"manifest.json", "[{\"Config\":\"c.json\",\"RepoTags\":[\"old:1\"],\"Layers\":[\"abc/layer.tar\"]}]"}
            }) {
                byte[] content = file[1].getBytes(StandardCharsets.UTF_8);
                writer.add(
                        TarEntry.file(file[0], TarMetadata.of(0644, TIME), content.length),
                        new ByteArrayInputStream(content));
            }
        }
        return out.toByteArray();
    }

    private static Map<String, Integer> members(byte[] tar) throws IOException {
        Map<String, Integer> sizes = new java.util.TreeMap<>();
        TarReader reader = new TarReader(new ByteArrayInputStream(tar));
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            sizes.put(entry.get().name(), (int) entry.get().size());
        }
        return sizes;
    }

    private static byte[] gzip(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return compressed(data, out, new GZIPOutputStream(out));
    }

    private static byte[] bzip2(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return compressed(data, out, new BZip2CompressorOutputStream(out));
    }

    private static byte[] xz(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return compressed(data, out, new XZOutputStream(out, new LZMA2Options(0)));
    }

    private static byte[] zstd(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return compressed(data, out, new ZstdOutputStream(out));
    }

    private static byte[] compressed(byte[] data, ByteArrayOutputStream bytes, OutputStream compressor)
            throws IOException {
        try (InputStream in = new ByteArrayInputStream(data);
                compressor) {
            in.transferTo(compressor);
        }
        return bytes.toByteArray();
    }
}
