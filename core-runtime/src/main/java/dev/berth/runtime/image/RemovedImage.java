package dev.berth.runtime.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** A step of a removal, in Docker's JSON: a name taken away, or an image or layer deleted; the other one is empty. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RemovedImage(
        @JsonProperty("Untagged") String untagged,
        @JsonProperty("Deleted") String deleted) {
    static RemovedImage untagged(ImageReference reference) {
        return new RemovedImage(reference.familiar(), "");
    }

    static RemovedImage deleted(String digest) {
        return new RemovedImage("", digest);
    }
}
