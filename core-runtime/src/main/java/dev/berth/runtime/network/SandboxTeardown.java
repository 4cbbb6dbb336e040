package dev.berth.runtime.network;

import dev.berth.plugin.Cleanup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes the sandbox of a container away, to the end whatever fails. */
final class SandboxTeardown {
    private final SandboxParts parts;

    SandboxTeardown(SandboxParts parts) {
        this.parts = parts;
    }

    /** Called with the entry's lock held. What is gone already is no failure. */
    void tearDown(ContainerEntry entry, LiveSandbox sandbox) {
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> parts.naming().detach(entry));
        steps.add(() -> parts.links().revoke(entry));
        for (LiveEndpoint endpoint : sandbox.endpoints()) {
            steps.add(() -> parts.naming().withdraw(endpoint));
            steps.add(() -> parts.gateway().revoke(endpoint));
            steps.add(() -> remove(entry, endpoint));
        }
        if (!sandbox.key().isEmpty()) {
            steps.add(() -> parts.kernel().delete(Path.of(sandbox.key())));
        }
        steps.add(() -> parts.containers().save(entry, entry.networks().with((LiveSandbox) null)));
        Cleanup.all(steps.toArray(Runnable[]::new));
    }

    private void remove(ContainerEntry entry, LiveEndpoint endpoint) {
        parts.networks()
                .lookUp(endpoint.networkId())
                .ifPresent(
                        live -> parts.endpoints().destroy(live, entry.request().id(), endpoint));
    }
}
