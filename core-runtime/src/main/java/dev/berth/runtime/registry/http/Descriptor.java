package dev.berth.runtime.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * What a registry has under a digest.
 *
 * @param mediaType what it is
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param size in bytes
 */
public record Descriptor(String mediaType, String digest, long size) {
    /** @throws RegistryException it is none, or has another kind of digest */
    static Descriptor of(JsonNode json) throws IOException {
        String digest = json.path("digest").asText("");
        if (!digest.matches("sha256:[a-f0-9]{64}")) {
            throw RegistryException.refused(
                    0, "", "manifest verification failed: unsupported digest \"" + digest + "\"");
        }
        long size = json.path("size").asLong(-1);
        if (size < 0) {
            throw RegistryException.refused(0, "", "manifest verification failed: no size for " + digest);
        }
        return new Descriptor(json.path("mediaType").asText(""), digest, size);
    }

    /** What Docker calls it by: the first twelve digits. */
    public String shortId() {
        return digest.substring("sha256:".length(), "sha256:".length() + 12);
    }
}
