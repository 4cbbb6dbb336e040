package dev.berth.runtime.cli.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Standard output, if it is a pipe: an engine on the same host can then write to it itself. */
public final class OutputPipe {
    private static final int S_IFMT = 0170000;
    private static final int S_IFIFO = 0010000;

    private OutputPipe() {}

    /** As the parameter {@code pipe} names it: process, descriptor, device and inode; empty if it is no pipe. */
    public static Optional<String> name() {
        try {
            Map<String, Object> status = Files.readAttributes(Path.of("/proc/self/fd/1"), "unix:mode,dev,ino");
            if ((number(status, "mode") & S_IFMT) != S_IFIFO) {
                return Optional.empty();
            }
            Path process = Path.of("/proc/self").toRealPath().getFileName();
            return Optional.of(process + ":1:" + number(status, "dev") + ":" + number(status, "ino"));
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    private static long number(Map<String, Object> status, String name) {
        return status.get(name) instanceof Number number ? number.longValue() : -1L;
    }
}
