package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;

/** What may be asked of containers; nothing is changed, and no lock is taken. {@code ref} is as of {@link ContainerService}. */
public final class ContainerInquiries {
    private final ContainerTable table;
    private final Clock clock;

    ContainerInquiries(ContainerTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** All containers, newest first. */
    public List<Container> list() {
        return table.all().stream()
                .map(LiveContainer::now)
                .sorted(Comparator.comparing(Container::created).reversed())
                .toList();
    }

    /** Ids of all containers that run. */
    public List<String> running() {
        return table.all().stream()
                .filter(live -> live.state().isRunning())
                .map(LiveContainer::id)
                .toList();
    }

    /** One that runs. @throws EngineException.Conflict it does not */
    Container running(String ref) {
        Container container = table.find(ref).now();
        if (container.state().status() == ContainerStatus.RESTARTING) {
            throw new EngineException.Conflict(
                    "Container " + container.id() + " is restarting, wait until the container is running");
        }
        if (!container.state().isRunning()) {
            throw new EngineException.Conflict("Container " + container.id() + " is not running");
        }
        return container;
    }

    /** One that can be given one more process. @throws EngineException.Conflict it does not run, or is paused */
    public Container readyForExec(String ref) {
        Container container = running(ref);
        if (container.state().isPaused()) {
            throw new EngineException.Conflict("Container " + ref + " is paused, unpause the container before exec");
        }
        return container;
    }

    /** Its processes. @param psArgs arguments of ps(1), empty for {@code -ef} */
    public ProcessList top(String ref, String psArgs) {
        Container container = running(ref);
        return new ProcessTable(Path.of("/proc"), Path.of("/etc/passwd"), new PsProgram("ps"))
                .list(Cgroup.of(container.state().pid()).processes(), psArgs, clock.instant());
    }

    /**
     * One sample of what it uses, in Docker's shape from {@code read} to {@code networks}, without
     * {@code precpu_stats}; without figures if it does not run.
     */
    public ObjectNode stats(String ref) {
        Container container = table.find(ref).now();
        return container.state().isRunning()
                ? ContainerStats.sample(container.state().pid(), clock.instant())
                : ContainerStats.none();
    }
}
