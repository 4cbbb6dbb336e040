package dev.berth.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.dockerfile.PathPatterns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeHashTest {
    private static final PathPatterns NOTHING = PathPatterns.of(List.of());

    @TempDir
    Path root;

    @BeforeEach
    void makeTree() throws IOException {
        Files.createDirectories(root.resolve("d/sub"));
        Files.writeString(root.resolve("d/a"), "one");
        Files.writeString(root.resolve("d/sub/b"), "two");
        Files.createSymbolicLink(root.resolve("d/link"), Path.of("a"));
        Files.createSymbolicLink(root.resolve("up"), Path.of("../../../etc"));
    }

    private String hash(String path) {
        return TreeHash.of(new SourceTree(root), path, false, NOTHING);
    }

    @Test
    void of_anotherTime_isTheSame() throws IOException {
        String file = hash("d/a");
        String directory = hash("d");
        Files.setLastModifiedTime(root.resolve("d/a"), FileTime.fromMillis(0));

        assertThat(hash("d/a")).isEqualTo(file).startsWith("file:");
        assertThat(hash("d")).isEqualTo(directory).startsWith("dir:");
    }

    @Test
    void of_contentModeNameLink_count() throws IOException {
        String before = hash("d");
        Files.writeString(root.resolve("d/sub/b"), "TWO");
        String content = hash("d");
        Files.setPosixFilePermissions(root.resolve("d/a"), PosixFilePermissions.fromString("rwx------"));
        String mode = hash("d");
        Files.move(root.resolve("d/a"), root.resolve("d/A"));
        String name = hash("d");
        Files.delete(root.resolve("d/link"));
        Files.createSymbolicLink(root.resolve("d/link"), Path.of("A"));

        assertThat(List.of(before, content, mode, name, hash("d"))).doesNotHaveDuplicates();
    }

    @Test
    void of_whatIsExcluded_doesNotCount() throws IOException {
        PathPatterns excludes = PathPatterns.of(List.of("sub"));
        String before = TreeHash.of(new SourceTree(root), "d", false, excludes);
        Files.writeString(root.resolve("d/sub/b"), "changed");

        assertThat(TreeHash.of(new SourceTree(root), "d", false, excludes)).isEqualTo(before);
    }

    @Test
    void sourceTree_linksOut_leadNowhere() {
        SourceTree tree = new SourceTree(root);

        assertThat(tree.status("up/passwd")).isEmpty();
        assertThat(tree.status("../../../etc/passwd")).isEmpty();
        assertThat(tree.status("d/link"))
                .hasValueSatisfying(status -> assertThat(status.isRegular()).isTrue());
        assertThat(tree.matching(PathPatterns.glob("d/*"))).containsExactly("d/a", "d/link", "d/sub");
    }
}
