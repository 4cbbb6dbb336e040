package dev.berth.conformance;

import dev.berth.conformance.harness.LonePlugin;
import dev.berth.conformance.kit.PluginKit;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Which rules of Docker's plugin protocol a plugin keeps: Berth's own, or with {@code -Dberth.plugin=unix:///path} and
 * {@code -Dberth.plugin.type=volume|ipam|network} anybody's; docs/plugin-kit.md has the rest. No engine takes part.
 */
@Tag("beyond-docker")
class PluginRulesIT {
    private static Optional<LonePlugin> own = Optional.empty();

    @AfterAll
    static void stop() {
        own.ifPresent(LonePlugin::close);
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        String given = System.getProperty("berth.plugin", "");
        if (!given.isEmpty()) {
            return PluginKit.of(System.getProperty("berth.plugin.type", ""))
                    .withOptions(System.getProperty("berth.plugin.options", ""))
                    .withRestart(System.getProperty("berth.plugin.restart", ""))
                    .tests(URI.create(given));
        }
        LonePlugin served = new LonePlugin("bridge", "ipam", "volume");
        own = Optional.of(served);
        return Stream.of("volume", "ipam", "network")
                .flatMap(type -> PluginKit.of(type)
                        .withRestart(() -> {
                            served.kill();
                            served.start();
                        })
                        .tests(served.address()));
    }
}
