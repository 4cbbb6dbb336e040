package dev.berth.runtime.network;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells listeners what happens to networks. */
final class NetworkEvents {
    private final List<NetworkListener> listeners = new CopyOnWriteArrayList<>();

    void add(NetworkListener listener) {
        listeners.add(listener);
    }

    void created(Network network) {
        tell("create", network, Optional.empty());
    }

    void destroyed(Network network) {
        tell("destroy", network, Optional.empty());
    }

    void connected(Network network, String containerId) {
        tell("connect", network, Optional.of(containerId));
    }

    void disconnected(Network network, String containerId) {
        tell("disconnect", network, Optional.of(containerId));
    }

    private void tell(String action, Network network, Optional<String> containerId) {
        NetworkEvent event = new NetworkEvent(action, network.id(), network.name(), network.driver(), containerId);
        listeners.forEach(listener -> listener.onNetworkEvent(event));
    }
}
