package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.EngineException.Unavailable;
import dev.berth.plugin.Scope;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.VolumeInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Volumes as plain directories, with who holds them laid open; without copy-up of its own, as a plugin. */
final class DirectoryVolumeDriver implements VolumeDriver {
    private final Path root;
    final Map<String, Set<String>> holders = new TreeMap<>();
    final Map<String, Map<String, String>> options = new TreeMap<>();
    boolean silent;

    /** Done in the middle of each create. */
    Runnable meanwhile = () -> {};

    DirectoryVolumeDriver(Path root) {
        this.root = root;
    }

    private void answer() {
        if (silent) {
            throw new Unavailable("the plugin does not answer");
        }
    }

    private Path existing(String name) {
        answer();
        if (!holders.containsKey(name)) {
            throw new NotFound("no such volume");
        }
        return root.resolve(name);
    }

    private Set<String> holdersOf(String name) {
        return holders.computeIfAbsent(name, each -> new TreeSet<>());
    }

    @Override
    public Scope scope() {
        return Scope.LOCAL;
    }

    @Override
    public void create(String name, Map<String, String> wish) {
        answer();
        options.put(name, wish);
        meanwhile.run();
        try {
            Files.createDirectories(root.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        holdersOf(name);
    }

    @Override
    public void remove(String name) {
        answer();
        if (!holdersOf(name).isEmpty()) {
            throw new Conflict("volume has active mounts");
        }
        holders.remove(name);
    }

    @Override
    public Path mount(String name, String id) {
        Path path = existing(name);
        holdersOf(name).add(id);
        return path;
    }

    @Override
    public void unmount(String name, String id) {
        existing(name);
        holdersOf(name).remove(id);
    }

    @Override
    public Optional<Path> path(String name) {
        return Optional.of(existing(name));
    }

    @Override
    public VolumeInfo get(String name) {
        return new VolumeInfo(name, Optional.of(existing(name)), Optional.of(Instant.EPOCH), Map.of());
    }

    @Override
    public List<VolumeInfo> list() {
        answer();
        return holders.keySet().stream().map(this::get).toList();
    }
}
