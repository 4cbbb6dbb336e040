package dev.berth.runtime.volume;

import dev.berth.linux.sys.MountEntry;
import dev.berth.linux.sys.MountTable;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.runtime.spec.MountSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Bind mounts: their propagation and their sources.
 *
 * @see <a href="https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation">bind propagation</a>
 */
final class BindRules {
    private static final String DEFAULT_PROPAGATION = "rprivate";

    private final String dataRoot;
    private final Supplier<List<MountEntry>> mountTable;

    BindRules(Path dataRoot) {
        this(dataRoot, MountTable::read);
    }

    BindRules(Path dataRoot, Supplier<List<MountEntry>> mountTable) {
        this.dataRoot = dataRoot.toString();
        this.mountTable = mountTable;
    }

    /**
     * The propagation of a bind. A source that shows the engine's own mounts must not keep them busy, so it follows
     * their unmounting.
     *
     * @throws InvalidParameter a private one was asked for there
     */
    String propagation(MountSpec spec, String source) {
        String given = spec.bindOptions() == null ? "" : spec.bindOptions().propagation();
        boolean showsOwnMounts = ContainerPath.isWithin(source, dataRoot) || ContainerPath.isWithin(dataRoot, source);
        if (given.isEmpty()) {
            return showsOwnMounts ? "rslave" : DEFAULT_PROPAGATION;
        }
        if (showsOwnMounts && (given.equals("private") || given.equals("rprivate"))) {
            throw new InvalidParameter("invalid mount config: must use either propagation mode \"rslave\" or"
                    + " \"rshared\" when mount source is within the daemon root, daemon root: \"" + dataRoot
                    + "\", bind mount source: \"" + source + "\", propagation: \"" + given + "\"");
        }
        return given;
    }

    /**
     * Checks the source, and makes a missing one if the mount may.
     *
     * @throws InvalidParameter it does not exist, or its mount cannot spread as asked
     */
    void prepare(PlannedMount mount) {
        Path source = Path.of(mount.point().source());
        if (!Files.exists(source)) {
            if (!mount.has(PlannedMount.Trait.CREATE_SOURCE)) {
                throw new InvalidParameter(
                        "invalid mount config for type \"bind\": bind source path does not exist: " + source);
            }
            make(source);
        }
        checkSpread(source, mount.point().propagation());
    }

    private static void make(Path source) {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = source; path != null && !Files.exists(path, LinkOption.NOFOLLOW_LINKS); ) {
            missing.push(path);
            path = path.getParent();
        }
        try {
            for (Path path : missing) {
                Files.createDirectory(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            if (!Files.exists(source)) {
                throw new IOException(source + " is a symbolic link to nothing");
            }
        } catch (IOException failure) {
            throw new SystemFailure(
                    "error while creating mount source path '" + source + "': " + failure.getMessage(), failure);
        }
    }

    private void checkSpread(Path source, String propagation) {
        boolean shared = propagation.endsWith("shared");
        if (!shared && !propagation.endsWith("slave")) {
            return;
        }
        Path real = realPath(source);
        MountEntry holder = mountTable.get().stream()
                .filter(entry -> real.startsWith(entry.mountPoint()))
                .max(Comparator.comparingInt(entry -> entry.mountPoint().getNameCount()))
                .orElseThrow(() -> new SystemFailure("bind " + source + ": no mount holds it"));
        boolean spreads = holder.propagation().stream()
                .anyMatch(tag -> tag.startsWith("shared:") || (!shared && tag.startsWith("master:")));
        boolean implied = ContainerPath.isWithin(source.toString(), dataRoot)
                || ContainerPath.isWithin(dataRoot, source.toString());
        if (!spreads && !implied) {
            throw new InvalidParameter("path " + source + " is mounted on " + holder.mountPoint()
                    + " but it is not a shared" + (shared ? "" : " or slave") + " mount");
        }
    }

    private static Path realPath(Path source) {
        try {
            return source.toRealPath();
        } catch (IOException failure) {
            throw new SystemFailure("bind " + source + ": " + failure.getMessage(), failure);
        }
    }
}
