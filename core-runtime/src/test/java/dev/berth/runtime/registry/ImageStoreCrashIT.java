package dev.berth.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.testing.Root;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.BuildStep;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.CommitRequest;
import dev.berth.runtime.image.Digests;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.ImageHolds;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.image.ImageSummary;
import dev.berth.runtime.image.ImportRequest;
import dev.berth.runtime.image.Platform;
import dev.berth.runtime.image.Workspace;
import dev.berth.runtime.registry.http.CannedRegistry;
import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarMetadata;
import dev.berth.runtime.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a SIGKILL in the middle of work on images leaves, at eighty moments. A helper stops this very process at one,
 * copies the data root, and has it go on: the copy is what a process that was killed then would leave on disk, and a
 * store is opened on it. ImageCrashIT of the conformance suite kills a real daemon. {@code -Dberth.seed=N} for other moments.
 */
@Tag("netns")
class ImageStoreCrashIT {
    private static final int CRASHES = 80;
    private static final int LAYERS = 3;
    private static final int FILES = 25;
    private static final String CONTAINER = "c".repeat(64);
    private static final ImageReference MADE = ImageReference.parse("made:1");

    /** Stops the process when none of its threads runs any more, for the time of the copy. */
    private static final String FREEZE = """
            echo ready; sleep "$1"; kill -STOP "$2"
            for i in $(seq 500); do grep -qE '^State:.(R|S|D)' /proc/"$2"/task/*/status || break; done
            cp -a "$3" "$4"; code=$?; kill -CONT "$2"; exit $code
            """;

    private enum Act {
        PULL,
        LOAD,
        BUILD,
        COMMIT,
        RMI
    }

    private static final TransferProgress SILENT = new TransferProgress() {
        @Override
        public void message(String status) {}

        @Override
        public void step(String id, String status) {}

        @Override
        public void moving(String id, String status, long current, long total) {}

        @Override
        public void aux(ObjectNode fact) {}
    };

    @TempDir
    Path directory;

    private final Random random = new Random(Long.getLong("berth.seed", 42));
    private final CannedRegistry registry = new CannedRegistry();
    private final ImageReference name = ImageReference.parse("team/crash:1");
    private byte[] archive = {};

    /** Images below a directory, as a daemon has them. */
    private final class Home implements AutoCloseable {
        private final EnginePaths paths;
        private final Store store;
        private final ImageService images;
        private final Registries registries;

        Home(Path root) {
            paths = new EnginePaths(root.resolve("data"), root.resolve("run"));
            paths.create();
            store = Store.open(paths.database());
            images = new ImageService(paths, store, List::of, (action, id, attributes) -> {}, Clock.systemUTC());
            // a mirror is asked as it is written, without trying TLS first
            List<String> mirrors = List.of("http://" + registry.domain() + "/");
            registries =
                    new Registries(images, new RegistrySettings(mirrors, List.of(), 3, 5, 5), registry.transport());
        }

        boolean has(ImageReference wanted) {
            try {
                return !images.resolve(wanted.familiar()).id().isEmpty();
            } catch (EngineException.NotFound absent) {
                return false;
            }
        }

        boolean isDone(Act act) {
            return switch (act) {
                case PULL, LOAD -> has(name);
                case BUILD, COMMIT -> has(MADE);
                case RMI -> !has(name);
            };
        }

        void perform(Act act) {
            switch (act) {
                case PULL ->
                    registries.pull(
                            new PullRequest(name, false, Platform.host(), Credentials.NONE),
                            SILENT,
                            new Cancellation());
                case LOAD -> images.load(new ByteArrayInputStream(archive), line -> {});
                case BUILD -> build();
                case COMMIT -> {
                    Image base = images.resolve("base");
                    images.commit(
                            new CommitRequest(CONTAINER, base, base.config(), Optional.of(MADE), "", "", List.of()));
                }
                case RMI -> images.remove(name.familiar(), false, false);
            }
        }

        /** What RUN does: the container's changes become the layer. */
        private void build() {
            Image base = images.resolve("base");
            ObjectNode config = base.document().settings();
            try (ImageHolds holds = images.steps().holds();
                    Workspace changes = images.steps().takeOver(CONTAINER, base)) {
                BuildStep step = new BuildStep(Optional.of(base), config, config, "", CONTAINER);
                images.tag(
                        images.steps().commit(step, Optional.of(changes), holds).id(), MADE);
            }
        }

        /** As it is before the act. */
        void prepare(Act act) throws IOException {
            for (ImageReference made : List.of(MADE, name)) {
                if (has(made)) {
                    images.remove(made.familiar(), false, false);
                }
            }
            if (act == Act.RMI) {
                perform(Act.LOAD);
            }
            change();
        }

        /** A container with changes. */
        void change() throws IOException {
            images.rootfs(CONTAINER).delete();
            images.rootfs(CONTAINER).create(images.resolve("base"));
            Path changed =
                    Files.createDirectory(images.rootfs(CONTAINER).upper().resolve("changed"));
            for (int file = 0; file < FILES; file++) {
                Files.write(changed.resolve("f" + file), content(file));
            }
        }

        /** Nothing half, nothing that nobody needs, and every layer has the digest that it is named by. */
        void check() throws IOException {
            assertThat(paths.temporary()).isEmptyDirectory();
            Set<String> needed = images.list(Map.of("all", List.of()), false).stream()
                    .map(ImageSummary::id)
                    .flatMap(id -> images.byId(id).orElseThrow().layers().stream())
                    .map(Digests::hex)
                    .collect(Collectors.toSet());
            try (Stream<Path> layers = Files.list(paths.layers())) {
                assertThat(layers.map(layer -> layer.getFileName().toString().replace(".tar.gz", ""))
                                .collect(Collectors.toSet()))
                        .isEqualTo(needed);
            }
            for (ImageSummary image : images.list(Map.of("all", List.of()), false)) {
                images.save(List.of(image.id()), OutputStream.nullOutputStream());
            }
        }

        @Override
        public void close() {
            registries.close();
            store.close();
        }
    }

    private static byte[] content(int seed) {
        byte[] bytes = new byte[4000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void publish() throws IOException {
        Root.require();
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(saved)) {
            StringBuilder layers = new StringBuilder();
            StringBuilder diffIds = new StringBuilder();
            StringBuilder paths = new StringBuilder();
            for (int layer = 0; layer < LAYERS; layer++) {
                byte[] plain = layer(layer);
                byte[] packed = gzip(plain);
                String comma = layer == 0 ? "" : ",";
                layers.append(comma).append(descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip", packed));
                diffIds.append(comma).append('"').append(Digests.sha256(plain)).append('"');
                paths.append(comma).append("\"layer").append(layer).append(".tar\"");
                serve("blobs/" + Digests.sha256(packed), "application/octet-stream", packed);
                add(tar, "layer" + layer + ".tar", plain);
            }
            byte[] config = ("{\"architecture\":\"" + Platform.host().architecture()
                            + "\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                            + diffIds + "]}}")
                    .getBytes(StandardCharsets.UTF_8);
            String type = "application/vnd.docker.distribution.manifest.v2+json";
            byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + type + "\",\"config\":"
                            + descriptor("application/vnd.docker.container.image.v1+json", config) + ",\"layers\":["
                            + layers + "]}")
                    .getBytes(StandardCharsets.UTF_8);
            serve("blobs/" + Digests.sha256(config), "application/octet-stream", config);
            serve("manifests/1", type, manifest);
            add(tar, "config.json", config);
            add(
                    tar,
                    "manifest.json",
                    ("[{\"Config\":\"config.json\",\"RepoTags\":[\"" + name + "\"],\"Layers\":[" + paths + "]}]")
                            .getBytes(StandardCharsets.UTF_8));
        }
        archive = saved.toByteArray();
    }

    private void serve(String path, String type, byte[] body) {
        registry.document("GET /v2/team/crash/" + path, type, body);
    }

    private static String descriptor(String type, byte[] blob) {
        return "{\"mediaType\":\"" + type + "\",\"size\":" + blob.length + ",\"digest\":\"" + Digests.sha256(blob)
                + "\"}";
    }

    private static byte[] layer(int number) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            for (int file = 0; file < FILES; file++) {
                add(tar, "layer" + number + "/f" + file, content(1000 * number + file));
            }
        }
        return out.toByteArray();
    }

    private static void add(TarWriter tar, String member, byte[] content) throws IOException {
        tar.add(
                TarEntry.file(member, TarMetadata.of(0644, Instant.EPOCH), content.length),
                new ByteArrayInputStream(content));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packer = new GZIPOutputStream(out)) {
            packer.write(plain);
        }
        return out.toByteArray();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void kill_atAnyMoment_theStoreIsWholeAndTheNextTrySucceeds() throws Exception {
        try (Home home = new Home(directory.resolve("home"))) {
            home.images.importTar(
                    new ByteArrayInputStream(layer(LAYERS)),
                    new ImportRequest(Optional.of(ImageReference.parse("base")), List.of(), ""));
            Map<Act, Double> seconds = new EnumMap<>(Act.class);
            for (int warm = 0; warm < 2; warm++) {
                for (Act act : Act.values()) {
                    home.prepare(act);
                    long began = System.nanoTime();
                    home.perform(act);
                    seconds.put(
                            act,
                            (System.nanoTime() - began)
                                    / (double) Duration.ofSeconds(1).toNanos());
                }
            }
            for (int round = 0; round < CRASHES; round++) {
                Act act = Act.values()[round % Act.values().length];
                double after = random.nextDouble() * 1.2 * seconds.get(act);
                home.prepare(act);
                Path copy = copyInTheMiddle(home, act, after, directory.resolve("copy" + round));
                try {
                    tryAgain(copy, act);
                } catch (RuntimeException | AssertionError failure) {
                    throw new AssertionError(act + " stopped after " + after + " s, round " + round, failure);
                }
                delete(copy);
            }
        }
    }

    private static Path copyInTheMiddle(Home home, Act act, double after, Path copy) throws Exception {
        Files.createDirectory(copy);
        Process helper = new ProcessBuilder(
                        "sh",
                        "-c",
                        FREEZE,
                        "sh",
                        String.format(Locale.ROOT, "%.4f", after),
                        Long.toString(ProcessHandle.current().pid()),
                        home.paths.dataRoot().toString(),
                        copy.resolve("data").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(helper.getInputStream().read()).isEqualTo('r');
        home.perform(act);
        assertThat(helper.waitFor()).isZero();
        return copy;
    }

    private void tryAgain(Path copy, Act act) throws IOException {
        try (Home again = new Home(copy)) {
            again.check();
            if (!again.isDone(act)) {
                again.change();
                again.perform(act);
            }
            assertThat(again.isDone(act)).isTrue();
            again.check();
        }
    }

    private static void delete(Path copy) throws Exception {
        assertThat(new ProcessBuilder("rm", "-rf", copy.toString()).start().waitFor())
                .isZero();
    }
}
