package dev.berth.runtime.network;

import dev.berth.plugin.Cleanup;
import dev.berth.runtime.event.StepTimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the sandbox of a container away, to the end whatever fails. */
final class SandboxTeardown {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxTeardown.class);

    private final SandboxParts parts;

    SandboxTeardown(SandboxParts parts) {
        this.parts = parts;
    }

    /** Called with the entry's lock held. What is gone already is no failure. */
    void tearDown(ContainerEntry entry, LiveSandbox sandbox) {
        List<Runnable> steps = new ArrayList<>();
        StepTimes times = StepTimes.begin();
        steps.add(() -> parts.links().revoke(entry));
        steps.add(() -> times.done("links"));
        for (LiveEndpoint endpoint : sandbox.endpoints()) {
            steps.add(() -> parts.naming().withdraw(endpoint));
            steps.add(() -> parts.ports().revoke(endpoint));
            steps.add(() -> times.done("ports"));
            steps.add(() -> remove(entry, endpoint));
            steps.add(() -> times.done("endpoint"));
        }
        if (!sandbox.key().isEmpty()) {
            steps.add(() -> parts.kernel().delete(Path.of(sandbox.key())));
            steps.add(() -> times.done("namespace"));
        }
        // Last, for in a namespace that is gone there are no rules to clear.
        steps.add(() -> parts.naming().detach(entry));
        steps.add(() -> times.done("names"));
        steps.add(() -> parts.containers().note(entry, entry.networks().with((LiveSandbox) null)));
        steps.add(() -> times.done("save"));
        Cleanup.all(steps.toArray(Runnable[]::new));
        LOG.debug("action=take-down-sandbox container={} {}", entry.request().id(), times);
    }

    private void remove(ContainerEntry entry, LiveEndpoint endpoint) {
        parts.networks()
                .lookUp(endpoint.networkId())
                .ifPresent(
                        live -> parts.endpoints().destroy(live, entry.request().id(), endpoint));
    }
}
