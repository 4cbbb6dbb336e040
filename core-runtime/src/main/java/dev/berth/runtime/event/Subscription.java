package dev.berth.runtime.event;

/** The right to hear events; closing it twice is harmless. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
