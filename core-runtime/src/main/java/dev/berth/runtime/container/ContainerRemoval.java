package dev.berth.runtime.container;

import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.event.StepTimes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes containers with everything that was theirs alone. */
final class ContainerRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRemoval.class);

    private final ContainerParts parts;

    ContainerRemoval(ContainerParts parts) {
        this.parts = parts;
    }

    /**
     * Removes one that does not run.
     *
     * @param volumes its anonymous volumes too
     * @throws EngineException.Conflict it runs, or is being removed
     */
    void remove(LiveContainer live, boolean volumes) {
        StepTimes times = StepTimes.begin();
        live.lock.lock();
        try {
            if (live.removed.isDone()) {
                throw new EngineException.NotFound("No such container: " + live.id());
            }
            refuseRunning(live.state().status(), live.id());
            live.cancelRestart();
            parts.table().save(live, live.now().with(live.state().with(ContainerStatus.REMOVING)));
            times.done("save");
            takeAway(live, volumes, times);
            LOG.debug("action=remove container={} {}", live.id(), times);
        } finally {
            live.lock.unlock();
        }
        parts.tell(live.now(), "destroy");
        WaitResult result = new WaitResult(live.state().exitCode(), "");
        live.tellRemoved(result);
        live.tellExit(result);
    }

    private void takeAway(LiveContainer live, boolean volumes, StepTimes times) {
        String id = live.id();
        try {
            Cleanup.all(
                    () -> parts.networks().forget(id),
                    () -> times.done("network"),
                    () -> parts.images().rootfs(id).abandon(),
                    () -> times.done("rootfs"),
                    () -> parts.volumes().release(id, volumes),
                    () -> times.done("volumes"),
                    () -> parts.logs().forget(id),
                    () -> TreeDelete.delete(parts.paths().containerRun(id)),
                    () -> TreeDelete.delete(parts.paths().exits().resolve(id)),
                    () -> parts.discards().add(parts.paths().container(id)));
            times.done("files");
            parts.table().remove(live);
            times.done("forget");
        } catch (RuntimeException failure) {
            parts.table().save(live, live.now().with(live.state().with(ContainerStatus.DEAD)));
            throw failure;
        }
    }

    private static void refuseRunning(ContainerStatus status, String id) {
        String cannot = "You cannot remove a " + status.word() + " container " + id + ". ";
        switch (status) {
            case RUNNING, RESTARTING ->
                throw new EngineException.Conflict(
                        cannot + "Stop the container before attempting removal or force remove");
            case PAUSED ->
                throw new EngineException.Conflict(
                        cannot + "Unpause and then stop the container before attempting removal or force remove");
            default -> {}
        }
    }

    /** For {@code AutoRemove}: there is nobody to tell of a failure, so it is logged and told to those who wait. */
    void removeUnattended(LiveContainer live) {
        try {
            remove(live, true);
        } catch (EngineException.NotFound | EngineException.Conflict overtaken) {
            LOG.info("action=auto-remove container={} skipped={}", live.id(), overtaken.getMessage());
        } catch (RuntimeException failure) {
            LOG.error("action=auto-remove container={} error={}", live.id(), failure.toString(), failure);
            live.tellRemoved(new WaitResult(live.state().exitCode(), String.valueOf(failure.getMessage())));
        }
    }
}
