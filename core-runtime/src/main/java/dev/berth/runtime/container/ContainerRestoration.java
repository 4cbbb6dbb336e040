package dev.berth.runtime.container;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.PidFd;
import dev.berth.runtime.log.LogSettings;
import dev.berth.runtime.network.ContainerNetworkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes over what an earlier daemon left: running containers go on, ended ones are taken down, half removed ones are
 * removed, and those whose policy says so are started.
 */
final class ContainerRestoration {
    private final ContainerParts parts;
    private final ContainerExec execs;
    private final ContainerLife life;
    private final ContainerRemoval removal;

    ContainerRestoration(ContainerParts parts, ContainerExec execs, ContainerLife life, ContainerRemoval removal) {
        this.parts = parts;
        this.execs = execs;
        this.life = life;
        this.removal = removal;
    }

    /** Called once, before anything else. */
    void run() {
        Map<String, PidFd> monitors = new HashMap<>();
        List<LiveContainer> all = List.copyOf(parts.table().all());
        all.stream()
                .filter(live -> live.state().isRunning())
                .forEach(live -> monitor(live.now()).ifPresent(monitor -> monitors.put(live.id(), monitor)));
        Set<String> volumesLater =
                parts.volumes().restore(all.stream().map(LiveContainer::id).collect(Collectors.toSet()));
        execs.forgetAll();
        all.forEach(live -> parts.logs()
                .open(
                        live.id(),
                        parts.paths().container(live.id()),
                        LogSettings.of(live.now().hostConfig().logConfig())));
        List<ContainerNetworkRequest> requests =
                all.stream().map(live -> parts.networkRequest(live.now())).toList();
        Set<String> networksLater = parts.networks().restore(requests, monitors.keySet());
        LateRestoration late = new LateRestoration();
        List<String> wanted = new ArrayList<>();
        for (LiveContainer live : all) {
            if (volumesLater.contains(live.id()) || networksLater.contains(live.id())) {
                late.add(live, () -> {
                    if (volumesLater.contains(live.id())) {
                        parts.volumes().restoreLater(live.id());
                    }
                    if (networksLater.contains(live.id())) {
                        parts.networks().restoreLater(live.id(), monitors.containsKey(live.id()));
                    }
                    return settle(live, monitors);
                });
            } else if (settle(live, monitors)) {
                wanted.add(live.id());
            }
        }
        startAll(wanted).forEach(late::alsoWant);
        late.thenStart(this::startAll);
    }

    /** @return those that could not be started */
    private List<String> startAll(Collection<String> wanted) {
        return parts.networks().startOrder(wanted).stream()
                .filter(id -> parts.table()
                        .byId(id)
                        .filter(live -> !life.startByPolicy(live))
                        .isPresent())
                .toList();
    }

    /** @return true if it is to be started now */
    private boolean settle(LiveContainer live, Map<String, PidFd> monitors) {
        if (live.state().isRunning()) {
            life.adopt(live, monitors);
        } else {
            life.sweep(live);
        }
        ContainerState state = live.state();
        boolean half = state.status() == ContainerStatus.REMOVING || state.status() == ContainerStatus.DEAD;
        boolean forgotten = live.now().hostConfig().autoRemove() && state.status() == ContainerStatus.EXITED;
        if (half || forgotten) {
            removal.removeUnattended(live);
            return false;
        }
        return !state.isRunning()
                && !state.startedAt().equals(ContainerState.NEVER)
                && RestartBackoff.atDaemonStart(live.now().hostConfig().restartPolicy(), state);
    }

    /** The conmon of a container, if it still runs and is the one. */
    private static Optional<PidFd> monitor(Container container) {
        int pid = container.state().conmonPid();
        try {
            PidFd monitor = PidFd.open(pid);
            // The number may be another process's by now; with the descriptor open it cannot change any more.
            if (Files.readString(Path.of("/proc", Integer.toString(pid), "cmdline"))
                    .contains(container.id())) {
                return Optional.of(monitor);
            }
            monitor.close();
            return Optional.empty();
        } catch (ErrnoException | IOException gone) {
            return Optional.empty();
        }
    }
}
