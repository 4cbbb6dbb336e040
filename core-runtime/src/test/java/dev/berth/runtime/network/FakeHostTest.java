package dev.berth.runtime.network;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of the network service on fakes: a host per test. */
abstract class FakeHostTest {
    @TempDir
    Path directory;

    FakeHost host;

    @BeforeEach
    void start() {
        host = new FakeHost(directory);
    }

    @AfterEach
    void end() {
        host.close();
    }
}
