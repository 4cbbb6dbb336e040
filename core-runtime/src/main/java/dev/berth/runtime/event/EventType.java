package dev.berth.runtime.event;

import java.util.Locale;

/** What an event is about: Docker's {@code Type}. */
public enum EventType {
    CONTAINER,
    IMAGE,
    VOLUME,
    NETWORK,
    DAEMON,
    PLUGIN;

    /** Docker's word, lower case. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
