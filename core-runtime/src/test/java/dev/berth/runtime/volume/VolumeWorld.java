package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.NotFound;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A service on a directory, with two drivers, and containers that are known by their names alone. */
final class VolumeWorld implements AutoCloseable {
    final Path rootfs;
    final DirectoryVolumeDriver local;
    final DirectoryVolumeDriver other;
    final List<String> events = new ArrayList<>();
    final Set<String> containers = new HashSet<>();
    final DirectoryImages images;
    VolumeService service;

    /** What the containers made from here on ask for. */
    boolean readOnlyBelow;

    private final Path root;
    private final EnginePaths paths;
    private Store store;

    VolumeWorld(Path root) throws IOException {
        this.root = root;
        this.rootfs = Files.createDirectory(root.resolve("rootfs"));
        this.local = new DirectoryVolumeDriver(root.resolve("local"));
        this.other = new DirectoryVolumeDriver(root.resolve("other"));
        this.images = new DirectoryImages(root.resolve("images"));
        this.paths = new EnginePaths(root.resolve("data"), root.resolve("run"));
        this.store = Store.open(root.resolve("state.db"));
        this.service = open();
    }

    private VolumeService open() {
        VolumeDrivers drivers = new VolumeDrivers(Map.of("local", local, "other", other));
        return new VolumeService(
                drivers, images, store, paths, (action, name, attributes) -> events.add(action + " " + name));
    }

    /** As after a crash of the daemon. */
    void restart() {
        store.close();
        store = Store.open(root.resolve("state.db"));
        service = open();
    }

    /** @param config,host JSON with single quotes */
    List<MountPoint> create(String id, String config, String host) {
        return create(id, config, host, ImageFiles.at(rootfs));
    }

    List<MountPoint> create(String id, String config, String host, ImageFiles image) {
        List<MountPoint> mounts = service.plan(new MountRequest(
                id,
                Json.read(config.replace('\'', '"'), ContainerConfig.class),
                Json.read(host.replace('\'', '"'), HostConfig.class),
                image,
                this::find,
                () -> readOnlyBelow));
        containers.add(id);
        return mounts;
    }

    List<MountPoint> create(String id, String host) {
        return create(id, "{}", host);
    }

    private String find(String ref) {
        if (!containers.contains(ref)) {
            throw new NotFound("No such container: " + ref);
        }
        return ref;
    }

    List<String> names() {
        return service.list(Map.of()).volumes().stream().map(Volume::name).toList();
    }

    @Override
    public void close() {
        store.close();
    }
}
