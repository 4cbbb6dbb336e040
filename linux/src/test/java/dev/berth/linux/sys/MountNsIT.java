package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.testing.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("netns")
class MountNsIT {
    @Test
    void call_seesTheOthersFilesAndThisThreadItsOwn() throws Exception {
        Path file = Path.of("/run/berth-mountns-it");
        try (TestHost host = TestHost.start()) {
            host.shell("echo inside > " + file).orFail();

            String seen = MountNs.call(host.pid(), () -> Files.readString(file));
            Fd opened = MountNs.call(host.pid(), () -> FileCalls.open(file, OpenFlags.READ_ONLY, 0));

            assertThat(seen).isEqualTo("inside\n");
            assertThat(FdStreams.input(opened).readAllBytes()).asString().isEqualTo("inside\n");
            opened.close();
            assertThat(file).doesNotExist();
        }
    }
}
