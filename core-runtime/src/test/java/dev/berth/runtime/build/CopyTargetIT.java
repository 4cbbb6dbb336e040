package dev.berth.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.PathPatterns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("netns")
class CopyTargetIT {
    @TempDir
    Path place;

    private Path source;
    private Path root;
    private Path outside;

    @BeforeEach
    void makeTrees() throws IOException {
        source = Files.createDirectories(place.resolve("source/dir/sub"))
                .getParent()
                .getParent();
        Files.writeString(source.resolve("file"), "copied");
        Files.writeString(source.resolve("dir/inner"), "inner");
        Files.createLink(source.resolve("dir/sub/twin"), source.resolve("dir/inner"));
        root = Files.createDirectory(place.resolve("root"));
        outside = Files.createDirectory(place.resolve("outside"));
    }

    private void copy(String path, String destination, CopyOwner owner, String... excludes) {
        PathPatterns patterns = PathPatterns.of(List.of(excludes));
        String name = path.substring(path.lastIndexOf('/') + 1);
        new CopyTarget(root, destination, Optional.of(owner), OptionalInt.empty(), false)
                .write(new CopySource(new SourceTree(source), path, name, "", false, patterns));
    }

    @Test
    void write_linksOutOfTheRoot_leadBackIntoIt() throws IOException {
        Files.createSymbolicLink(root.resolve("absolute"), outside);
        Files.createDirectories(root.resolve(outside.toString().substring(1)));
        Files.createSymbolicLink(root.resolve("relative"), Path.of("../outside"));
        Files.createDirectory(root.resolve("outside"));

        copy("file", "/absolute/planted", CopyOwner.ROOT);
        copy("file", "/relative/planted", CopyOwner.ROOT);

        assertThat(outside).isEmptyDirectory();
        assertThat(root.resolve(outside.toString().substring(1)).resolve("planted"))
                .exists();
        assertThat(root.resolve("outside/planted")).exists();
    }

    @Test
    void write_danglingLinkOnTheWay_isRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("away"), outside);

        assertThatThrownBy(() -> copy("file", "/away/planted", CopyOwner.ROOT)).isInstanceOf(RuntimeException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void write_linkInTheTree_isReplacedAndNotWrittenThrough() throws IOException {
        Files.createDirectory(root.resolve("d"));
        Files.writeString(outside.resolve("victim"), "untouched");
        Files.createSymbolicLink(root.resolve("d/inner"), outside.resolve("victim"));
        Files.createSymbolicLink(root.resolve("d/sub"), outside);

        copy("dir", "/d", CopyOwner.ROOT);

        assertThat(outside.resolve("victim")).hasContent("untouched");
        assertThat(root.resolve("d/inner")).hasContent("inner").isRegularFile();
        assertThat(root.resolve("d/sub/twin")).hasContent("inner");
    }

    @Test
    void write_directory_keepsHardLinksAndTakesOwner() {
        copy("dir", "/made/here", new CopyOwner(12, 34));

        FileStatus inner = FileCalls.status(root.resolve("made/here/inner"));
        assertThat(inner.links()).isEqualTo(2);
        assertThat(inner.owner()).isEqualTo(12);
        assertThat(FileCalls.status(root.resolve("made")).owner()).isZero();
        assertThat(FileCalls.status(root.resolve("made/here")).group()).isEqualTo(34);
    }

    @Test
    void write_excluded_isLeftOut() {
        copy("dir", "/d", CopyOwner.ROOT, "sub");

        assertThat(root.resolve("d/inner")).exists();
        assertThat(root.resolve("d/sub")).doesNotExist();
    }

    @Test
    void write_throughAFile_isRefused() throws IOException {
        Files.writeString(root.resolve("plain"), "");

        assertThatThrownBy(() -> copy("file", "/plain/below", CopyOwner.ROOT))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageContaining("/plain is not a directory");
    }
}
