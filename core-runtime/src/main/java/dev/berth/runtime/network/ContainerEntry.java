package dev.berth.runtime.network;

import dev.berth.plugin.name.HostFilesSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A container as the network knows it. Readers take the fields as they are; who changes them does so in
 * {@link #exclusively}. A thread that holds the lock of one entry takes none of another; network locks come after it.
 */
final class ContainerEntry {
    private final ReentrantLock lock = new ReentrantLock();
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
        lock.lock();
        try {
            return body.call();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException("network of container " + request.id(), failure);
        } finally {
            lock.unlock();
        }
    }

    void exclusivelyRun(Runnable body) {
        exclusively(() -> {
            body.run();
            return true;
        });
    }
}
