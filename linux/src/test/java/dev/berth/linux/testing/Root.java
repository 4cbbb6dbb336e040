package dev.berth.linux.testing;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.NetNs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** Whether this JVM may make namespaces. */
public final class Root {
    private Root() {}

    /**
     * Returns if it may.
     *
     * @throws AssertionError if it may not and {@code -Dnetns.required=true}
     * @throws TestAbortedException if it may not otherwise
     */
    public static void require() {
        try {
            Path directory = Files.createTempDirectory("berth-root");
            Path file = directory.resolve("net");
            try {
                NetNs.create(file).close();
            } finally {
                NetNs.delete(file);
                Files.delete(directory);
            }
        } catch (ErrnoException missing) {
            String message = "needs the right to make namespaces: " + missing.getMessage();
            if (Boolean.getBoolean("netns.required")) {
                throw new AssertionError(message, missing);
            }
            throw new TestAbortedException(message, missing);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
