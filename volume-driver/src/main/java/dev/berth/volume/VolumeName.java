package dev.berth.volume;

import dev.berth.plugin.EngineException.InvalidParameter;
import java.util.regex.Pattern;

/** A name that is safe as that of a directory. */
record VolumeName(String text) {
    private static final String ALLOWED = "[a-zA-Z0-9][a-zA-Z0-9_.-]";
    private static final Pattern PATTERN = Pattern.compile(ALLOWED + "+");
    private static final int MAX_BYTES = 255;

    /** @throws InvalidParameter Docker's message */
    VolumeName {
        if (text.length() == 1) {
            throw new InvalidParameter(
                    "volume name is too short, names should be at least two alphanumeric characters");
        }
        if (!PATTERN.matcher(text).matches()) {
            throw new InvalidParameter("\"" + text + "\" includes invalid characters for a local volume name, only \""
                    + ALLOWED + "\" are allowed. If you intended to pass a host directory, use absolute path");
        }
        if (text.length() > MAX_BYTES) {
            throw new InvalidParameter("volume name is too long: " + text.length() + " bytes, at most " + MAX_BYTES);
        }
    }

    static boolean isValid(String text) {
        return text.length() > 1
                && text.length() <= MAX_BYTES
                && PATTERN.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
