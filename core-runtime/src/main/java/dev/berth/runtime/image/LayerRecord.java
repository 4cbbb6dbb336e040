package dev.berth.runtime.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * What the state database has of a layer, by diff id.
 *
 * @param size bytes of its files
 * @param tarSize bytes of the archive whose digest the diff id is
 * @param kept true if that archive is kept, perhaps compressed: writing the tree anew gives other bytes
 * @param blob digest of the kept file if that is what a registry has; else empty
 */
record LayerRecord(
        @JsonProperty("size") long size,
        @JsonProperty("tarSize") long tarSize,
        @JsonProperty("kept") boolean kept,
        @JsonProperty("blob") String blob) {
    LayerRecord {
        // absent in records of earlier versions
        blob = Objects.requireNonNullElse(blob, "");
    }
}
