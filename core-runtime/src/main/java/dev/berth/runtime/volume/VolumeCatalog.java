package dev.berth.runtime.volume;

import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.volume.OptionSecrets;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.VolumeInfo;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The volumes themselves: every call to a driver about one is made with that volume's lock held. */
final class VolumeCatalog {
    private final VolumeDrivers drivers;
    private final VolumeBook book;
    private final VolumeEvents events;
    private final NameLocks locks = new NameLocks();
    private final Map<String, Long> timesMounted = new ConcurrentHashMap<>();

    VolumeCatalog(VolumeDrivers drivers, VolumeBook book, VolumeEvents events) {
        this.drivers = drivers;
        this.book = book;
        this.events = events;
    }

    /** How often the volume was made reachable for somebody who may write; grows before he can. */
    long timesMounted(String name) {
        return timesMounted.getOrDefault(name, 0L);
    }

    /** Makes the data reachable for a holder of a container or of {@code docker cp}. */
    Path mount(String name, String holder) {
        timesMounted.merge(name, 1L, Long::sum);
        return withDriver(name, driver -> driver.mount(name, holder));
    }

    /** A driver and a volume of it, for calls under the volume's lock. */
    @FunctionalInterface
    interface DriverCall<T> {
        T on(VolumeDriver driver);
    }

    /**
     * Makes the volume exist.
     *
     * @param wish its {@code driver} may be empty; its {@code pendingFor}, if not empty, gets a reference
     */
    Volume create(VolumeRecord wish) {
        return locks.locked(wish.name(), () -> naming("create", wish.name(), () -> createLocked(wish)));
    }

    private Volume createLocked(VolumeRecord wish) {
        Optional<VolumeRecord> present = book.volume(wish.name());
        if (present.isPresent() && isThere(present.get(), wish)) {
            refer(wish);
            return show(present.get(), drivers.lookup(present.get().driver(), wish.name()));
        }
        Optional<String> holding = wish.driver().isEmpty() ? drivers.holding(wish.name()) : Optional.empty();
        String driverName = wish.driver().isEmpty() ? holding.orElse(VolumeDrivers.LOCAL) : wish.driver();
        VolumeDriver driver = drivers.get(driverName);
        if (holding.isEmpty()) {
            driver.create(wish.name(), wish.options());
        }
        String pendingFor = holding.isEmpty() ? wish.pendingFor() : "";
        VolumeRecord created = new VolumeRecord(
                wish.name(), driverName, OptionSecrets.hide(wish.options()), wish.labels(), pendingFor);
        VolumeInfo info;
        try {
            info = requireMade(driverName, driver, wish.name());
            book.put(created);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> driver.remove(wish.name()));
            throw failure;
        }
        refer(wish);
        events.volumeEvent("create", wish.name(), Map.of("driver", driverName));
        return show(created, Optional.of(info));
    }

    /** That a volume which was just made is not there is no fault of whoever asked for it. */
    private static VolumeInfo requireMade(String driverName, VolumeDriver driver, String name) {
        try {
            return driver.get(name);
        } catch (NotFound denied) {
            throw new SystemFailure(
                    "driver " + driverName + " made the volume and does not know it: " + denied.getMessage(), denied);
        }
    }

    private void refer(VolumeRecord wish) {
        if (!wish.pendingFor().isEmpty()) {
            book.refer(wish.name(), wish.pendingFor());
        }
    }

    /** False if the driver has lost the volume and it can be made anew. */
    private boolean isThere(VolumeRecord present, VolumeRecord wish) {
        boolean inDriver = drivers.lookup(present.driver(), present.name()).isPresent();
        boolean otherDriver = !wish.driver().isEmpty() && !wish.driver().equals(present.driver());
        if (inDriver && otherDriver) {
            throw new Conflict("driver '" + present.driver() + "' already has volume '" + present.name()
                    + "': volume name must be unique");
        }
        if (!inDriver && otherDriver && !book.references(present.name()).isEmpty()) {
            throw new Conflict("conflict: volume " + present.name() + " is missing in driver '" + present.driver()
                    + "' and containers refer to it; you may need to remove containers referencing this volume or"
                    + " force remove it");
        }
        return inDriver;
    }

    Volume inspect(String name) {
        Optional<VolumeRecord> kept = book.volume(name);
        Optional<String> driver = kept.isPresent() ? kept.map(VolumeRecord::driver) : drivers.holding(name);
        Optional<VolumeInfo> info = driver.flatMap(each -> drivers.glance(each, name));
        boolean keptByPlugin = kept.isPresent() && !drivers.isBuiltIn(kept.get().driver());
        if (driver.isEmpty() || info.isEmpty() && !keptByPlugin) {
            throw noSuchVolume(name);
        }
        return show(kept.orElseGet(() -> unknown(name, driver.get())), info);
    }

    /** True if the volume is a plugin's. */
    boolean isByPlugin(String name) {
        return book.volume(name)
                .filter(volume -> !drivers.isBuiltIn(volume.driver()))
                .isPresent();
    }

    static NotFound noSuchVolume(String name) {
        return new NotFound("get " + name + ": no such volume");
    }

    /** A volume that a driver has and that was not made here. */
    private static VolumeRecord unknown(String name, String driver) {
        return new VolumeRecord(name, driver, Map.of(), Map.of(), "");
    }

    VolumeList list(VolumeFilter filter) {
        Map<String, Volume> volumes = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        Map<String, VolumeRecord> kept = book.volumes();
        for (Map.Entry<String, VolumeDriver> driver : drivers.all().entrySet()) {
            try {
                for (VolumeInfo info : VolumeDrivers.glanceAll(driver.getValue())) {
                    VolumeRecord record = kept.getOrDefault(info.name(), unknown(info.name(), driver.getKey()));
                    if (record.driver().equals(driver.getKey())) {
                        volumes.put(info.name(), show(record, Optional.of(info)));
                    }
                }
            } catch (EngineException silent) {
                warnings.add("list volumes of driver " + driver.getKey() + ": " + silent.getMessage());
                kept.values().stream()
                        .filter(record -> record.driver().equals(driver.getKey()))
                        .forEach(record -> volumes.put(record.name(), show(record, Optional.empty())));
            }
        }
        // Of plugins that have not been used since the daemon started.
        Map<String, VolumeDriver> known = drivers.all();
        kept.values().stream()
                .filter(record -> !known.containsKey(record.driver()))
                .forEach(record -> volumes.putIfAbsent(record.name(), show(record, Optional.empty())));
        List<Volume> accepted = volumes.values().stream()
                .filter(volume ->
                        filter.accepts(volume, book.references(volume.name()).isEmpty()))
                .toList();
        return new VolumeList(accepted, warnings);
    }

    void remove(String name, boolean force) {
        locks.locked(name, () -> removeLocked(name, force));
    }

    private void removeLocked(String name, boolean force) {
        List<String> references = book.references(name);
        if (!references.isEmpty()) {
            throw new Conflict("remove " + name + ": volume is in use - [" + String.join(", ", references) + "]");
        }
        Optional<String> driver = book.volume(name).map(VolumeRecord::driver).or(() -> drivers.holding(name));
        if (driver.isEmpty() || isLost(driver.get(), name, force)) {
            book.delete(name);
            if (!force) {
                throw noSuchVolume(name);
            }
            return;
        }
        removeFrom(drivers.get(driver.get()), name, force);
        book.delete(name);
        events.volumeEvent("destroy", name, Map.of("driver", driver.get()));
    }

    /** With force a driver that cannot be asked does not keep the engine's own record. */
    private boolean isLost(String driver, String name, boolean force) {
        try {
            return drivers.lookup(driver, name).isEmpty();
        } catch (EngineException failure) {
            if (force) {
                return true;
            }
            throw failure;
        }
    }

    /** With force a driver's failure does not keep the engine's own record; a mounted volume stays all the same. */
    private static void removeFrom(VolumeDriver driver, String name, boolean force) {
        try {
            driver.remove(name);
        } catch (EngineException failure) {
            if (!force || failure.kind() == EngineException.Kind.CONFLICT) {
                throw EngineException.of(failure.kind(), "remove " + name + ": " + failure.getMessage());
            }
        }
    }

    /** Runs the call with the volume's lock held. @throws NotFound the volume or its driver is not there */
    <T> T withDriver(String name, DriverCall<T> call) {
        return locks.locked(name, () -> {
            VolumeRecord volume = book.volume(name).orElseThrow(() -> noSuchVolume(name));
            return call.on(drivers.get(volume.driver()));
        });
    }

    /** Host path of a local volume's data, for counting it. */
    Optional<Path> localPath(String name) {
        return drivers.get(VolumeDrivers.LOCAL).path(name);
    }

    private static <T> T naming(String operation, String name, java.util.function.Supplier<T> body) {
        try {
            return body.get();
        } catch (EngineException failure) {
            throw EngineException.of(failure.kind(), operation + " " + name + ": " + failure.getMessage());
        }
    }

    private Volume show(VolumeRecord record, Optional<VolumeInfo> info) {
        String scope = Optional.ofNullable(drivers.all().get(record.driver()))
                .map(driver -> driver.scope().name().toLowerCase(Locale.ROOT))
                .orElse(VolumeDrivers.LOCAL);
        return new Volume(
                info.flatMap(VolumeInfo::createdAt)
                        .map(VolumeCatalog::dockerTime)
                        .orElse(""),
                record.driver(),
                record.labels(),
                info.flatMap(VolumeInfo::mountpoint).map(Path::toString).orElse(""),
                record.name(),
                record.options(),
                scope,
                info.map(VolumeInfo::status).orElse(Map.of()));
    }

    private static String dockerTime(Instant time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
    }
}
