package dev.berth.runtime.volume;

import com.fasterxml.jackson.annotation.JsonProperty;

/** {@code UsageData} of a volume in {@code GET /system/df}: bytes of disk (-1: not known), containers that hold it. */
public record VolumeUsage(
        @JsonProperty("Size") long size,
        @JsonProperty("RefCount") int refCount) {}
