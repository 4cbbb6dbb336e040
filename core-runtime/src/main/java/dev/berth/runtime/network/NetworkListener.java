package dev.berth.runtime.network;

/** Is told what happens to networks, after it happened, on the thread that did it; must be quick and not throw. */
@FunctionalInterface
public interface NetworkListener {
    void onNetworkEvent(NetworkEvent event);
}
