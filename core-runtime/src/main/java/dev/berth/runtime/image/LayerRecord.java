package dev.berth.runtime.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the state database has of a layer, by diff id.
 *
 * @param size bytes of its files
 * @param tarSize bytes of the archive whose digest the diff id is
 * @param kept true if that archive is kept, because writing the tree anew gives other bytes
 */
record LayerRecord(
        @JsonProperty("size") long size,
        @JsonProperty("tarSize") long tarSize,
        @JsonProperty("kept") boolean kept) {}
