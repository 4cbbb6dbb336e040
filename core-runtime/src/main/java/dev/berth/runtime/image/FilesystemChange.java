package dev.berth.runtime.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A line of {@code docker diff}, in Docker's JSON.
 *
 * @param path absolute path in the container
 * @param kind 0 modified, 1 added, 2 deleted
 */
public record FilesystemChange(
        @JsonProperty("Path") String path,
        @JsonProperty("Kind") int kind) {
    /** Modified. */
    public static final int MODIFIED = 0;
    /** Added. */
    public static final int ADDED = 1;
    /** Deleted. */
    public static final int DELETED = 2;
}
