package dev.berth.volume.backup.manifest;

import java.io.IOException;

/** Stored bytes are not what they should be: damaged, cut short, or of another kind. */
public final class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, and where */
    public FormatException(String message) {
        super(message);
    }

    /** As the other, with what led to it. */
    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
