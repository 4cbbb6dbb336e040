package dev.berth.runtime.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostResolverWatchTest {
    @TempDir
    private Path directory;

    @Test
    void watch_fileWrittenReplacedAndRemoved_tellsEachTime() throws Exception {
        Path file = directory.resolve("resolv.conf");
        Files.writeString(file, "nameserver 192.0.2.1\n");
        Semaphore told = new Semaphore(0);
        try (HostResolverWatch watch = HostResolverWatch.start(file, told::release, 5)) {
            Files.writeString(file, "nameserver 192.0.2.2\n");
            await(told);
            Path other = Files.writeString(directory.resolve("other"), "nameserver 192.0.2.3\n");
            // Only so is the file never missing, which would be told in place of its removal.
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            await(told);
            Files.delete(file);
            await(told);
            Assertions.assertThat(watch).isNotNull();
        }
    }

    private static void await(Semaphore told) throws InterruptedException {
        Assertions.assertThat(told.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }
}
