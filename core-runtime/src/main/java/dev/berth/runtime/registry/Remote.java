package dev.berth.runtime.registry;

import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.registry.http.Endpoint;
import dev.berth.runtime.registry.http.Registry;
import dev.berth.runtime.registry.http.RegistryException;
import dev.berth.runtime.registry.http.Transport;
import java.io.IOException;
import java.util.List;

/** Finds the endpoint of a registry that answers: mirrors first, and without TLS only where that is allowed. */
final class Remote {
    private final Transport transport;

    Remote(Transport transport) {
        this.transport = transport;
    }

    /** What is done with a repository. */
    @FunctionalInterface
    interface Task<T> {
        T with(Registry registry) throws IOException;
    }

    /**
     * Does it at the first endpoint that is a registry. A mirror that lacks something or breaks off is passed over; a registry that
     * refuses is believed. Mirrors get no credentials.
     */
    <T> T first(List<Endpoint> endpoints, String repository, Credentials credentials, Task<T> task) throws IOException {
        IOException last = null;
        for (Endpoint endpoint : endpoints) {
            Credentials own = endpoint.mirror() ? Credentials.NONE : credentials;
            Registry registry;
            try {
                registry = Registry.open(transport, endpoint, repository, own);
            } catch (RegistryException unanswered) {
                last = unanswered;
                continue;
            }
            try {
                return task.with(registry);
            } catch (IOException failed) {
                if (!endpoint.mirror()) {
                    throw failed;
                }
                last = failed;
            }
        }
        if (last == null) {
            throw new IOException("no endpoint to ask");
        }
        throw last;
    }
}
