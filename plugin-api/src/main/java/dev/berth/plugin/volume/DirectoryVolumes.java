package dev.berth.plugin.volume;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Volumes that are directories below one: what plugins are written on. Names, options and holders are kept on disk, so
 * that they outlive the process; what is special about a plugin's volumes is said by hooks. Thread-safe.
 */
public final class DirectoryVolumes implements VolumeDriver {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final int LOCKS = 64;

    private final Path root;
    private final Map<Moment, Hook> hooks;

    /** By the hash of a volume's name. */
    private final List<Object> locks =
            IntStream.range(0, LOCKS).mapToObj(each -> new Object()).toList();

    private enum Moment {
        CREATE,
        REMOVE,
        MOUNT,
        UNMOUNT
    }

    /** What a plugin does about a volume. One that throws has the call refused with its message. */
    @FunctionalInterface
    public interface Hook {
        void run(Kept volume) throws IOException;
    }

    /** A volume. @param data absolute path of its directory @param options what it was created with */
    public record Kept(String name, Path data, Map<String, String> options) {
        public Kept {
            options = Map.copyOf(options);
        }
    }

    private DirectoryVolumes(Path root, Map<Moment, Hook> hooks) {
        this.root = root;
        this.hooks = hooks;
    }

    /** Volumes below this directory, which is made if need be and belongs to one driver alone. */
    public static DirectoryVolumes in(Path root) {
        return new DirectoryVolumes(root.toAbsolutePath(), new EnumMap<>(Moment.class));
    }

    /** The same with this done when a volume is created, its directory being there and empty. */
    public DirectoryVolumes onCreate(Hook hook) {
        return on(Moment.CREATE, hook);
    }

    /** The same with this done before a volume is removed. */
    public DirectoryVolumes onRemove(Hook hook) {
        return on(Moment.REMOVE, hook);
    }

    /** The same with this done before the first of a volume's holders has it. */
    public DirectoryVolumes onMount(Hook hook) {
        return on(Moment.MOUNT, hook);
    }

    /** The same with this done when the last of a volume's holders lets go. */
    public DirectoryVolumes onUnmount(Hook hook) {
        return on(Moment.UNMOUNT, hook);
    }

    private DirectoryVolumes on(Moment moment, Hook hook) {
        Map<Moment, Hook> more = new EnumMap<>(hooks);
        more.put(moment, hook);
        return new DirectoryVolumes(root, more);
    }

    private void run(Moment moment, Kept volume) throws IOException {
        Hook hook = hooks.get(moment);
        if (hook != null) {
            hook.run(volume);
        }
    }

    private interface Work<T> {
        T on(VolumeDirectory directory) throws IOException;
    }

    /** Works on one volume, alone. */
    private <T> T alone(String call, String name, Work<T> work) {
        if (!NAME.matcher(name).matches()) {
            throw new EngineException.InvalidParameter(
                    call + " \"" + name + "\": a volume's name has letters, digits, dots, dashes and underscores");
        }
        synchronized (locks.get(Math.floorMod(name.hashCode(), LOCKS))) {
            try {
                return work.on(new VolumeDirectory(root.resolve(name)));
            } catch (IOException failure) {
                throw new EngineException.SystemFailure(
                        call + " volume " + name + ": " + failure.getMessage(), failure);
            }
        }
    }

    private static Kept kept(String name, VolumeDirectory directory) throws IOException {
        return new Kept(
                name,
                directory.data(),
                directory.options().orElseThrow(() -> new EngineException.NotFound("no such volume: " + name)));
    }

    private static VolumeInfo info(Kept volume) {
        return new VolumeInfo(volume.name(), Optional.of(volume.data()), Optional.empty(), Map.of());
    }

    @Override
    public Scope scope() {
        return Scope.LOCAL;
    }

    /** @throws EngineException.Conflict there is one with other options */
    @Override
    public void create(String name, Map<String, String> options) {
        alone("create", name, directory -> {
            Optional<Map<String, String>> known = directory.options();
            if (known.isEmpty()) {
                directory.make();
                run(Moment.CREATE, new Kept(name, directory.data(), options));
                directory.complete(options);
            } else if (!known.get().equals(options)) {
                throw new EngineException.Conflict("create volume " + name + ": it exists with other options");
            }
            return true;
        });
    }

    @Override
    public void remove(String name) {
        alone("remove", name, directory -> {
            if (!directory.holders().isEmpty()) {
                throw new EngineException.Conflict("remove volume " + name + ": it is mounted");
            }
            if (directory.options().isPresent()) {
                run(Moment.REMOVE, kept(name, directory));
                directory.delete();
            }
            return true;
        });
    }

    @Override
    public Path mount(String name, String id) {
        return alone("mount", name, directory -> {
            Kept volume = kept(name, directory);
            if (directory.holders().isEmpty()) {
                run(Moment.MOUNT, volume);
            }
            directory.hold(id);
            return volume.data();
        });
    }

    @Override
    public void unmount(String name, String id) {
        alone("unmount", name, directory -> {
            if (directory.holders().equals(Set.of(VolumeDirectory.holder(id)))) {
                run(Moment.UNMOUNT, kept(name, directory));
            }
            directory.letGo(id);
            return true;
        });
    }

    @Override
    public Optional<Path> path(String name) {
        return get(name).mountpoint();
    }

    @Override
    public VolumeInfo get(String name) {
        return alone("find", name, directory -> info(kept(name, directory)));
    }

    @Override
    public List<VolumeInfo> list() {
        List<VolumeInfo> volumes = new ArrayList<>();
        for (String name : VolumeDirectory.names(root)) {
            if (NAME.matcher(name).matches()) {
                alone(
                        "list",
                        name,
                        directory -> directory
                                .options()
                                .map(options -> volumes.add(info(new Kept(name, directory.data(), options)))));
            }
        }
        return volumes;
    }
}
