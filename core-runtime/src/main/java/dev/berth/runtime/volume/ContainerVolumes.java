package dev.berth.runtime.volume;

import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.RandomIds;
import dev.berth.runtime.volume.PlannedMount.Trait;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container's way through its mounts: plan, mount, unmount, release. */
final class ContainerVolumes {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerVolumes.class);

    private final VolumeCatalog catalog;
    private final MountedImages images;
    private final VolumeBook book;
    private final BindRules bindRules;
    private final MountPreparation preparation;
    private final EngineHolds holds;

    ContainerVolumes(
            VolumeCatalog catalog,
            MountedImages images,
            VolumeBook book,
            BindRules bindRules,
            MountPreparation preparation,
            EngineHolds holds) {
        this.catalog = catalog;
        this.images = images;
        this.book = book;
        this.bindRules = bindRules;
        this.preparation = preparation;
        this.holds = holds;
    }

    List<MountPoint> plan(MountRequest request) {
        List<PlannedMount> wishes =
                new MountPlanner(request, id -> book.mounts(id).mounts(), bindRules).plan();
        String containerId = request.containerId();
        List<PlannedMount> mounts = new ArrayList<>();
        try {
            wishes.forEach(
                    wish -> mounts.add(wish.isImage() ? withImage(containerId, wish) : withVolume(containerId, wish)));
            ImageContent image = new ImageContent(catalog, request.image());
            mounts.forEach(image::copyUp);
            book.settle(containerId, mounts);
            return listed(mounts);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(
                    failure,
                    () -> forgetImages(mounts),
                    () -> book.forget(containerId),
                    () -> removePending(containerId));
            throw failure;
        }
    }

    /** Makes the image's files stay. */
    private PlannedMount withImage(String containerId, PlannedMount wish) {
        MountPoint point = wish.point();
        String id = RandomIds.next();
        Path place = images.keep(id, containerId, point.name());
        return wish.withHolder(id)
                .withPoint(new MountPoint(
                        point.type(),
                        point.name(),
                        place.toString(),
                        point.destination(),
                        "",
                        point.mode(),
                        false,
                        point.propagation()));
    }

    private void forgetImages(List<PlannedMount> mounts) {
        Cleanup.all(mounts.stream()
                .filter(PlannedMount::isImage)
                .map(mount -> (Runnable) () -> images.forget(mount.holder()))
                .toArray(Runnable[]::new));
    }

    /** Makes the volume exist and refers to it. */
    private PlannedMount withVolume(String containerId, PlannedMount wish) {
        if (!wish.isVolume()) {
            return wish;
        }
        MountPoint point = wish.point();
        boolean unnamed = point.name().isEmpty();
        Map<String, String> labels = new TreeMap<>(wish.volume().labels());
        if (unnamed) {
            labels.put(Volume.ANONYMOUS_LABEL, "");
        }
        Volume volume = catalog.create(new VolumeRecord(
                unnamed ? RandomIds.next() : point.name(),
                point.driver(),
                wish.volume().options(),
                labels,
                containerId));
        return wish.withHolder(RandomIds.next())
                .withoutRequest()
                .withPoint(new MountPoint(
                        point.type(),
                        volume.name(),
                        volume.mountpoint(),
                        point.destination(),
                        volume.driver(),
                        point.mode(),
                        point.rw(),
                        point.propagation()));
    }

    /** Removes the volumes that a create made which did not come to its end. */
    private void removePending(String containerId) {
        Cleanup.all(book.volumes().values().stream()
                .filter(volume -> volume.pendingFor().equals(containerId))
                .map(volume -> (Runnable) () -> removeIfUnused(volume.name()))
                .toArray(Runnable[]::new));
    }

    private void removeIfUnused(String volume) {
        try {
            catalog.remove(volume, false);
        } catch (EngineException.Conflict inUse) {
            LOG.debug("volume={} kept=in-use reason={}", volume, inUse.getMessage());
        }
    }

    List<MountPoint> mounts(String containerId) {
        return listed(book.mounts(containerId).mounts());
    }

    private static List<MountPoint> listed(List<PlannedMount> mounts) {
        return mounts.stream()
                .filter(mount -> !mount.has(Trait.UNLISTED))
                .map(PlannedMount::point)
                .sorted(Comparator.comparing(MountPoint::destination))
                .toList();
    }

    List<ResolvedMount> mount(String containerId) {
        VolumeBook.ContainerMounts kept = book.mounts(containerId);
        boolean first = !kept.mounted();
        // Written down before a driver is asked, so that after a crash it is asked to let go.
        book.setMounted(containerId, true);
        try {
            List<ResolvedMount> resolved = new ArrayList<>();
            for (PlannedMount mount : kept.mounts()) {
                resolved.add(preparation.prepare(mount));
                if (first) {
                    preparation.tellMounted(containerId, mount);
                }
            }
            return List.copyOf(resolved);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> unmount(containerId));
            throw failure;
        }
    }

    void unmount(String containerId) {
        VolumeBook.ContainerMounts kept = book.mounts(containerId);
        if (!kept.mounted()) {
            return;
        }
        List<Runnable> steps = new ArrayList<>();
        for (PlannedMount mount : kept.mounts()) {
            steps.add(0, () -> preparation.undo(containerId, mount));
        }
        steps.add(() -> book.setMounted(containerId, false));
        Cleanup.all(steps.toArray(Runnable[]::new));
    }

    void release(String containerId, boolean removeAnonymous) {
        List<PlannedMount> mounts = book.mounts(containerId).mounts();
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> unmount(containerId));
        steps.add(() -> forgetImages(mounts));
        steps.add(() -> book.forget(containerId));
        if (removeAnonymous) {
            Set<String> names = new HashSet<>();
            mounts.stream()
                    .filter(mount -> mount.isVolume() && mount.has(Trait.ANONYMOUS))
                    .filter(mount -> names.add(mount.point().name()))
                    .forEach(mount -> steps.add(() -> removeLogged(mount.point().name())));
        }
        Cleanup.all(steps.toArray(Runnable[]::new));
    }

    /** As Docker: the container is gone whether its volumes could be removed or not. */
    private void removeLogged(String volume) {
        try {
            removeIfUnused(volume);
        } catch (EngineException failure) {
            LOG.warn("remove volume={} failed={}", volume, failure.getMessage());
        }
    }

    /** After a start of the daemon: ends what a crash interrupted, and counts the mounts of running containers again. */
    Set<String> restore(Set<String> knownContainers) {
        Set<String> left = new HashSet<>();
        Map<String, Boolean> pending = new TreeMap<>();
        book.volumes().values().stream()
                .filter(volume -> !volume.pendingFor().isEmpty())
                .forEach(volume ->
                        pending.merge(volume.pendingFor(), catalog.isByPlugin(volume.name()), Boolean::logicalOr));
        pending.forEach(
                (id, byPlugin) -> run(byPlugin, "remove volumes of unfinished create", id, () -> removePending(id)));
        book.containers().forEach((id, kept) -> {
            boolean byPlugin = kept.mounts().stream()
                    .anyMatch(mount ->
                            mount.isVolume() && catalog.isByPlugin(mount.point().name()));
            if (!knownContainers.contains(id)) {
                run(byPlugin, "release unknown container", id, () -> release(id, true));
            } else if (kept.mounted() && byPlugin) {
                left.add(id);
            } else if (kept.mounted()) {
                mountAgain(id);
            }
        });
        return left;
    }

    /** After a start of the daemon, for a container that runs or ran: its drivers count its mounts again. */
    void mountAgain(String id) {
        logged("mount again", id, () -> book.mounts(id).mounts().forEach(preparation::prepare));
    }

    /** Where plugins have to be asked, and nobody waits for it, a thread of its own waits for them. */
    private static void run(boolean byPlugin, String action, String containerId, Runnable body) {
        if (!byPlugin) {
            logged(action, containerId, body);
            return;
        }
        Thread thread = new Thread(() -> logged(action, containerId, body), "volumes-of-" + containerId);
        thread.setDaemon(true);
        thread.start();
    }

    private static void logged(String action, String containerId, Runnable body) {
        try {
            body.run();
        } catch (RuntimeException failure) {
            LOG.warn("{} container={} failed={}", action, containerId, failure.getMessage());
        }
    }

    /** The data of the container's binds and volumes, reachable until closed; sources that are missing are left out. */
    OpenMounts open(String containerId) {
        List<OpenMounts.OpenMount> open = new ArrayList<>();
        List<Runnable> undo = new ArrayList<>();
        try {
            for (PlannedMount mount : book.mounts(containerId).mounts()) {
                if (mount.isVolume() || mount.isImage()) {
                    EngineHolds.Hold hold = holds.hold(mount);
                    undo.add(hold.letGo());
                    open.add(openMount(mount, hold.data()));
                } else if (!mount.point().type().equals("tmpfs")) {
                    open.add(openMount(mount, preparation.source(mount)));
                }
            }
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, undo.toArray(Runnable[]::new));
            throw failure;
        }
        return new OpenMounts(open, undo);
    }

    private static OpenMounts.OpenMount openMount(PlannedMount mount, Path source) {
        return new OpenMounts.OpenMount(
                mount.destination(), source, mount.point().rw());
    }
}
