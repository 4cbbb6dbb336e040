package dev.berth.plugin.client;

import java.time.Duration;

/**
 * How long is waited for plugins.
 *
 * @param call for a call that something depends on
 * @param glance for what is only shown; after it the last answer is shown instead
 */
public record PluginDeadlines(Duration call, Duration glance) {
    /** 10 s, and 50 ms. */
    public static final PluginDeadlines DEFAULT = new PluginDeadlines(Duration.ofSeconds(10), Duration.ofMillis(50));

    private static final int PROBES = 20;
    private static final int SECONDS = 5;

    public PluginDeadlines {
        if (call.isNegative() || call.isZero() || glance.isNegative() || glance.compareTo(call) > 0) {
            throw new IllegalArgumentException("plugin deadlines: " + call + ", " + glance);
        }
    }

    /** For a handshake with one that did not answer the last call. */
    Duration probe() {
        return call.dividedBy(PROBES);
    }

    /** For the next call to one that did not answer the last one, if it answers the handshake. */
    Duration second() {
        return call.dividedBy(SECONDS);
    }
}
