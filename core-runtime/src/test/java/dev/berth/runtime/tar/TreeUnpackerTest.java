package dev.berth.runtime.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.runtime.tar.UnpackRules.Whiteouts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeUnpackerTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
    private static final UnpackRules KIND_KEPT = new UnpackRules(false, false, Whiteouts.PLAIN, false);

    private static final UnpackRules PLAIN = UnpackRules.TREE;

    @TempDir
    Path temporary;

    private Path target;
    private Path outside;
    private ByteArrayOutputStream bytes;
    private TarWriter writer;

    @BeforeEach
    void openArchive() throws IOException {
        target = Files.createDirectory(temporary.resolve("target"));
        outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("victim"), "untouched");
        bytes = new ByteArrayOutputStream();
        writer = new TarWriter(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside/new", "a/../../outside/new", "..", "a/.."})
    void dotDot_isRefused(String name) throws IOException {
        file(name, "x");
        assertThatThrownBy(() -> unpack(PLAIN))
                .isInstanceOf(TarFormatException.class)
                .hasMessageContaining("leads out");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void absoluteName_landsInside() throws IOException {
        file("/etc/app.conf", "x");
        unpack(PLAIN);
        assertThat(target.resolve("etc/app.conf")).hasContent("x");
    }

    @Test
    void linkOnTheWay_pointingOut_isFollowedInsideOnly() throws IOException {
        link("way", outside.toString());
        file("way/victim", "changed");
        // Inside, the link's target does not exist.
        assertThatThrownBy(() -> unpack(PLAIN)).isInstanceOf(IOException.class);
        assertThat(outside.resolve("victim")).hasContent("untouched");
    }

    @Test
    void linkOnTheWay_pointingInside_isFollowed() throws IOException {
        directory("usr/bin");
        link("bin", "usr/bin");
        link("absolute", "/usr/bin");
        file("bin/one", "1");
        file("absolute/two", "2");
        unpack(PLAIN);
        assertThat(target.resolve("usr/bin/one")).hasContent("1");
        assertThat(target.resolve("usr/bin/two")).hasContent("2");
        assertThat(Files.readSymbolicLink(target.resolve("absolute"))).isEqualTo(Path.of("/usr/bin"));
    }

    @Test
    void linkInTheLastPlace_isReplacedNotWrittenThrough() throws IOException {
        link("file", outside.resolve("victim").toString());
        file("file", "new");
        unpack(PLAIN);
        assertThat(target.resolve("file")).isRegularFile().hasContent("new");
        assertThat(outside.resolve("victim")).hasContent("untouched");
    }

    @Test
    void directoryReplacedByLinkLater_itsAttributesDoNotReachTheLinksTarget() throws IOException {
        FileCalls.chmod(outside, 0700);
        directory("d");
        link("d", outside.toString());
        unpack(PLAIN);
        assertThat(FileCalls.status(outside).permissions()).isEqualTo(0700);
    }

    @Test
    void hardLink_toOutside_isRefused() throws IOException {
        link("way", outside.toString());
        writer.add(TarEntry.link("stolen", TarType.HARD_LINK, TarMetadata.of(0644, TIME), "way/victim"));
        assertThatThrownBy(() -> unpack(PLAIN)).isInstanceOf(IOException.class);
        assertThat(target.resolve("stolen")).doesNotExist();
    }

    @Test
    void device_notAllowed_isRefused() throws IOException {
        writer.add(new TarEntry(
                "sda", TarType.BLOCK_DEVICE, TarMetadata.of(0600, TIME), 0, "", new TarEntry.Device(8, 0)));
        assertThatThrownBy(() -> unpack(KIND_KEPT)).hasMessageContaining("is a device");
    }

    @Test
    void content_overTheLimit_isRefusedBeforeItIsWritten() throws IOException {
        file("a", "12345");
        file("b", "12345");
        UnpackRules nine = new UnpackRules(true, false, Whiteouts.PLAIN, true, 9, 100);
        assertThatThrownBy(() -> unpack(nine)).hasMessageContaining("limit of 9");
        assertThat(target.resolve("b")).doesNotExist();
    }

    @Test
    void members_overTheLimit_areRefused() throws IOException {
        directory("a");
        file("a/b", "");
        file("a/c", "");
        assertThatThrownBy(() -> unpack(PLAIN.limitedTo(Long.MAX_VALUE, 2))).hasMessageContaining("limit of 2 members");
        assertThat(target.resolve("a/c")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"d/.wh.", "d/.wh..", "d/.wh...", ".wh..."})
    void whiteout_ofNoFile_isRefused(String name) throws IOException {
        file("d/f", "x");
        file(name, "");
        assertThatThrownBy(() -> unpack(UnpackRules.LAYER))
                .isInstanceOf(TarFormatException.class)
                .hasMessageContaining("hides no file");
        assertThat(target.resolve("d/f")).exists();
    }

    @Test
    void directoryReplacedByLink_whatFollowsGoesWhereTheLinkLeads() throws IOException {
        directory("d");
        file("d/one", "1");
        directory("other");
        link("d", "other");
        file("d/two", "2");
        unpack(PLAIN);
        assertThat(target.resolve("other/two")).hasContent("2");
        assertThat(target.resolve("other/one")).doesNotExist();
    }

    @Test
    void otherKind_isReplacedOrRefusedByRule() throws IOException {
        Files.createDirectories(target.resolve("a/sub"));
        file("a", "x");
        assertThatThrownBy(() -> unpack(KIND_KEPT))
                .hasMessageContaining("cannot overwrite directory \"a\" with non-directory");
        unpack(PLAIN);
        assertThat(target.resolve("a")).hasContent("x");
    }

    @Test
    void sameNameAgain_theLastCounts() throws IOException {
        file("a", "one");
        directory("d");
        file("d/f", "one");
        file("a", "two");
        directory("d");
        file("./d//f", "two");
        unpack(PLAIN);
        assertThat(target.resolve("a")).hasContent("two");
        assertThat(target.resolve("d/f")).hasContent("two");
    }

    @Test
    void attributes_areRestored() throws IOException {
        writer.add(TarEntry.directory("d", TarMetadata.of(02750, TIME)));
        file("d/f", "x");
        link("d/l", "f");
        unpack(PLAIN);
        FileStatus directory = FileCalls.status(target.resolve("d"));
        assertThat(directory.permissions()).isEqualTo(02750);
        assertThat(directory.modified()).isEqualTo(TIME);
        assertThat(FileCalls.status(target.resolve("d/f")).modified()).isEqualTo(TIME);
        assertThat(FileCalls.status(target.resolve("d/l")).modified()).isEqualTo(TIME);
    }

    @Test
    void tree_writtenAndUnpacked_isTheSame() throws IOException {
        Path source = Files.createDirectory(temporary.resolve("source"));
        Files.createDirectories(source.resolve("a/b"));
        Path file = Files.writeString(source.resolve("a/b/file"), "content");
        FileCalls.chmod(file, 04711);
        FileCalls.link(file, source.resolve("hard"));
        FileCalls.setTimes(file, TIME, TIME);
        Files.createSymbolicLink(source.resolve("link"), Path.of("../x"));
        Files.writeString(ByteText.child(source, ByteText.decode(new byte[] {'n', (byte) 0xff})), "raw");

        TreeTar.write(source, bytes);
        TreeUnpacker.unpack(new ByteArrayInputStream(bytes.toByteArray()), target, PLAIN);

        FileStatus copy = FileCalls.status(target.resolve("a/b/file"));
        assertThat(copy.permissions()).isEqualTo(04711);
        assertThat(copy.modified()).isEqualTo(TIME);
        assertThat(copy.inode())
                .isEqualTo(FileCalls.status(target.resolve("hard")).inode());
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        TreeTar.write(target, again);
        assertThat(again.toByteArray()).isEqualTo(bytes.toByteArray());
    }

    @Test
    void tree_withGraft_showsTheGraftInPlace() throws IOException {
        Path source = Files.createDirectories(temporary.resolve("source"));
        Files.writeString(Files.createDirectories(source.resolve("data")).resolve("hidden"), "x");
        TreeTar.write(source, bytes, new TreeTar.Options("root", Map.of("data", outside, "only", outside), false));
        TreeUnpacker.unpack(new ByteArrayInputStream(bytes.toByteArray()), target, PLAIN);
        assertThat(target.resolve("root/data/victim")).hasContent("untouched");
        assertThat(target.resolve("root/only/victim")).hasContent("untouched");
        assertThat(target.resolve("root/data/hidden")).doesNotExist();
    }

    @Test
    void tree_ofOneFile_hasOneMember() throws IOException {
        TreeTar.write(outside.resolve("victim"), bytes, new TreeTar.Options("other", Map.of(), false));
        TreeUnpacker.unpack(new ByteArrayInputStream(bytes.toByteArray()), target, PLAIN);
        assertThat(target.resolve("other")).hasContent("untouched");
    }

    private void file(String name, String content) throws IOException {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        writer.add(TarEntry.file(name, own(0640), data.length), new ByteArrayInputStream(data));
    }

    private void directory(String name) throws IOException {
        writer.add(TarEntry.directory(name, own(0755)));
    }

    private void link(String name, String to) throws IOException {
        writer.add(TarEntry.link(name, TarType.SYMLINK, own(0777), to));
    }

    private TarMetadata own(int mode) {
        return TarMetadata.of(mode, TIME);
    }

    private void unpack(UnpackRules rules) throws IOException {
        writer.close();
        TreeUnpacker.unpack(new ByteArrayInputStream(bytes.toByteArray()), target, rules);
    }
}
