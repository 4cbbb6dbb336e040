package dev.berth.runtime.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * What the state database has of an image, by id.
 *
 * @param config its configuration's text
 * @param parent id of the image that it was committed from, else empty
 * @param tagged when it last got a name
 */
record ImageRecord(
        @JsonProperty("config") String config,
        @JsonProperty("parent") String parent,
        @JsonProperty("tagged") Instant tagged) {}
