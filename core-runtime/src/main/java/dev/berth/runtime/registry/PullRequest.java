package dev.berth.runtime.registry;

import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.Platform;
import dev.berth.runtime.registry.http.Credentials;

/**
 * What is to be pulled.
 *
 * @param name with a tag or a digest
 * @param allTags every tag of its repository instead
 * @param platform which image of a list
 */
public record PullRequest(ImageReference name, boolean allTags, Platform platform, Credentials credentials) {
    public PullRequest {
        name = name.canonical();
    }
}
