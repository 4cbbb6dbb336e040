package dev.berth.linux.sys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many descriptors this JVM holds of the kinds that this module opens; what the JVM opens for itself is left out. */
final class Descriptors {
    /** Fewer than a test repeats what it does: more new ones than this are a leak, whatever the JVM does meanwhile. */
    static final long SLACK = 50;

    private Descriptors() {}

    static long count() {
        String[] numbers = Path.of("/proc/self/fd").toFile().list();
        if (numbers == null) {
            throw new IllegalStateException("/proc/self/fd cannot be read");
        }
        long count = 0;
        for (String number : numbers) {
            count += ours(Path.of("/proc/self/fd", number)) ? 1 : 0;
        }
        return count;
    }

    private static boolean ours(Path link) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return !target.endsWith(".jar")
                    && !target.endsWith(".so")
                    && !target.startsWith("/proc/")
                    && !target.startsWith("/sys/");
        } catch (IOException gone) {
            return false;
        }
    }
}
