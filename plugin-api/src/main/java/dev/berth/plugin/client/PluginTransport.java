package dev.berth.plugin.client;

import java.io.IOException;
import java.time.Duration;

/** Carries one call to a plugin and its answer back. */
interface PluginTransport {
    /** @param body whole */
    record Answer(int status, byte[] body) {}

    /**
     * @param path {@code /VolumeDriver.Create}
     * @param limit for all of it
     * @throws NotSentException the plugin cannot have begun to act on the call
     * @throws IOException it may have
     */
    Answer post(String path, byte[] body, Duration limit) throws IOException;

    /** The call failed before it reached the plugin, and may safely be made again. */
    final class NotSentException extends IOException {
        private static final long serialVersionUID = 1L;

        NotSentException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
