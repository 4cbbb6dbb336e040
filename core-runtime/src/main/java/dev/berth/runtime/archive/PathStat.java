package dev.berth.runtime.archive;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What {@code X-Docker-Container-Path-Stat} tells of a path.
 *
 * @param name the base name
 * @param size bytes
 * @param mode Go's {@code os.FileMode} number: permissions and type bits
 * @param mtime RFC 3339 with nanoseconds
 * @param linkTarget for a symbolic link what it points at, as an absolute path in the container; else empty
 */
public record PathStat(
        @JsonProperty("name") String name,
        @JsonProperty("size") long size,
        @JsonProperty("mode") long mode,
        @JsonProperty("mtime") String mtime,
        @JsonProperty("linkTarget") String linkTarget) {
    /** The header's value: base64 of the JSON. */
    public String header() {
        throw new IllegalStateException("path stat header: not there yet");
    }
}
