package dev.berth.runtime.registry.http;

import java.net.URI;

/**
 * An address that a registry may answer at.
 *
 * @param base scheme, host and port, perhaps a path, without {@code /v2} and without a slash at its end
 * @param verified false: any certificate will do
 * @param mirror true: a copy, which may lack what the registry has
 */
public record Endpoint(URI base, boolean verified, boolean mirror) {
    /** The address of a path, {@code /v2/...}. */
    public URI at(String path) {
        return URI.create(base + path);
    }
}
