package dev.berth.runtime.oci;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What the running kernel was built with, where it or its package tells. */
final class KernelConfig {
    /** The name until Linux 5.18, and since. */
    private static final Set<String> X32 = Set.of("CONFIG_X86_X32=y", "CONFIG_X86_X32_ABI=y");

    private KernelConfig() {}

    /** Whether it has the x32 system calls; true if nothing tells. */
    static boolean hasX32() {
        String release = System.getProperty("os.version", "");
        return Stream.of(Path.of("/proc/config.gz"), Path.of("/boot/config-" + release))
                .flatMap(file -> any(file, X32::contains).stream())
                .findFirst()
                .orElse(true);
    }

    /** Whether a line of the file is such; empty if it cannot be read. */
    static Optional<Boolean> any(Path file, Predicate<String> line) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return Optional.of(lines.lines().anyMatch(line));
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }
}
