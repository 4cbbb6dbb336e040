package dev.berth.conformance.harness;

import dev.berth.linux.testing.HostProcess;
import dev.berth.linux.testing.Result;
import dev.berth.linux.testing.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Where an engine stands: a throw-away host and its neighbour, and directories that end with them. */
final class Ground implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final TestHost.Pair pair = TestHost.pair();
    private final AtomicInteger fresh = new AtomicInteger();

    String hostAddress() {
        return TestHost.Pair.HOST_ADDRESS;
    }

    String neighbourAddress() {
        return TestHost.Pair.NEIGHBOUR_ADDRESS;
    }

    Path dataRoot() {
        return pair.host().data().resolve("engine");
    }

    Docker.Result onHost(Map<String, String> environment, String input, String... words) {
        return of(pair.host()
                .command(words)
                .env(environment)
                .input(input)
                .within(LIMIT)
                .run());
    }

    Docker.Result onNeighbour(String... words) {
        return of(pair.neighbour().command(words).within(LIMIT).run());
    }

    private static Docker.Result of(Result result) {
        return new Docker.Result(result.exit(), result.out(), result.err());
    }

    HostProcess spawnOnNeighbour(String... words) {
        return pair.neighbour().spawn("server" + fresh.incrementAndGet(), words);
    }

    HostProcess spawnOnHost(String name, List<String> words) {
        return pair.host().spawn(name + fresh.incrementAndGet(), words.toArray(String[]::new));
    }

    HostProcess spawnDaemon(List<String> words) {
        return pair.host().spawn("daemon", words.toArray(String[]::new));
    }

    Path fromOutside(Path onHost) {
        return pair.host().path(onHost.toString());
    }

    /** An empty directory, the same path on the host and here. */
    Path freshDirectory(String name) {
        try {
            return Files.createDirectories(pair.host().data().resolve(name + fresh.incrementAndGet()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        pair.close();
    }
}
