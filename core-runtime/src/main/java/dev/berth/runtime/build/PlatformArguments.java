package dev.berth.runtime.build;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.Platform;
import java.util.Map;

/** What a build does with the platform that it is for. */
final class PlatformArguments {
    private PlatformArguments() {}

    /** BuildKit's arguments that a Dockerfile may ask for. */
    static Map<String, String> of(Platform platform) {
        Platform host = Platform.host();
        return Map.of(
                "TARGETPLATFORM", platform.toString(),
                "TARGETOS", platform.os(),
                "TARGETARCH", platform.architecture(),
                "TARGETVARIANT", platform.variant(),
                "BUILDPLATFORM", host.toString(),
                "BUILDOS", host.os(),
                "BUILDARCH", host.architecture(),
                "BUILDVARIANT", host.variant());
    }

    /** @throws EngineException.NotFound the image is made for another */
    static void check(Platform wanted, Image image, String name) {
        String os = image.document().field("os");
        String architecture = image.document().field("architecture");
        boolean same = (os.isEmpty() || os.equals(wanted.os()))
                && (architecture.isEmpty() || architecture.equals(wanted.architecture()));
        if (!same) {
            throw new EngineException.NotFound("image with reference " + name
                    + " was found but does not match the specified platform: wanted " + wanted + ", actual: " + os + "/"
                    + architecture);
        }
    }
}
