package dev.berth.runtime.network;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells running containers what has changed for them: lines, private names, permits, name servers. */
final class LinkRefresh {
    private static final Logger LOG = LoggerFactory.getLogger(LinkRefresh.class);

    private final SandboxParts parts;

    LinkRefresh(SandboxParts parts) {
        this.parts = parts;
    }

    /** Tells the containers that link to this one where it is now. */
    void children(ContainerEntry parent) {
        parts.links().children(parent).forEach(this::one);
    }

    /** Tells every container. */
    void all() {
        parts.containers().all().forEach(this::one);
    }

    /** A container that cannot be told does not fail the one that changed. */
    void one(ContainerEntry entry) {
        try {
            entry.exclusivelyRun(() -> entry.networks()
                    .live()
                    .filter(sandbox -> !sandbox.key().isEmpty())
                    .ifPresent(sandbox -> {
                        parts.files().update(entry, sandbox);
                        parts.naming().attach(entry, sandbox);
                        parts.links().permit(entry);
                    }));
        } catch (RuntimeException failure) {
            LOG.warn("network: refresh container={} failed", entry.request().shortId(), failure);
        }
    }
}
