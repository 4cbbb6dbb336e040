package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.Signals;
import dev.berth.linux.sys.Spawn;
import dev.berth.linux.sys.SpawnRequest;
import dev.berth.linux.sys.SpawnedProcess;
import dev.berth.linux.testing.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What it gains is measured by conformance/bench.sh; here, that it harms nobody. */
@Tag("netns")
class CgroupGraceIT {
    private final CgroupGrace grace = new CgroupGrace();

    @BeforeEach
    void requireRoot() {
        Root.require();
    }

    private static SpawnedProcess sleeper() {
        return Spawn.start(new SpawnRequest(
                List.of("/bin/sleep", "600"), Map.of("PATH", "/bin:/usr/bin"), Optional.empty(), Map.of()));
    }

    private static String cgroups(SpawnedProcess process) throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/cgroup"));
    }

    @Test
    void await_leavesTheProcessWhereItIs() throws IOException {
        SpawnedProcess process = sleeper();
        try {
            String before = cgroups(process);
            assertThat(grace.await(process.pid())).isTrue();
            assertThat(cgroups(process)).isEqualTo(before);
        } finally {
            process.kill(Signals.KILL);
        }
    }

    @Test
    void await_processHasEnded_isFine() {
        SpawnedProcess process = sleeper();
        process.kill(Signals.KILL);
        process.waitFor(Duration.ofSeconds(60));
        assertThat(grace.await(process.pid())).isFalse();
        grace.begin(process.pid());
    }
}
