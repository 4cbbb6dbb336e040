package dev.berth.volume.backup.repository;

import java.nio.file.Path;

/**
 * Where things lie in a repository.
 *
 * @param root absolute
 */
record Layout(Path root) {
    /** What it is and of which version; there once the repository is. */
    Path description() {
        return root.resolve("berth-repository");
    }

    /** Locked while somebody uses the repository. */
    Path lock() {
        return root.resolve("lock");
    }

    /** Chunks, many to a file. */
    Path packs() {
        return root.resolve("packs");
    }

    /** Where each chunk is; can be made again from the packs. */
    Path index() {
        return root.resolve("index");
    }

    /** One file for each backup. */
    Path snapshots() {
        return root.resolve("snapshots");
    }

    /** What is being written; a directory for each session. */
    Path temporary() {
        return root.resolve("tmp");
    }
}
