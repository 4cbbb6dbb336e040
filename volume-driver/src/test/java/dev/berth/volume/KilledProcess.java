package dev.berth.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Java process that is killed in the middle of its work. */
final class KilledProcess {
    private KilledProcess() {}

    /** Runs {@code main}, which says {@code ready} and goes on until it is killed, for so long from then on. */
    static void run(Class<?> main, Path argument, long millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        argument.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            awaitReady(output);
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                    .as(() -> output.lines().toList().toString())
                    .isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** From JDK 24 on the virtual machine warns of native code first. */
    private static void awaitReady(BufferedReader output) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("ready")) {
                return;
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("it ended before it was ready:\n" + said);
    }
}
