package dev.berth.runtime.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.tree.TreeDelete;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume's names, paths and sizes that are strange or at a limit, out and in again, by find's judgement. */
class VolumeTarNamesTest {
    /** So many bytes of directories, a slash after each. */
    private static final String DEEP = "for i in $(seq 16); do d=$(printf 'd%.0s' $(seq 240)); mkdir $d; cd $d; done; ";

    @TempDir
    private Path temporary;

    private Path source;
    private Path target;

    @BeforeEach
    void makeDirectories() throws IOException {
        source = Files.createDirectory(temporary.resolve("source"));
        target = Files.createDirectory(temporary.resolve("target"));
    }

    /** JUnit's own deletion does not get so deep. */
    @AfterEach
    void delete() {
        TreeDelete.contents(temporary);
    }

    private static String shell(Path directory, String script) {
        try {
            Process process = new ProcessBuilder("bash", "-euc", script)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VolumeTar.write(source, bytes);
        return bytes.toByteArray();
    }

    private void unpack(byte[] archive) throws IOException {
        TreeUnpacker.unpack(new ByteArrayInputStream(archive), target, UnpackRules.TREE);
    }

    private void assertSame() {
        String look = "find . -printf '%p %y %m %s %n %T@ %l\\0' | LC_ALL=C sort -z";
        assertThat(shell(target, look)).isEqualTo(shell(source, look));
    }

    @Test
    void names_ofAnyBytes_comeBack() throws IOException {
        shell(source, """
                printf n > $'new\\nline'; printf i > $'not-utf8-\\xff\\xfe'; mkdir $'dir-\\x80'; printf i > $'dir-\\x80/\\xc3'
                printf l > "$(printf 'n%.0s' $(seq 255))"; printf d > ./-dash; printf s > ' '; printf b > 'back\\slash'
                ln -s $'\\xff\\n' $'link-\\xff'; ln $'not-utf8-\\xff\\xfe' $'hard-\\xfe'; printf w > .wh.plain; mkfifo $'\\x01'
                """);
        unpack(archive());
        assertSame();
        assertThat(shell(target, "cat $'dir-\\x80/\\xc3' $'hard-\\xfe' .wh.plain"))
                .isEqualTo("iiw");
    }

    /** The kernel takes paths of 4,095 bytes, here those of directories. */
    @Test
    void paths_asLongAsTheKernelTakes_comeBack() throws IOException {
        shell(source, DEEP + "d=$(printf 'e%.0s' $(seq 239)); mkdir $d; cd $d; echo deep > file; ln -s file link");
        unpack(archive());
        assertSame();
    }

    @Test
    void paths_longerThanThat_areRefused() throws IOException {
        shell(source, DEEP + "d=$(printf 'e%.0s' $(seq 240)); mkdir $d; cd $d; echo deep > file");
        byte[] archive = archive();
        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unpack ")
                .hasMessageContaining("File name too long");
    }

    @Test
    void hundredGigabytesOfHoles_takeNoTimeAndNoPlace() throws IOException {
        shell(source, "truncate -s 100G big; printf middle | dd of=big bs=1 seek=50G conv=notrunc status=none");
        byte[] archive = archive();
        assertThat(archive.length).isLessThan(1 << 20);
        unpack(archive);
        assertSame();
        assertThat(shell(target, "test $(stat -c %b big) -lt 2048; dd if=big bs=1 skip=50G count=6 status=none"))
                .isEqualTo("middle");
    }
}
