package dev.berth.plugin.network;

/** What a driver whose networks are routed by this host does about the kernel's forwarding, Docker's {@code --ip-forward}. */
public enum Forwarding {
    /** Turns it on with the first network that needs it. */
    ENABLE,
    /** Leaves it as the host's owner has set it; where that is off, containers reach no other network. */
    LEAVE
}
