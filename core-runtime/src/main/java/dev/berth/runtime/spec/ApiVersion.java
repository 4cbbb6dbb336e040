package dev.berth.runtime.spec;

import dev.berth.plugin.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the Engine API, such as 1.41. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** The newest that the engine serves and the command speaks, and what a request without version gets. */
    public static final ApiVersion NEWEST = new ApiVersion(1, 51);

    /** The oldest that the engine serves. */
    public static final ApiVersion OLDEST = new ApiVersion(1, 24);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

    /**
     * Reads a version without {@code v} before it.
     *
     * @throws EngineException.InvalidParameter it is none
     */
    public static ApiVersion parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new EngineException.InvalidParameter("invalid API version: " + text);
        }
        return new ApiVersion(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    /**
     * The same version.
     *
     * @throws EngineException.InvalidParameter the engine does not serve it
     */
    public ApiVersion requireServed() {
        if (compareTo(NEWEST) > 0) {
            throw new EngineException.InvalidParameter(
                    "client version " + this + " is too new. Maximum supported API version is " + NEWEST);
        }
        if (compareTo(OLDEST) < 0) {
            throw new EngineException.InvalidParameter("client version " + this
                    + " is too old. Minimum supported API version is " + OLDEST
                    + ", please upgrade your client to a newer version");
        }
        return this;
    }

    /** Whether it is {@code 1.minor} or newer. */
    public boolean isAtLeast(int otherMinor) {
        return compareTo(new ApiVersion(1, otherMinor)) >= 0;
    }

    /** The older of the two, which both sides speak. */
    public ApiVersion orOlder(ApiVersion other) {
        return compareTo(other) <= 0 ? this : other;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
