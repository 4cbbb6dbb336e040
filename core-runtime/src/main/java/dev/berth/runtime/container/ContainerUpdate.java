package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes a container's limits and restart policy, of a running one at once. */
final class ContainerUpdate {
    private static final Set<String> CHANGEABLE = Set.of(
            "BlkioWeight",
            "CpuPeriod",
            "CpuQuota",
            "CpuRealtimePeriod",
            "CpuRealtimeRuntime",
            "CpuShares",
            "CpusetCpus",
            "CpusetMems",
            "KernelMemory",
            "Memory",
            "MemoryReservation",
            "MemorySwap",
            "NanoCpus",
            "PidsLimit");

    private final ContainerParts parts;

    ContainerUpdate(ContainerParts parts) {
        this.parts = parts;
    }

    /**
     * Applies the changes.
     *
     * @param changes Docker's update body; what is absent, 0 or empty stays as it is
     * @return warnings
     */
    List<String> update(LiveContainer live, ObjectNode changes) {
        live.lock.lock();
        List<String> warnings;
        try {
            Container container = live.now();
            refuseRemoved(container);
            refuseMemoryAboveSwap(container, changes);
            HostConfig next = merge(container.hostConfig(), changes);
            HostDefaults.check(next.restartPolicy(), false);
            if (next.autoRemove() && !next.restartPolicy().name().equals("no")) {
                throw new EngineException.InvalidParameter(
                        "Restart policy cannot be updated because AutoRemove is enabled for the container");
            }
            warnings = parts.spec().check(container.config(), next);
            if (container.state().isRunning()) {
                applyLive(live, next);
            }
            parts.table().save(live, container.with(next));
        } finally {
            live.lock.unlock();
        }
        parts.tell(live.now(), "update");
        return warnings;
    }

    private static void refuseRemoved(Container container) {
        ContainerStatus status = container.state().status();
        if (status == ContainerStatus.REMOVING || status == ContainerStatus.DEAD) {
            throw new EngineException.Conflict("Cannot update container " + container.id()
                    + ": Container is marked for removal and cannot be \"update\".");
        }
    }

    /** Docker wants both said when memory grows over memory and swap, be that even no limit. */
    private static void refuseMemoryAboveSwap(Container container, ObjectNode changes) {
        if (!isSet(changes.path("MemorySwap"))
                && changes.path("Memory").asLong()
                        > Math.max(0, container.hostConfig().memorySwap())) {
            throw new EngineException.Conflict("Cannot update container " + container.id()
                    + ": Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the"
                    + " same time");
        }
    }

    static HostConfig merge(HostConfig present, ObjectNode changes) {
        ObjectNode all = Json.mapper().valueToTree(present);
        changes.properties().forEach(change -> {
            if (CHANGEABLE.contains(change.getKey()) && isSet(change.getValue())) {
                all.set(change.getKey(), change.getValue());
            }
        });
        JsonNode policy = changes.path("RestartPolicy");
        if (!policy.path("Name").asText("").isEmpty()) {
            all.set("RestartPolicy", policy);
        }
        if (isSet(changes.path("NanoCpus")) && (present.cpuPeriod() != 0 || present.cpuQuota() != 0)) {
            throw new EngineException.InvalidParameter(
                    "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set");
        }
        return Json.mapper().convertValue(all, HostConfig.class);
    }

    private static boolean isSet(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.asLong() != 0;
            case STRING -> !value.asText().isEmpty();
            case BOOLEAN, ARRAY, OBJECT -> true;
            default -> false;
        };
    }

    private void applyLive(LiveContainer live, HostConfig next) {
        Optional<Run> run = live.run();
        if (run.isEmpty()) {
            return;
        }
        Path file = run.get().bundle().resolve("resources.json");
        try {
            Files.writeString(file, Json.write(parts.spec().resources(next)));
        } catch (IOException failure) {
            throw new UncheckedIOException("write " + file, failure);
        }
        try {
            run.get().runtime().update(live.id(), run.get().bundle(), file);
        } catch (EngineException.SystemFailure refused) {
            throw new EngineException.SystemFailure(
                    "Cannot update container " + live.id() + ": " + refused.getMessage(), refused);
        }
    }
}
