package dev.berth.volume.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.Mounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory does not grow with the number of files: a heap in which the names of one directory alone would not fit is enough
 * to back it up, restore, copy and delete it.
 */
class ManyFilesIT {
    private static final String HEAP = "-Xmx36m";
    private static final int FILES = 110_000;

    @TempDir
    private Path directory;

    private Path memory;

    /** In memory, as so many files on a disk could take minutes. */
    @BeforeEach
    void mount() throws IOException {
        memory = Files.createDirectory(directory.resolve("memory"));
        Mounts.mount("tmpfs", "tmpfs", memory, 0, "");
    }

    @AfterEach
    void unmount() {
        Mounts.unmount(memory, true);
    }

    @Test
    void directoryOfManyFiles_needsLittleMemory() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyFilesProcess.class.getName(),
                        memory.toString(),
                        Integer.toString(FILES))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output).endsWith("done\n");
    }
}
