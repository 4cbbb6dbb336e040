package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Docker.Result;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.OnEngine;
import dev.berth.runtime.image.Digests;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarMetadata;
import dev.berth.runtime.tar.TarType;
import dev.berth.runtime.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Layers that somebody made to reach what is not theirs, in archives for {@code docker load}. */
@OnEngine
class HostileLayersIT {
    private static final TarMetadata PLAIN = TarMetadata.of(0644, Instant.EPOCH);

    @AfterEach
    void removeOwnImages(Docker docker) {
        docker.run("rmi", "-f", "own:bad");
    }

    /** Writes the members of a layer. */
    @FunctionalInterface
    private interface Members {
        void to(TarWriter layer) throws IOException;
    }

    private static TarEntry link(String name, TarType type, String to) {
        return TarEntry.link(name, type, PLAIN, to);
    }

    private static void file(TarWriter tar, String name, String content) throws IOException {
        add(tar, name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(TarWriter tar, String name, byte[] content) throws IOException {
        tar.add(TarEntry.file(name, PLAIN, content.length), new ByteArrayInputStream(content));
    }

    private static byte[] layer(Members members) throws IOException {
        ByteArrayOutputStream layer = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(layer)) {
            members.to(tar);
        }
        return layer.toByteArray();
    }

    private static Result load(Docker docker, byte[] layer) throws IOException {
        return load(docker, layer, Digests.sha256(layer));
    }

    private static Result load(Docker docker, byte[] layer, String diffId) throws IOException {
        Path archive = docker.hostDirectory("hostile").resolve("image.tar");
        try (OutputStream out = Files.newOutputStream(archive);
                TarWriter tar = new TarWriter(out)) {
            add(tar, "layer.tar", layer);
            file(
                    tar,
                    "config.json",
                    "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Cmd\":[\"sh\"]},"
                            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + diffId + "\"]}}");
            file(
                    tar,
                    "manifest.json",
                    "[{\"Config\":\"config.json\",\"RepoTags\":[\"own:bad\"],\"Layers\":[\"layer.tar\"]}]");
        }
        return docker.run("load", "-i", archive.toString());
    }

    private static void assertRefused(Docker docker, Engine engine, Result result) {
        assertThat(result.exit()).as(result.out()).isEqualTo(1);
        assertThat(docker.run("image", "inspect", "own:bad").exit()).isEqualTo(1);
        if (engine.kind() == Engine.Kind.BERTH) {
            assertThat(engine.dataRoot().resolve("tmp")).isEmptyDirectory();
        }
    }

    /** dockerd takes them as names inside. */
    @Test
    void names_thatLeadOut_plantNothing(Docker docker, Engine engine) throws IOException {
        Path outside = docker.hostDirectory("outside");
        for (String name : List.of("../planted", "a/../../planted", "../../../../../../.." + outside + "/planted")) {
            Result result = load(docker, layer(tar -> file(tar, name, "x")));
            if (engine.kind() == Engine.Kind.DOCKERD) {
                docker.run("rmi", "-f", "own:bad");
            } else {
                assertRefused(docker, engine, result);
            }
        }
        assertThat(outside).isEmptyDirectory();
        assertThat(docker.onHost("sh", "-c", "find " + engine.dataRoot() + " -maxdepth 4 -name planted"))
                .isEmpty();
    }

    /** Whether the engine refuses it or takes the link as one inside: nothing outside is touched. */
    @Test
    void links_thatLeadOut_areNotWrittenThrough(Docker docker) throws IOException {
        Path outside = docker.hostDirectory("outside");
        Files.writeString(outside.resolve("victim"), "untouched");
        for (String to : List.of(outside.toString(), "../../../../../../../../.." + outside)) {
            load(docker, layer(tar -> {
                tar.add(link("way", TarType.SYMLINK, to));
                file(tar, "way/planted", "x");
                file(tar, "way/victim", "x");
            }));
            docker.run("rmi", "-f", "own:bad");
        }
        assertThat(outside.resolve("planted")).doesNotExist();
        assertThat(outside.resolve("victim")).hasContent("untouched");
    }

    @Test
    void hardLinks_toWhatIsOutside_areRefused(Docker docker, Engine engine) throws IOException {
        Path outside = docker.hostDirectory("outside");
        Path victim = Files.writeString(outside.resolve("victim"), "secret");
        for (String to : List.of(victim.toString(), "../../../../../../../../.." + victim)) {
            assertRefused(docker, engine, load(docker, layer(tar -> tar.add(link("stolen", TarType.HARD_LINK, to)))));
        }
        assertRefused(docker, engine, load(docker, layer(tar -> {
            tar.add(link("way", TarType.SYMLINK, outside.toString()));
            tar.add(link("stolen", TarType.HARD_LINK, "way/victim"));
        })));
        assertThat(Files.getAttribute(victim, "unix:nlink")).isEqualTo(1);
    }

    @Test
    void devices_areKept(Docker docker) throws IOException {
        Path root = docker.hostDirectory("root");
        Result loaded = load(
                docker,
                layer(tar -> tar.add(new TarEntry(
                        "zero",
                        TarType.CHAR_DEVICE,
                        TarMetadata.of(0600, Instant.EPOCH),
                        0,
                        "",
                        new TarEntry.Device(1, 5)))));
        assertThat(loaded.exit()).as(loaded.err()).isZero();

        docker.ok("create", "--name", "box", "own:bad");
        docker.onHost("sh", "-c", "cd " + root + "; docker -H unix://" + docker.socket() + " export box > flat.tar");
        assertThat(docker.onHost("tar", "--numeric-owner", "-tvf", root + "/flat.tar", "zero"))
                .startsWith("crw------- 0/0")
                .contains(" 1,5 ");
    }

    @Test
    void whiteouts_ofNoFile_areRefused(Docker docker, Engine engine) throws IOException {
        assertRefused(docker, engine, load(docker, layer(tar -> file(tar, "etc/.wh...", ""))));
    }

    @Test
    void anotherDigest_isRefused(Docker docker, Engine engine) throws IOException {
        Result result = load(docker, layer(tar -> file(tar, "f", "x")), "sha256:" + "1".repeat(64));
        assertRefused(docker, engine, result);
        assertThat(result.err()).contains("invalid diffID for layer");
    }

    @Test
    void whatIsNoArchive_orCutShort_isRefused(Docker docker, Engine engine) throws IOException {
        byte[] whole = layer(tar -> add(tar, "f", new byte[100_000]));
        assertRefused(docker, engine, load(docker, Arrays.copyOf(whole, 50_000)));
        byte[] noise = new byte[10_000];
        Arrays.fill(noise, (byte) 0x5a);
        assertRefused(docker, engine, load(docker, noise));
    }

    /** 300 bytes, packed, that promise 2^50: dockerd writes until the disk is full. */
    @Test
    @Tag("beyond-docker")
    void moreThanTheDiskHas_isRefusedBeforeItIsWritten(Docker docker, Engine engine) throws IOException {
        byte[] bomb = layer(tar -> file(tar, "f", ""));
        bomb[124] = (byte) 0x80;
        Arrays.fill(bomb, 125, 136, (byte) 0);
        bomb[129] = 4;
        Arrays.fill(bomb, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += bomb[i] & 0xff;
        }
        byte[] digits = (Integer.toOctalString(0x40000 | sum).substring(1) + "\0 ").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, bomb, 148, digits.length);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bomb);
        }

        Result result = load(docker, packed.toByteArray(), Digests.sha256(bomb));

        assertRefused(docker, engine, result);
        assertThat(result.err()).contains("the content is larger than the limit of");
    }
}
