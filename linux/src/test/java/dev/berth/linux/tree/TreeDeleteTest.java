package dev.berth.linux.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.OpenFlags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeDeleteTest {
    private static final int OPEN_DIRECTORY = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;

    @TempDir
    private Path temporary;

    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectory(temporary.resolve("tree"));
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void delete_linksAndTheirTargets_onlyLinksAreGone() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "x");
        Files.createSymbolicLink(tree.resolve("link"), outside);
        FileCalls.mknod(tree.resolve("fifo"), FileCalls.S_IFIFO | 0600, 0);
        Files.createDirectory(ByteText.child(tree, ByteText.decode(new byte[] {'n', (byte) 0xff, '\n'})));
        TreeDelete.delete(tree);
        assertThat(tree).doesNotExist();
        assertThat(outside.resolve("kept")).hasContent("x");
    }

    @Test
    void delete_nothingThere_isNoError() {
        TreeDelete.delete(tree.resolve("a/b"));
        TreeDelete.delete(tree.resolve("b"));
    }

    @Test
    void contents_moreEntriesThanOneBuffer_areAllGone() throws IOException {
        try (Fd directory = FileCalls.open(tree, OPEN_DIRECTORY, 0)) {
            for (int i = 0; i < 5000; i++) {
                AtCalls.makeNode(directory, bytes("file-with-some-name-" + i), FileCalls.S_IFREG | 0600, 0);
            }
        }
        TreeDelete.contents(tree);
        assertThat(tree).isEmptyDirectory();
    }

    /** Far deeper than a path may be long, a stack high or descriptors many. */
    @Test
    void delete_thousandsOfLevels_areAllGone() {
        Fd deepest = FileCalls.open(tree, OPEN_DIRECTORY, 0);
        for (int level = 0; level < 1500; level++) {
            AtCalls.makeDirectory(deepest, bytes("d"), 0700);
            Fd next = AtCalls.open(deepest, bytes("d"), OPEN_DIRECTORY, 0);
            deepest.close();
            deepest = next;
        }
        deepest.close();
        TreeDelete.delete(tree);
        assertThat(tree).doesNotExist();
    }
}
