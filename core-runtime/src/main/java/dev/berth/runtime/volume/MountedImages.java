package dev.berth.runtime.volume;

import java.nio.file.Path;

/** Images that are mounted in containers; the image service's in production. Repeating a call is harmless. */
public interface MountedImages {
    /**
     * Makes the image's files stay for as long as they are not forgotten, even if the image is removed by force.
     *
     * @param id of a container's mount, unique
     * @param containerId whose mount it is
     * @param image name or id
     * @return where {@link #mount} will have them for the container
     * @throws dev.berth.plugin.EngineException.NotFound {@code No such image: X}
     */
    Path keep(String id, String containerId, String image);

    /**
     * The image's files, mounted read-only, links in it as they are.
     *
     * @param id of what is kept
     * @param holder for whom: the id itself for the container
     */
    Path mount(String id, String holder);

    /** Ends what {@link #mount} began. */
    void unmount(String holder);

    /** The mount is no container's any more. */
    void forget(String id);
}
