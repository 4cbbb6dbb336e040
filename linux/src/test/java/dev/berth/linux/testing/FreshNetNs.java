package dev.berth.linux.testing;

import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.sys.NetNs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network namespace with nothing in it but loopback, which is up; gone when closed.
 *
 * @param directory where its file is, of its own
 */
public record FreshNetNs(Path directory, NetNs namespace) implements AutoCloseable {
    /** One more. */
    public static FreshNetNs create() {
        try {
            Path directory = Files.createTempDirectory("berth-netns");
            NetNs namespace = NetNs.create(directory.resolve("net"));
            try (RtNetlink netlink = RtNetlink.open(namespace)) {
                netlink.setUp(1);
            }
            return new FreshNetNs(directory, namespace);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        namespace.close();
        NetNs.delete(namespace.path());
        try {
            Files.delete(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
