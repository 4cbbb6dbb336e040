package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What is needed to make times and shares of the numbers in {@code /proc}.
 *
 * @param now when it was read
 * @param uptimeSeconds of the host
 * @param memoryKilobytes of the host
 */
record ProcessClock(Instant now, double uptimeSeconds, long memoryKilobytes) {
    /** USER_HZ, the same 100 on every architecture that we run on. */
    static final int TICKS_PER_SECOND = 100;

    static ProcessClock read(Path proc, Instant now) {
        try {
            String uptime = Files.readString(proc.resolve("uptime")).split(" ")[0];
            long memory = Files.readAllLines(proc.resolve("meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(1);
            return new ProcessClock(now, Double.parseDouble(uptime), memory);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read " + proc + ": " + failure.getMessage(), failure);
        }
    }

    /** Seconds since a process started at that tick after boot. */
    double age(long startTick) {
        return uptimeSeconds - startTick / (double) TICKS_PER_SECOND;
    }
}
