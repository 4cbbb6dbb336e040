package dev.berth.plugin.volume;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Volumes that are only remembered: each is said to be at {@code /volumes/NAME}. */
public final class MapVolumes implements VolumeDriver {
    private final Map<String, Map<String, String>> volumes = new ConcurrentHashMap<>();

    @Override
    public Scope scope() {
        return Scope.GLOBAL;
    }

    @Override
    public void create(String name, Map<String, String> options) {
        if (options.containsKey("bad")) {
            throw new EngineException.InvalidParameter("invalid option: bad");
        }
        volumes.put(name, options);
    }

    @Override
    public void remove(String name) {
        volumes.remove(name);
    }

    @Override
    public Path mount(String name, String id) {
        return get(name).mountpoint().orElseThrow();
    }

    @Override
    public void unmount(String name, String id) {}

    @Override
    public Optional<Path> path(String name) {
        return get(name).mountpoint();
    }

    @Override
    public VolumeInfo get(String name) {
        if (!volumes.containsKey(name)) {
            throw new EngineException.NotFound("no such volume");
        }
        return new VolumeInfo(name, Optional.of(Path.of("/volumes", name)), Optional.empty(), Map.of("served", true));
    }

    @Override
    public List<VolumeInfo> list() {
        return volumes.keySet().stream().map(this::get).toList();
    }
}
