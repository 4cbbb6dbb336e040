package dev.berth.conformance;

import dev.berth.conformance.harness.LonePlugin;
import dev.berth.conformance.kit.PluginKit;
import dev.berth.plugin.server.PluginServer;
import dev.berth.plugin.server.VolumePlugin;
import dev.berth.plugin.volume.DirectoryVolumes;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which rules of Docker's plugin protocol a plugin keeps: Berth's own, or with {@code -Dberth.plugin=unix:///path} and
 * {@code -Dberth.plugin.type=volume|ipam|network} anybody's; docs/plugin-kit.md has the rest. No engine takes part.
 */
@Tag("beyond-docker")
class PluginRulesIT {
    @TempDir
    private static Path place;

    private static final Deque<Runnable> STARTED = new ArrayDeque<>();

    @AfterAll
    static void stop() {
        STARTED.forEach(Runnable::run);
        STARTED.clear();
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        String given = System.getProperty("berth.plugin", "");
        if (given.isEmpty()) {
            return Stream.concat(rulesOfBerth(), rulesOfDirectoryVolumes());
        }
        return PluginKit.of(System.getProperty("berth.plugin.type", ""))
                .withOptions(System.getProperty("berth.plugin.options", ""))
                .withRestart(System.getProperty("berth.plugin.restart", ""))
                .tests(URI.create(given));
    }

    private static Stream<DynamicTest> rulesOfBerth() {
        LonePlugin served = new LonePlugin("bridge", "ipam", "volume");
        STARTED.add(served::close);
        return Stream.of("volume", "ipam", "network")
                .flatMap(type -> PluginKit.of(type)
                        .withRestart(() -> {
                            served.kill();
                            served.start();
                        })
                        .tests(served.address()));
    }

    /** What the plugin of ten lines in docs/plugins.md is made of. */
    private static Stream<DynamicTest> rulesOfDirectoryVolumes() {
        AtomicReference<PluginServer> server = new AtomicReference<>(serveDirectories());
        STARTED.add(() -> server.get().close());
        return PluginKit.of("volume")
                .withRestart(() -> {
                    server.get().close();
                    server.set(serveDirectories());
                })
                .tests(URI.create("unix://" + server.get().socket()));
    }

    private static PluginServer serveDirectories() {
        return PluginServer.serve(
                place.resolve("directories.sock"), VolumePlugin.of(DirectoryVolumes.in(place.resolve("volumes"))));
    }
}
