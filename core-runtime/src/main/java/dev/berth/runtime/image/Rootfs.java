package dev.berth.runtime.image;

import java.nio.file.Path;

/**
 * The root file system of one container: an overlay of its image's layers with a directory of its own on top.
 *
 * <p>Every call may be repeated; a second one does nothing. Calls for one container may come from any thread.
 */
public final class Rootfs {
    /** Where the file system is while it is mounted, whether it is or not. */
    public Path path() {
        throw new IllegalStateException("rootfs path: not there yet");
    }

    /** Makes the container's own directories on the layers of the image; nothing is mounted yet. */
    public void create(Image image) {
        throw new IllegalStateException("rootfs create: not there yet");
    }

    /** Mounts it for the run of the container. @return {@link #path} */
    public Path mount() {
        throw new IllegalStateException("rootfs mount: not there yet");
    }

    /** Ends what {@link #mount} began; open views keep it mounted until they close. */
    public void unmount() {
        throw new IllegalStateException("rootfs unmount: not there yet");
    }

    /** Makes it reachable for a while, mounting it only if it is not: for {@code docker cp}, export and copy-up. */
    public View open() {
        throw new IllegalStateException("rootfs open: not there yet");
    }

    /** The container's own files: what it changed. */
    public Path upper() {
        throw new IllegalStateException("rootfs upper: not there yet");
    }

    /** Bytes of the container's own files; walks them. */
    public long ownSize() {
        throw new IllegalStateException("rootfs size: not there yet");
    }

    /** Unmounts and deletes the container's own files. */
    public void delete() {
        throw new IllegalStateException("rootfs delete: not there yet");
    }

    /** The mounted file system for as long as this is open. */
    public final class View implements AutoCloseable {
        private View() {}

        /** The root of it. */
        public Path path() {
            return Rootfs.this.path();
        }

        @Override
        public void close() {
            throw new IllegalStateException("rootfs close: not there yet");
        }
    }
}
