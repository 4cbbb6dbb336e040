package dev.berth.plugin.client;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.Scope;
import dev.berth.plugin.volume.GlanceableVolumes;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.VolumeInfo;
import dev.berth.plugin.wire.PluginProtocol.Done;
import dev.berth.plugin.wire.VolumeProtocol;
import dev.berth.plugin.wire.VolumeProtocol.Capabilities;
import dev.berth.plugin.wire.VolumeProtocol.Capable;
import dev.berth.plugin.wire.VolumeProtocol.Creation;
import dev.berth.plugin.wire.VolumeProtocol.Found;
import dev.berth.plugin.wire.VolumeProtocol.Held;
import dev.berth.plugin.wire.VolumeProtocol.Listed;
import dev.berth.plugin.wire.VolumeProtocol.Named;
import dev.berth.plugin.wire.VolumeProtocol.Place;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Volumes of a plugin. */
public final class RemoteVolumeDriver implements VolumeDriver, GlanceableVolumes {
    private static final Capable UNSAID = new Capable(new Capabilities(""));

    private final PluginClient plugin;
    private final Glance glance;

    /** The scope once the plugin has said it. */
    private volatile Optional<Scope> known = Optional.empty();

    /** @param executor runs questions whose answer is not waited for */
    public RemoteVolumeDriver(PluginClient plugin, Executor executor) {
        this.plugin = plugin;
        this.glance = new Glance(executor, plugin.deadlines().glance());
    }

    /** {@code LOCAL} unless the plugin says otherwise; one that cannot be asked now is local too. */
    @Override
    public Scope scope() {
        return known.orElseGet(this::askScope);
    }

    private Scope askScope() {
        try {
            String scope = glance.at(
                            "plugin " + plugin.name() + ": capabilities",
                            Capable.class,
                            () -> plugin.optional(VolumeProtocol.CAPABILITIES, new Done(), Capable.class, UNSAID))
                    .capabilities()
                    .scope();
            known = Optional.of(scope.equals("global") ? Scope.GLOBAL : Scope.LOCAL);
            return known.get();
        } catch (EngineException unsaid) {
            return Scope.LOCAL;
        }
    }

    @Override
    public void create(String name, Map<String, String> options) {
        plugin.call(VolumeProtocol.CREATE, new Creation(name, options), Done.class);
    }

    /** Some plugins refuse to remove what they do not have. */
    @Override
    public void remove(String name) {
        try {
            plugin.call(VolumeProtocol.REMOVE, new Named(name), Done.class);
        } catch (EngineException failure) {
            if (failure.kind() == EngineException.Kind.UNAVAILABLE || isThere(name)) {
                throw failure;
            }
        }
    }

    private boolean isThere(String name) {
        try {
            return get(name).name().equals(name);
        } catch (EngineException.NotFound gone) {
            return false;
        }
    }

    @Override
    public Path mount(String name, String id) {
        Place place = plugin.call(VolumeProtocol.MOUNT, new Held(name, id), Place.class);
        return path(place)
                .orElseThrow(() -> new EngineException.SystemFailure("plugin " + plugin.name() + ": mount of volume "
                        + name + " gave no absolute path: \"" + place.mountpoint() + "\""));
    }

    private static Optional<Path> path(Place place) {
        return place.mountpoint().startsWith("/") ? Optional.of(Path.of(place.mountpoint())) : Optional.empty();
    }

    /** Some plugins refuse to let go of what they do not hold. */
    @Override
    public void unmount(String name, String id) {
        try {
            plugin.call(VolumeProtocol.UNMOUNT, new Held(name, id), Done.class);
        } catch (EngineException failure) {
            if (failure.kind() == EngineException.Kind.UNAVAILABLE || isThere(name)) {
                throw failure;
            }
        }
    }

    @Override
    public Optional<Path> path(String name) {
        return path(plugin.call(VolumeProtocol.PATH, new Named(name), Place.class));
    }

    /**
     * What a plugin reports is that there is none: the protocol has no other word for it. One that tells of another volume
     * than it was asked for does not have this one.
     */
    @Override
    public VolumeInfo get(String name) {
        Found found;
        try {
            found = plugin.call(VolumeProtocol.GET, new Named(name), Found.class);
        } catch (EngineException failure) {
            if (failure.kind() == EngineException.Kind.UNAVAILABLE) {
                throw failure;
            }
            throw new EngineException.NotFound(String.valueOf(failure.getMessage()));
        }
        VolumeProtocol.Volume volume = found.volume();
        if (volume == null || !volume.name().equals(name)) {
            throw new EngineException.NotFound("plugin " + plugin.name() + ": no such volume: " + name);
        }
        return info(volume);
    }

    @Override
    public List<VolumeInfo> list() {
        return plugin.call(VolumeProtocol.LIST, new Done(), Listed.class).volumes().stream()
                .map(RemoteVolumeDriver::info)
                .toList();
    }

    @Override
    public List<VolumeInfo> glanceAll() {
        return Arrays.asList(glance.at(
                "plugin " + plugin.name() + ": volumes", VolumeInfo[].class, () -> list().toArray(VolumeInfo[]::new)));
    }

    @Override
    public VolumeInfo glance(String name) {
        return glance.at("plugin " + plugin.name() + ": volume " + name, VolumeInfo.class, () -> get(name));
    }

    private static VolumeInfo info(VolumeProtocol.Volume volume) {
        return new VolumeInfo(
                volume.name(), path(new Place(volume.mountpoint())), time(volume.createdAt()), volume.status());
    }

    /** Empty for a time in another format than the protocol's, as some plugins have it. */
    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException otherFormat) {
            return Optional.empty();
        }
    }
}
