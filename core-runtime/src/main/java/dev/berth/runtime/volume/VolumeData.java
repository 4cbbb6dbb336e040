package dev.berth.runtime.volume;

import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.NotImplemented;
import dev.berth.plugin.volume.ReplaceableVolumes;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.backup.BackupSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data of volumes as a whole: reading it, replacing it, renaming the volume, and who may write to it. */
public final class VolumeData {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeData.class);
    private static final List<String> SECRETS = List.of("password", "pass", "secret");

    private final VolumeCatalog catalog;
    private final VolumeBook book;
    private final VolumeEvents events;

    VolumeData(VolumeCatalog catalog, VolumeBook book, VolumeEvents events) {
        this.catalog = catalog;
        this.book = book;
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
        String holder = RandomIds.next();
        VolumeRecord volume = book.volume(name).orElseThrow(() -> VolumeCatalog.noSuchVolume(name));
        book.hold(holder, name);
        try {
            Path data = catalog.withDriver(name, driver -> driver.mount(name, holder));
            BackupSource source =
                    new BackupSource(name, volume.driver(), volume.labels(), withoutSecrets(volume.options()), data);
            return new Held(source, () -> letGo(name, holder));
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> letGo(name, holder));
            throw failure;
        }
    }

    private void letGo(String name, String holder) {
        if (book.volume(name).isPresent()) {
            catalog.withDriver(name, driver -> {
                driver.unmount(name, holder);
                return name;
            });
        }
        book.letGo(holder);
    }

    /** At the daemon's start: lets go of what an earlier one held when it was killed; waits for no plugin. */
    void letGoOfLost() {
        Map<String, String> lost = book.holds();
        lost.forEach((holder, name) -> {
            if (isLocal(name)) {
                letGoLogged(name, holder);
            }
        });
        Thread others = new Thread(
                () -> lost.forEach((holder, name) -> {
                    if (!isLocal(name)) {
                        letGoLogged(name, holder);
                    }
                }),
                "let-go-of-volumes");
        others.setDaemon(true);
        others.start();
    }

    private boolean isLocal(String name) {
        return book.volume(name)
                .map(volume -> volume.driver().equals(VolumeDrivers.LOCAL))
                .orElse(true);
    }

    private void letGoLogged(String name, String holder) {
        try {
            letGo(name, holder);
        } catch (RuntimeException failure) {
            LOG.warn("action=let-go volume={} failed={}", name, failure.getMessage());
        }
    }

    private static Map<String, String> withoutSecrets(Map<String, String> options) {
        Map<String, String> shown = new TreeMap<>(options);
        shown.replaceAll((key, value) -> Arrays.stream(value.split(","))
                .filter(part -> SECRETS.stream()
                        .noneMatch(secret -> part.toLowerCase(Locale.ROOT).startsWith(secret + "=")))
                .collect(Collectors.joining(",")));
        return shown;
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
