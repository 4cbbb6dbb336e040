package dev.berth.runtime.registry;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.registry.http.Endpoint;
import dev.berth.runtime.registry.http.RegistryException;
import java.io.IOException;

/** What a registry's refusal is in Docker's words and kinds. */
final class Refusals {
    private Refusals() {}

    static EngineException ofPull(IOException failure, ImageReference name) {
        String why = String.valueOf(failure.getMessage());
        if (!(failure instanceof RegistryException refusal)) {
            return new EngineException.SystemFailure(why, failure);
        }
        return switch (refusal.code()) {
            case "DENIED" ->
                new EngineException.NotFound("pull access denied for " + name.familiarName()
                        + ", repository does not exist or may require 'docker login': " + why);
            case "MANIFEST_UNKNOWN" ->
                new EngineException.NotFound("manifest for " + name.familiar() + " not found: " + why);
            case "NAME_UNKNOWN" ->
                new EngineException.NotFound("repository " + name.familiarName() + " not found: " + why);
            case "NO_PLATFORM" -> new EngineException.NotFound(why);
            case "SCHEMA_1" -> new EngineException.InvalidParameter(why, failure);
            default -> new EngineException.SystemFailure(why, failure);
        };
    }

    /** {@code GET /distribution}: Docker knows denied and not found. */
    static EngineException ofInspect(IOException failure, ImageReference name) {
        String why = String.valueOf(failure.getMessage());
        int status = failure instanceof RegistryException refusal ? refusal.status() : 0;
        if (status == 401) {
            return new EngineException.Unauthorized(why);
        }
        if (status == 403) {
            return new EngineException.Forbidden(why);
        }
        return status == 404 ? new EngineException.NotFound(why) : ofPull(failure, name);
    }

    /** {@code POST /auth}. */
    static EngineException ofLogin(IOException failure, Endpoint endpoint) {
        String why = String.valueOf(failure.getMessage());
        boolean refused = failure instanceof RegistryException refusal && refusal.status() == 401;
        return refused
                ? new EngineException.Unauthorized(
                        "login attempt to " + endpoint.at("/v2/") + " failed with status: 401 Unauthorized: " + why)
                : new EngineException.SystemFailure(why, failure);
    }

    static EngineException ofPush(IOException failure) {
        return new EngineException.SystemFailure(String.valueOf(failure.getMessage()), failure);
    }
}
