package dev.berth.runtime.archive;

import java.nio.file.Path;

/**
 * The container that {@code docker cp} works on.
 *
 * @param ref what the caller named it by, for messages
 * @param id full id
 * @param rootfs its root file system as mounted on this host; must stay mounted during the call
 * @param readOnly true for {@code --read-only}
 */
public record ContainerFiles(String ref, String id, Path rootfs, boolean readOnly) {}
