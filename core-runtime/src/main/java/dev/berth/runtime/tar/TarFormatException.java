package dev.berth.runtime.tar;

import java.io.IOException;

/** The bytes are no tar archive, or one that is cut short or not supported. */
public final class TarFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and where */
    public TarFormatException(String message) {
        super("tar: " + message);
    }

    TarFormatException(String message, Throwable cause) {
        super("tar: " + message, cause);
    }
}
