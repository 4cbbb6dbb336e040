package dev.berth.runtime.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.EnginePaths;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRootLockTest {
    @TempDir
    Path directory;

    @Test
    void take_taken_saysByWhom() {
        EnginePaths paths = new EnginePaths(directory, directory);
        try (DataRootLock first = DataRootLock.take(paths)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DataRootLock.take(paths))
                    .isInstanceOf(EngineException.Conflict.class)
                    .hasMessage("data root " + directory + " is in use by pid "
                            + ProcessHandle.current().pid());
        }
    }

    @Test
    void take_afterClose_isFree() {
        EnginePaths paths = new EnginePaths(directory, directory);
        DataRootLock.take(paths).close();

        DataRootLock.take(paths).close();

        assertThat(paths.lock()).exists();
    }
}
