package dev.berth.runtime.volume;

import dev.berth.plugin.Cleanup;
import dev.berth.runtime.state.RandomIds;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Volumes that the engine itself holds for a while: for a backup, for {@code docker cp}. Each has a holder of its own and
 * is written down first, so that the next daemon lets go of what one that was killed held.
 */
final class EngineHolds {
    private static final Logger LOG = LoggerFactory.getLogger(EngineHolds.class);

    private final VolumeCatalog catalog;
    private final VolumeBook book;
    private final MountPreparation preparation;

    EngineHolds(VolumeCatalog catalog, VolumeBook book, MountPreparation preparation) {
        this.catalog = catalog;
        this.book = book;
        this.preparation = preparation;
    }

    /** A volume's data, or a part of it, that is reachable until it is let go of. */
    record Hold(Path data, Runnable letGo) {}

    /** Makes all of the volume's data reachable. @throws dev.berth.plugin.EngineException.NotFound there is none */
    Hold hold(String name) {
        String holder = RandomIds.next();
        book.hold(holder, name);
        try {
            Path data = catalog.withDriver(name, driver -> driver.mount(name, holder));
            return new Hold(data, () -> letGo(name, holder));
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> letGo(name, holder));
            throw failure;
        }
    }

    /** Makes what a container has of a volume or an image reachable, not by the container's own holder. */
    Hold hold(PlannedMount mount) {
        String holder = RandomIds.next();
        if (mount.isImage()) {
            return new Hold(preparation.source(mount, holder), () -> preparation.letGo(mount, holder));
        }
        String name = mount.point().name();
        book.hold(holder, name);
        try {
            return new Hold(preparation.source(mount, holder), () -> letGo(name, holder));
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> letGo(name, holder));
            throw failure;
        }
    }

    private void letGo(String name, String holder) {
        preparation.removePin(holder);
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
            if (!catalog.isByPlugin(name)) {
                letGoLogged(name, holder);
            }
        });
        Thread others = new Thread(
                () -> lost.forEach((holder, name) -> {
                    if (catalog.isByPlugin(name)) {
                        letGoLogged(name, holder);
                    }
                }),
                "let-go-of-volumes");
        others.setDaemon(true);
        others.start();
    }

    private void letGoLogged(String name, String holder) {
        try {
            letGo(name, holder);
        } catch (RuntimeException failure) {
            LOG.warn("action=let-go volume={} failed={}", name, failure.getMessage());
        }
    }
}
