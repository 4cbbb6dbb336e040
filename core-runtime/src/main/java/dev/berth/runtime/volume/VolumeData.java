package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.NotImplemented;
import dev.berth.plugin.volume.ReplaceableVolumes;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.backup.BackupSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The data of volumes as a whole: reading it, replacing it, renaming the volume, and who may write to it. */
public final class VolumeData {
    private final VolumeCatalog catalog;
    private final VolumeBook book;
    private final EngineHolds holds;
    private final VolumeEvents events;

    VolumeData(VolumeCatalog catalog, VolumeBook book, EngineHolds holds, VolumeEvents events) {
        this.catalog = catalog;
        this.book = book;
        this.holds = holds;
        this.events = events;
    }

    /** A volume whose data is reachable until this is closed. */
    public static final class Held implements AutoCloseable {
        private final BackupSource source;
        private final Runnable letGo;

        Held(BackupSource source, Runnable letGo) {
            this.source = source;
            this.letGo = letGo;
        }

        /** What the volume is, without secrets, and where its data is. */
        public BackupSource source() {
            return source;
        }

        @Override
        public void close() {
            letGo.run();
        }
    }

    /** Makes the data reachable. @throws EngineException.NotFound there is no such volume */
    public Held hold(String name) {
        VolumeRecord volume = book.volume(name).orElseThrow(() -> VolumeCatalog.noSuchVolume(name));
        EngineHolds.Hold hold = holds.hold(name);
        return new Held(
                new BackupSource(name, volume.driver(), volume.labels(), volume.options(), hold.data()), hold.letGo());
    }

    /** Full ids of the containers that have it mounted for writing whenever they run. */
    public List<String> writers(String name) {
        return book.references(name).stream()
                .filter(id -> book.mounts(id).mounts().stream()
                        .anyMatch(mount -> mount.isVolume()
                                && mount.point().name().equals(name)
                                && mount.point().rw()))
                .toList();
    }

    /** How often somebody was given it since the daemon's start: a container at its start, {@code docker cp}. */
    public long timesMounted(String name) {
        return catalog.timesMounted(name);
    }

    /** Full ids of the containers that refer to it. */
    public List<String> users(String name) {
        return book.references(name);
    }

    /**
     * Gives the volume the data that {@code fill} makes in an empty directory, at once.
     *
     * @throws Conflict it is mounted
     * @throws NotImplemented its driver cannot
     */
    public void replace(String name, Consumer<Path> fill) {
        catalog.withDriver(name, driver -> {
            replaceable(name, driver).replace(name, fill);
            return name;
        });
        events.volumeEvent("restore", name, Map.of());
    }

    /**
     * As {@link #replace}, for a volume that containers have mounted, which see the new data at the same place.
     *
     * @param window runs what it is given while none of them does anything
     * @throws Conflict a container would go on with old data, or the engine itself is reading the volume
     * @throws NotImplemented its driver cannot
     */
    public void replaceMounted(String name, Consumer<Path> fill, Consumer<Runnable> window) {
        refuseIfSeenOtherwise(name);
        // Without the volume's lock, for which containers that are being started wait with theirs held.
        ReplaceableVolumes driver = catalog.withDriver(name, found -> replaceable(name, found));
        driver.replaceMounted(name, fill, exchange -> {
            refuseIfSeenOtherwise(name);
            window.accept(exchange);
        });
        events.volumeEvent("restore", name, Map.of());
    }

    /**
     * What is moved out of a directory takes along what is mounted on it, and a mount of something in the volume stays
     * where that went.
     */
    private void refuseIfSeenOtherwise(String name) {
        if (book.holds().containsValue(name)) {
            throw new Conflict("volume is in use by another operation of the engine");
        }
        for (String id : users(name)) {
            VolumeBook.ContainerMounts container = book.mounts(id);
            container.mounts().stream()
                    .filter(mount -> container.mounted() && mount.isVolume())
                    .filter(mount -> mount.point().name().equals(name))
                    .forEach(mount -> refuseIfSeenOtherwise(id, mount, container.mounts()));
        }
    }

    private static void refuseIfSeenOtherwise(String id, PlannedMount mount, List<PlannedMount> all) {
        if (!mount.subpath().isEmpty()) {
            throw new Conflict("container " + id + " has a part of the volume mounted, " + mount.subpath()
                    + ", and would go on with the old one: stop it");
        }
        for (PlannedMount other : all) {
            if (other.destination().startsWith(mount.destination() + "/")) {
                throw new Conflict("container " + id + " has " + other.destination()
                        + " mounted within the volume, which would be lost: stop it");
            }
        }
    }

    /**
     * Renames a volume that no container refers to.
     *
     * @throws Conflict a container refers to it, or the new name is taken
     */
    public void rename(String name, String newName) {
        VolumeRecord volume = book.volume(name).orElseThrow(() -> VolumeCatalog.noSuchVolume(name));
        List<String> users = users(name);
        if (!users.isEmpty()) {
            throw new Conflict("rename " + name + ": volume is in use - [" + String.join(", ", users) + "]");
        }
        if (book.volume(newName).isPresent()) {
            throw new Conflict("rename " + name + ": a volume of the name " + newName + " exists already");
        }
        ReplaceableVolumes driver = catalog.withDriver(name, found -> replaceable(name, found));
        // Written first: killed in between, the volume has its labels by either name.
        book.put(new VolumeRecord(newName, volume.driver(), volume.options(), volume.labels(), ""));
        try {
            catalog.withDriver(name, same -> {
                driver.rename(name, newName);
                return name;
            });
        } catch (RuntimeException failure) {
            book.delete(newName);
            throw failure;
        }
        book.delete(name);
        events.volumeEvent("rename", newName, Map.of("driver", volume.driver(), "oldName", name));
    }

    private static ReplaceableVolumes replaceable(String name, VolumeDriver driver) {
        if (driver instanceof ReplaceableVolumes able) {
            return able;
        }
        throw new NotImplemented("the driver of volume " + name + " can neither replace its data nor rename it");
    }
}
