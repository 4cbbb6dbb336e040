package dev.berth.plugin.client;

/**
 * Remembers that a plugin has let a call pass its deadline. Until it has answered another, nobody is to wait as long for
 * it, and it is asked first something that costs it nothing.
 */
final class CircuitBreaker {
    private volatile boolean open;

    /** True if the plugin is to be asked whether it answers, before it is asked anything else. */
    boolean isOpen() {
        return open;
    }

    /** It answered, be it with a failure. */
    void answered() {
        open = false;
    }

    /** It let the deadline pass. */
    void silent() {
        open = true;
    }
}
