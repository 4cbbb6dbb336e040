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
    private final MountedImages images;
    private final BindRules bindRules;
    private final VolumeEvents events;
    private final Path subpaths;

    /** @param subpaths a directory for mounts of parts of volumes; made when needed, lost at reboot */
    MountPreparation(
            VolumeCatalog catalog, MountedImages images, BindRules bindRules, VolumeEvents events, Path subpaths) {
        this.catalog = catalog;
        this.images = images;
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
        boolean recursive = !mount.has(Trait.NON_RECURSIVE);
        options.add(recursive ? "rbind" : "bind");
        options.add(mount.point().rw() ? "rw" : mount.has(Trait.READ_ONLY_BELOW) ? "rro" : "ro");
        String propagation = mount.point().propagation();
        String spread = propagation.isEmpty() ? "rprivate" : propagation;
        // crun takes the r of rprivate for one of rbind; where nothing is below it means nothing.
        options.add(recursive || !spread.startsWith("r") ? spread : spread.substring(1));
        return options;
    }

    /** Where the data is on this host; of a volume or an image, mounted for the mount's holder. */
    Path source(PlannedMount mount) {
        return source(mount, mount.holder());
    }

    /** The same for another holder than the container. */
    Path source(PlannedMount mount, String holder) {
        if (!mount.isVolume() && !mount.isImage()) {
            return Path.of(mount.point().source());
        }
        Path data = mount.isImage()
                ? images.mount(mount.holder(), holder)
                : catalog.mount(mount.point().name(), holder);
        if (mount.subpath().isEmpty()) {
            return data;
        }
        try {
            return mountSubpath(mount.subpath(), holder, data);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> letGo(mount, holder));
            throw failure;
        }
    }

    /** Pinned by a mount of its own, so that nobody can put a link in its place before the runtime mounts it. */
    private Path mountSubpath(String subpath, String holder, Path data) {
        Path pin = subpaths.resolve(holder);
        try (Fd found = open(data, subpath)) {
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
            throw new SystemFailure("mount subpath " + subpath + ": " + failure.getMessage(), failure);
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
        letGo(mount, mount.holder());
    }

    void letGo(PlannedMount mount, String holder) {
        if (mount.isImage()) {
            Cleanup.all(() -> removePin(holder), () -> images.unmount(holder));
        } else if (mount.isVolume()) {
            String name = mount.point().name();
            Cleanup.all(
                    () -> removePin(holder),
                    () -> catalog.withDriver(name, driver -> {
                        driver.unmount(name, holder);
                        return name;
                    }));
        }
    }

    /** Takes the pin of a part of a volume away; nothing happens if the holder has none. */
    void removePin(String holder) {
        Path pin = subpaths.resolve(holder);
        if (!Files.exists(pin)) {
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
