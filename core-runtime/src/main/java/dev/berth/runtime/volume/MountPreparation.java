package dev.berth.runtime.volume;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.Mounts;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.Propagation;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.runtime.volume.PlannedMount.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns a kept mount into one that the OCI runtime can make, and takes that back. */
final class MountPreparation {
    private final VolumeCatalog catalog;
    private final BindRules bindRules;
    private final VolumeEvents events;
    private final Path subpaths;

    /** @param subpaths a directory for mounts of parts of volumes; made when needed, lost at reboot */
    MountPreparation(VolumeCatalog catalog, BindRules bindRules, VolumeEvents events, Path subpaths) {
        this.catalog = catalog;
        this.bindRules = bindRules;
        this.events = events;
        this.subpaths = subpaths;
    }

    ResolvedMount prepare(PlannedMount mount) {
        if (mount.point().type().equals("tmpfs")) {
            return new ResolvedMount("tmpfs", Path.of("tmpfs"), mount.destination(), mount.tmpfsOptions());
        }
        if (mount.point().type().equals("bind")) {
            bindRules.prepare(mount);
        }
        return new ResolvedMount("bind", source(mount), mount.destination(), options(mount));
    }

    private static List<String> options(PlannedMount mount) {
        List<String> options = new ArrayList<>();
        options.add(mount.has(Trait.NON_RECURSIVE) ? "bind" : "rbind");
        options.add(mount.point().rw() ? "rw" : "ro");
        String propagation = mount.point().propagation();
        options.add(propagation.isEmpty() ? "rprivate" : propagation);
        return options;
    }

    /** Where the data is on this host; of a volume, mounted for the mount's holder. */
    Path source(PlannedMount mount) {
        if (!mount.isVolume()) {
            return Path.of(mount.point().source());
        }
        String name = mount.point().name();
        Path data = catalog.mount(name, mount.holder());
        if (mount.subpath().isEmpty()) {
            return data;
        }
        try {
            return mountSubpath(mount, data);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> letGo(mount));
            throw failure;
        }
    }

    /** Pinned by a mount of its own, so that nobody can put a link in its place before the runtime mounts it. */
    private Path mountSubpath(PlannedMount mount, Path data) {
        Path pin = subpaths.resolve(mount.holder());
        try (Fd found = open(data, mount.subpath())) {
            if (Files.exists(pin)) {
                return pin;
            }
            Files.createDirectories(subpaths);
            if (FileCalls.status(found).isDirectory()) {
                Files.createDirectory(pin);
            } else {
                Files.createFile(pin);
            }
            Mounts.bind(Path.of("/proc/self/fd/" + found.number()), pin, true);
            Mounts.propagation(pin, Propagation.RPRIVATE);
            return pin;
        } catch (IOException failure) {
            throw new SystemFailure("mount subpath " + mount.subpath() + ": " + failure.getMessage(), failure);
        }
    }

    private static Fd open(Path data, String subpath) {
        try {
            return FileCalls.openInRoot(data, subpath, OpenFlags.PATH, 0);
        } catch (ErrnoException failure) {
            throw new NotFound("cannot access path " + data.resolve(subpath) + ": "
                    + failure.errno().text());
        }
    }

    void undo(String containerId, PlannedMount mount) {
        letGo(mount);
        if (mount.isVolume()) {
            events.volumeEvent(
                    "unmount",
                    mount.point().name(),
                    Map.of("driver", mount.point().driver(), "container", containerId));
        }
    }

    /** The other half of {@link #source}; nothing happens if that was not called. */
    void letGo(PlannedMount mount) {
        if (mount.isVolume()) {
            String name = mount.point().name();
            Cleanup.all(
                    () -> removePin(mount),
                    () -> catalog.withDriver(name, driver -> {
                        driver.unmount(name, mount.holder());
                        return name;
                    }));
        }
    }

    private void removePin(PlannedMount mount) {
        Path pin = subpaths.resolve(mount.holder());
        if (mount.subpath().isEmpty()) {
            return;
        }
        Mounts.unmount(pin, true);
        try {
            Files.deleteIfExists(pin);
        } catch (IOException failure) {
            throw new SystemFailure("delete " + pin + ": " + failure.getMessage(), failure);
        }
    }

    void tellMounted(String containerId, PlannedMount mount) {
        if (mount.isVolume()) {
            Map<String, String> attributes = new TreeMap<>();
            attributes.put("driver", mount.point().driver());
            attributes.put("container", containerId);
            attributes.put("destination", mount.destination());
            attributes.put("read/write", Boolean.toString(mount.point().rw()));
            attributes.put("propagation", mount.point().propagation());
            events.volumeEvent("mount", mount.point().name(), attributes);
        }
    }
}
