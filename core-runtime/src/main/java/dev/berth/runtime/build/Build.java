package dev.berth.runtime.build;

import dev.berth.linux.sys.PacketLoop;
import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.ImageHolds;
import dev.berth.runtime.image.Platform;
import dev.berth.runtime.image.StepImages;
import dev.berth.runtime.state.EnginePaths;
import java.nio.file.Path;
import java.util.List;

/**
 * What all stages of one build work with.
 *
 * @param context the client's files
 * @param home a directory of the build's own, deleted at its end
 * @param from whose steps alone may be used again, if there are any
 */
record Build(
        BuildRequest request,
        StepImages images,
        ContainerService containers,
        BaseImages bases,
        PacketLoop loop,
        CacheMounts caches,
        HashCache hashes,
        EnginePaths paths,
        SourceTree context,
        Path home,
        Platform platform,
        List<Image> from,
        ImageHolds holds,
        Cancellation cancellation) {
    /** An image that a stage begins with or copies from; it stays for the time of the build. */
    Image base(String name, Platform wanted, BuildOutput output) {
        Image image = bases.find(name, wanted, output);
        holds.add(image);
        return image;
    }
}
