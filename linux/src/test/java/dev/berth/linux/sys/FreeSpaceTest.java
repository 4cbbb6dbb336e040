package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {
    @TempDir
    Path directory;

    @Test
    void of_directory_isAsTheJvmSays() throws IOException {
        FreeSpace free = FreeSpace.of(directory);

        assertThat(free.bytes()).isBetween(1L, Files.getFileStore(directory).getTotalSpace());
        assertThat(free.files()).isPositive();
    }

    @Test
    void of_noPath_isRefused() {
        assertThatThrownBy(() -> FreeSpace.of(directory.resolve("none")))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT));
    }

    /** procfs has no blocks, and does not count its files. */
    @Test
    void of_fileSystemWithoutCounts_hasNoLimitOfFiles() {
        assertThat(FreeSpace.of(Path.of("/proc"))).isEqualTo(new FreeSpace(0, Long.MAX_VALUE));
    }
}
