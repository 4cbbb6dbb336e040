package dev.berth.runtime.network;

import dev.berth.plugin.name.HostFilesSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A container as the network knows it. Readers take the fields as they are; who changes them does so in
 * {@link #exclusively}. A thread that holds the lock of one entry takes none of another; network locks come after it.
 */
final class ContainerEntry {
    private final Exclusion lock =
            new Exclusion(() -> "network of container " + request().id());
    private volatile ContainerNetworkRequest request;
    private volatile ContainerNetworks networks = ContainerNetworks.of(List.of(), List.of());

    /** What the container's files say, once they are written. */
    private volatile Optional<HostFilesSpec> files = Optional.empty();

    ContainerEntry(ContainerNetworkRequest request) {
        this.request = request;
    }

    ContainerNetworkRequest request() {
        return request;
    }

    void request(ContainerNetworkRequest changed) {
        request = changed;
    }

    ContainerNetworks networks() {
        return networks;
    }

    void networks(ContainerNetworks changed) {
        networks = changed;
    }

    Optional<HostFilesSpec> files() {
        return files;
    }

    void files(HostFilesSpec written) {
        files = Optional.of(written);
    }

    <T> T exclusively(Callable<T> body) {
        return lock.call(body);
    }

    void exclusivelyRun(Runnable body) {
        lock.run(body);
    }
}
