package dev.berth.runtime.app.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Berth this is. */
public final class BerthVersion {
    private BerthVersion() {}

    /** The version that was built, {@code 0.1.0}. */
    public static String text() {
        try (InputStream in = BerthVersion.class.getResourceAsStream("/berth-version.properties")) {
            if (in == null) {
                throw new IllegalStateException("berth-version.properties is not on the class path");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
