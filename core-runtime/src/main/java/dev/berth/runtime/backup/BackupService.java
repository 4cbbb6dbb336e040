package dev.berth.runtime.backup;

import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.BackupRequest;
import dev.berth.plugin.volume.backup.ForgetReport;
import dev.berth.plugin.volume.backup.ForgetRequest;
import dev.berth.plugin.volume.backup.VerifyReport;
import dev.berth.plugin.volume.backup.VolumeBackups;
import dev.berth.plugin.volume.backup.WriterFreeze;
import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.exec.ExecService;
import dev.berth.runtime.volume.Volume;
import dev.berth.runtime.volume.VolumeData;
import dev.berth.runtime.volume.VolumeService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Backups of volumes: containers that write are frozen for a moment, and nothing that is in use is replaced. */
public final class BackupService {
    private final VolumeBackups backups;
    private final VolumeService volumes;
    private final ContainerService containers;
    private final HookRunner hooks;

    public BackupService(VolumeBackups backups, VolumeService volumes, ContainerService containers, ExecService execs) {
        this.backups = backups;
        this.volumes = volumes;
        this.containers = containers;
        this.hooks = new HookRunner(execs);
    }

    /**
     * Backs up.
     *
     * @return one for each volume
     * @throws NotFound there is no such volume
     * @throws EngineException.Unavailable containers would have been frozen for too long
     */
    public List<BackupInfo> backup(BackupOrder order) {
        List<VolumeData.Held> held = new ArrayList<>();
        List<Runnable> ending = new ArrayList<>();
        try {
            order.volumes().forEach(name -> {
                VolumeData.Held each = volumes.data().hold(name);
                held.add(each);
                ending.add(0, each::close);
            });
            ending.add(0, () -> hooks.runAll("post-exec", order.after()));
            hooks.run("pre-exec", order.before());
            BackupRequest request = new BackupRequest(
                    order.repository(),
                    held.stream().map(VolumeData.Held::source).toList(),
                    order.tags(),
                    order.orLive() || order.maxFreeze().isZero(),
                    order.orPartial());
            List<BackupInfo> made = backups.backup(request, new Freeze(order));
            Cleanup.all(ending.toArray(Runnable[]::new));
            return made;
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, ending.toArray(Runnable[]::new));
            throw failure;
        }
    }

    /** Holds up the containers that may write to the volumes of an order. */
    private final class Freeze implements WriterFreeze {
        private final BackupOrder order;
        private final List<Long> mounts;
        private final boolean idle;

        Freeze(BackupOrder order) {
            this.order = order;
            this.mounts = mounts();
            this.idle = running(writers(order)).isEmpty();
        }

        private List<Long> mounts() {
            return order.volumes().stream().map(volumes.data()::timesMounted).toList();
        }

        @Override
        public Outcome during(Runnable cut) {
            if (order.maxFreeze().isZero() && !running(writers(order)).isEmpty()) {
                cut.run();
                return new Outcome(0, Duration.ZERO, Optional.of("nobody was to be frozen"));
            }
            return containers.freezeDuring(() -> writers(order), order.maxFreeze(), cut);
        }

        @Override
        public boolean wasIdle() {
            return idle && running(writers(order)).isEmpty() && mounts.equals(mounts());
        }
    }

    private List<String> writers(BackupOrder order) {
        return order.volumes().stream()
                .flatMap(name -> volumes.data().writers(name).stream())
                .distinct()
                .toList();
    }

    private List<String> running(List<String> ids) {
        List<String> running = containers.inquiries().running();
        return ids.stream().filter(running::contains).toList();
    }

    /** Every backup in the repository, oldest first. */
    public List<BackupInfo> list(Path repository) {
        return backups.list(repository);
    }

    /**
     * Gives a volume the data of a backup, or makes one with it.
     *
     * @param as the volume's name, which must be free; empty: the name that it had
     * @param inUse what is done about an existing volume
     * @throws Conflict the volume is there and is not to be replaced, or a running container has it
     */
    public Volume restore(Path repository, String id, Optional<String> as, Replacement inUse) {
        BackupInfo backup = backups.find(repository, id);
        String name = as.orElse(backup.volume());
        Map<String, String> labels = new TreeMap<>(backup.labels());
        if (as.isPresent()) {
            labels.remove(Volume.ANONYMOUS_LABEL);
        }
        return fill("restore", name, labels, inUse, target -> backups.restore(repository, backup.id(), target));
    }

    /**
     * Gives a volume new data, at once; made with it if it is not there.
     *
     * @param doing what is done, for messages
     * @param inUse what is done about an existing volume
     * @param fill makes the data in an empty directory
     */
    public Volume fill(String doing, String name, Map<String, String> labels, Replacement inUse, Consumer<Path> fill) {
        boolean there = isThere(name);
        if (there && inUse.isRefused()) {
            throw new Conflict(doing + " " + name + ": a volume of that name exists already");
        }
        List<String> users = running(volumes.data().users(name));
        if (!users.isEmpty() && inUse.freeze().isEmpty()) {
            throw new Conflict(doing + " " + name + ": volume is in use by running containers - ["
                    + String.join(", ", users) + "]: stop them, or have them frozen (--in-place --freeze)");
        }
        if (!there) {
            create(doing, name, labels);
        }
        try {
            if (users.isEmpty()) {
                volumes.data().replace(name, fill);
            } else {
                Duration most = inUse.freeze().orElseThrow();
                volumes.data()
                        .replaceMounted(
                                name,
                                fill,
                                exchange ->
                                        containers.freezeAround(volumes.data().users(name), most, exchange));
            }
        } catch (RuntimeException failure) {
            if (!there) {
                Cleanup.afterFailure(failure, () -> volumes.remove(name, false));
            }
            throw named(doing + " " + name, failure);
        }
        return volumes.inspect(name);
    }

    private void create(String doing, String name, Map<String, String> labels) {
        try {
            volumes.create(name, "local", Map.of(), labels);
        } catch (RuntimeException failure) {
            throw named(doing + " " + name, failure);
        }
    }

    private static RuntimeException named(String what, RuntimeException failure) {
        return failure instanceof EngineException known
                ? EngineException.of(known.kind(), what + ": " + known.getMessage())
                : failure;
    }

    private boolean isThere(String name) {
        try {
            volumes.inspect(name);
            return true;
        } catch (NotFound absent) {
            return false;
        }
    }

    /** Containers that run and may write to the volume must not do so. @throws Conflict some may */
    void requireQuiet(String doing, String name) {
        List<String> writing = running(volumes.data().writers(name)).stream()
                .filter(id -> !containers.find(id).state().isPaused())
                .toList();
        if (!writing.isEmpty()) {
            throw new Conflict(doing + " " + name + ": running containers may write to it - ["
                    + String.join(", ", writing) + "]: stop or pause them");
        }
    }

    /** Reads every byte of the repository. */
    public VerifyReport verify(Path repository) {
        return backups.verify(repository);
    }

    /** Forgets backups. */
    public ForgetReport forget(Path repository, ForgetRequest request) {
        return backups.forget(repository, request);
    }
}
