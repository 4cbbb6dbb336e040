package dev.berth.plugin.client;

/**
 * Keeps callers from queueing before a plugin that does not answer: after {@value #TOLERATED} failures in a row only one
 * call at a time is let through, until one is answered. The lock guards the two fields.
 */
final class CircuitBreaker {
    private static final int TOLERATED = 3;

    private int failures;
    private int underWay;

    /** False if the call is not to be made; if true, one of the other methods must follow. */
    synchronized boolean enter() {
        if (failures >= TOLERATED && underWay > 0) {
            return false;
        }
        underWay++;
        return true;
    }

    /** It answered, be it with a failure. */
    synchronized void answered() {
        underWay--;
        failures = 0;
    }

    /** It did not answer. */
    synchronized void failed() {
        underWay--;
        failures++;
    }
}
