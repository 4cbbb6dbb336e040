package dev.berth.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers without whiteouts and opaque directories, which root alone can make: those are RootfsIT's. */
class LayerViewTest {
    @TempDir
    Path directory;

    private Path upper;
    private Path lower;
    private LayerView view;

    @BeforeEach
    void layers() throws IOException {
        upper = Files.createDirectory(directory.resolve("upper"));
        lower = Files.createDirectory(directory.resolve("lower"));
        view = new LayerView(List.of(upper, lower));
    }

    private static void file(Path layer, String path, String content) throws IOException {
        Files.createDirectories(layer.resolve(path).getParent());
        Files.writeString(layer.resolve(path), content);
    }

    private long size(String path) {
        return view.status(Path.of(path)).orElseThrow().size();
    }

    @Test
    void status_isOfTheUppermostThatHasThePath() throws IOException {
        file(upper, "etc/both", "abc");
        file(lower, "etc/both", "a");
        file(lower, "etc/below", "ab");
        assertThat(size("etc/both")).isEqualTo(3);
        assertThat(size("etc/below")).isEqualTo(2);
        assertThat(view.status(Path.of("etc/nothing"))).isEmpty();
        assertThat(view.status(Path.of(""))).isPresent();
    }

    @Test
    void status_behindAFile_isNothing() throws IOException {
        file(upper, "data", "");
        file(lower, "data/file", "");
        assertThat(view.status(Path.of("data/file"))).isEmpty();
        assertThat(view.onlyDirectory(Path.of("data/file"))).isEmpty();
    }

    /** The link would lead out of the layer, into the host. */
    @Test
    void status_behindALink_isNothing() throws IOException {
        file(directory, "outside/file", "of the host");
        Files.createSymbolicLink(upper.resolve("link"), directory.resolve("outside"));
        file(lower, "link/file", "hidden");
        assertThat(view.status(Path.of("link/file"))).isEmpty();
        assertThat(view.status(Path.of("link")).orElseThrow().isSymbolicLink()).isTrue();
        assertThat(view.onlyDirectory(Path.of("link"))).isEmpty();
    }

    @Test
    void onlyDirectory_isThereUnlessLayersAreJoined() throws IOException {
        file(upper, "data/a/file", "");
        file(lower, "data/b/file", "");
        assertThat(view.onlyDirectory(Path.of("data"))).isEmpty();
        assertThat(view.onlyDirectory(Path.of("data/a"))).contains(upper.resolve("data/a"));
        assertThat(view.onlyDirectory(Path.of("data/b"))).contains(lower.resolve("data/b"));
        assertThat(view.onlyDirectory(Path.of("data/c"))).isEmpty();
    }
}
