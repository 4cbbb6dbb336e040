package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** A network while the daemon runs: what it is, who is on it, and the lock under which its drivers are called. */
final class LiveNetwork {
    private final Network network;

    /** Held during every call to the network's drivers; guards {@link #gone} and changes of {@link #members}. */
    private final Exclusion lock = new Exclusion(() -> "network " + network().name());

    private boolean gone;
    private final Map<String, LiveEndpoint> members = new ConcurrentHashMap<>();

    LiveNetwork(Network network) {
        this.network = network;
    }

    Network network() {
        return network;
    }

    /** Endpoints by container id; a view that changes with the network. */
    Map<String, LiveEndpoint> members() {
        return Map.copyOf(members);
    }

    /** Runs {@code body} with the drivers to itself. */
    <T> T exclusively(Callable<T> body) {
        return lock.call(body);
    }

    /** As {@link #exclusively}, for what has no result. */
    void exclusivelyRun(Runnable body) {
        lock.run(body);
    }

    /**
     * To be called in {@link #exclusively}.
     *
     * @throws EngineException.NotFound it was removed meanwhile
     */
    void requireThere() {
        if (gone) {
            throw new EngineException.NotFound("network " + network.name() + " not found");
        }
    }

    /**
     * To be called in {@link #exclusively}; from then on nobody joins.
     *
     * @throws EngineException.Forbidden somebody is on it
     */
    void close() {
        requireThere();
        if (!members.isEmpty()) {
            throw new EngineException.Forbidden("error while removing network: network " + network.name() + " id "
                    + network.id() + " has active endpoints");
        }
        gone = true;
    }

    /** Takes a failed {@link #close} back. */
    void reopen() {
        exclusively(() -> gone = false);
    }

    void join(String containerId, LiveEndpoint endpoint) {
        exclusivelyRun(() -> {
            requireThere();
            members.put(containerId, endpoint);
        });
    }

    void leave(String containerId) {
        exclusivelyRun(() -> members.remove(containerId));
    }
}
