package dev.berth.runtime.api;

import dev.berth.plugin.EngineException;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the Engine API, such as 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** The newest that is served, and what a request without version gets. */
    static final ApiVersion NEWEST = new ApiVersion(1, 51);

    /** The oldest that is served. */
    static final ApiVersion OLDEST = new ApiVersion(1, 24);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

    /**
     * Reads what stands after {@code /v} in a path.
     *
     * @throws EngineException.InvalidParameter it is no version, or not one that is served
     */
    static ApiVersion parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new EngineException.InvalidParameter("invalid API version: " + text);
        }
        ApiVersion asked = new ApiVersion(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
        if (asked.compareTo(NEWEST) > 0) {
            throw new EngineException.InvalidParameter(
                    "client version " + asked + " is too new. Maximum supported API version is " + NEWEST);
        }
        if (asked.compareTo(OLDEST) < 0) {
            throw new EngineException.InvalidParameter("client version " + asked
                    + " is too old. Minimum supported API version is " + OLDEST
                    + ", please upgrade your client to a newer version");
        }
        return asked;
    }

    /** Whether it is {@code 1.minor} or newer. */
    boolean isAtLeast(int otherMinor) {
        return compareTo(new ApiVersion(1, otherMinor)) >= 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
