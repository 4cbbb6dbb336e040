package dev.berth.conformance.harness;

import dev.berth.linux.testing.HostProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Debian's packages that conformance/images.sh has fetched, served on the engine's host. */
public final class DebianMirror implements AutoCloseable {
    private static final int PORT = 5999;

    private final HostProcess process;
    private final String address;

    DebianMirror(Ground ground) {
        Path packages = Path.of(System.getProperty("berth.images"), "packages");
        this.address = "http://" + ground.hostAddress() + ":" + PORT;
        this.process = ground.spawnOnHost(
                "mirror", List.of("busybox", "httpd", "-f", "-p", Integer.toString(PORT), "-h", packages.toString()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ground.onHost(Map.of(), "", "curl", "-sfI", "--noproxy", "*", address + "/Packages")
                                .exit()
                        == 0);
    }

    /** For {@code deb [trusted=yes] ADDRESS ./}, as containers on the default bridge reach it. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        process.close();
    }
}
