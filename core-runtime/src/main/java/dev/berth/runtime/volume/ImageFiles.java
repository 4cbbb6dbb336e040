package dev.berth.runtime.volume;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The files that a new container has of its image, from which empty volumes are filled. */
public interface ImageFiles {
    /**
     * Whether there may be something at the path, without making the files reachable.
     *
     * @param path clean, absolute, in the container
     */
    boolean mayHave(String path);

    /**
     * A directory that has all that is at the path, with character devices 0:0 for files that are not there; empty if it
     * takes {@link #root} to read it.
     *
     * @param path clean, absolute, in the container
     */
    default Optional<Path> directory(String path) {
        return Optional.empty();
    }

    /** Where they can be read during the create; reachable from the first call on, which may have to mount them. */
    Path root();

    /** Files of a directory. */
    static ImageFiles at(Path root) {
        return new ImageFiles() {
            @Override
            public boolean mayHave(String path) {
                Path at = root;
                for (String name : ContainerPath.components(path)) {
                    at = at.resolve(name);
                    if (Files.isSymbolicLink(at)) {
                        return true;
                    }
                }
                return Files.exists(at, LinkOption.NOFOLLOW_LINKS);
            }

            @Override
            public Path root() {
                return root;
            }
        };
    }
}
