package dev.berth.runtime.build;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.image.Platform;
import dev.berth.runtime.registry.PullRequest;
import dev.berth.runtime.registry.Registries;
import dev.berth.runtime.registry.http.Credentials;

/** The images that stages begin with or copy from: those that are here, others from their registries. */
final class BaseImages {
    private final ImageService images;
    private final Registries registries;
    private final BuildRequest request;
    private final Cancellation cancellation;

    BaseImages(ImageService images, Registries registries, BuildRequest request, Cancellation cancellation) {
        this.images = images;
        this.registries = registries;
        this.request = request;
        this.cancellation = cancellation;
    }

    /**
     * The image, pulled if it is not here or if the build is to ask for newer ones.
     *
     * @throws EngineException there is none, or none for the platform
     */
    Image find(String name, Platform platform, BuildOutput output) {
        if (!request.pull()) {
            try {
                return checked(images.resolve(name), platform, name);
            } catch (EngineException.NotFound notHere) {
                return pulled(name, platform, output);
            }
        }
        return pulled(name, platform, output);
    }

    private static Image checked(Image image, Platform platform, String name) {
        PlatformArguments.check(platform, image, name);
        return image;
    }

    private Image pulled(String name, Platform platform, BuildOutput output) {
        ImageReference reference = ImageReference.parse(name).canonical();
        Credentials credentials = request.credentials().getOrDefault(reference.domain(), Credentials.NONE);
        registries.pull(new PullRequest(reference, false, platform, credentials), output.transfer(), cancellation);
        return checked(images.resolve(reference.familiar()), platform, name);
    }
}
