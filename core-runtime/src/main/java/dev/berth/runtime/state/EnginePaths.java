package dev.berth.runtime.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Where the engine keeps what. A file below the data root outlives a reboot, one below the exec root does not.
 *
 * @param dataRoot absolute, {@code /var/lib/berth} by default
 * @param execRoot absolute, {@code /run/berth} by default; keep it short: sockets below it have at most 107 bytes
 */
public record EnginePaths(Path dataRoot, Path execRoot) {
    public EnginePaths {
        if (!dataRoot.isAbsolute() || !execRoot.isAbsolute()) {
            throw new IllegalArgumentException("engine paths must be absolute: " + dataRoot + ", " + execRoot);
        }
    }

    /** The state database. */
    public Path database() {
        return dataRoot.resolve("berth.db");
    }

    /** Held locked by the daemon that uses the data root. */
    public Path lock() {
        return dataRoot.resolve("berth.lock");
    }

    /** Image manifests and configurations. */
    public Path images() {
        return dataRoot.resolve("image");
    }

    /** Unpacked layers, one directory each, named by the hexadecimal digest of their content. */
    public Path layers() {
        return dataRoot.resolve("layers");
    }

    /** Volumes of the local driver. */
    public Path volumes() {
        return dataRoot.resolve("volumes");
    }

    /** Where files are put together before they are renamed to their place; emptied at start. */
    public Path temporary() {
        return dataRoot.resolve("tmp");
    }

    /** What was removed and is being deleted. */
    public Path discards() {
        return dataRoot.resolve("discards");
    }

    /** Blobs of registries by digest, complete or not, until the image that they belong to is there. */
    public Path downloads() {
        return dataRoot.resolve("downloads");
    }

    /** Directories that steps of builds share from build to build. */
    public Path buildCache() {
        return dataRoot.resolve("build-cache");
    }

    /** All containers' lasting files. */
    public Path containers() {
        return dataRoot.resolve("containers");
    }

    /** One container's lasting files: writable layer, logs, hosts, resolv.conf, hostname. */
    public Path container(String containerId) {
        return containers().resolve(containerId);
    }

    /** What says which containers are held up for a moment; lost at reboot, as they are. */
    public Path freezes() {
        return execRoot.resolve("freezes");
    }

    /** Where backups go that are told no other place. */
    public Path backups() {
        return dataRoot.resolve("backups");
    }

    /** Network namespaces, one file each. */
    public Path netns() {
        return execRoot.resolve("netns");
    }

    /** One container's files of this boot: the OCI bundle, pid files, attach socket and control pipes. */
    public Path containerRun(String containerId) {
        return execRoot.resolve("containers").resolve(containerId);
    }

    /** conmon writes an exit code here, one file per container. */
    public Path exits() {
        return execRoot.resolve("exits");
    }

    /** The OCI runtime's own state. */
    public Path runtimeRoot() {
        return execRoot.resolve("runtime");
    }

    /**
     * Makes the directories that everybody uses; root's alone, as they hold other people's files.
     *
     * @throws UncheckedIOException one cannot be made
     */
    public void create() {
        for (Path directory :
                List.of(dataRoot, containers(), volumes(), temporary(), discards(), downloads(), images(), layers())) {
            makePrivate(directory, "rwx--x---");
        }
        for (Path directory : List.of(execRoot, netns(), execRoot.resolve("containers"), exits(), runtimeRoot())) {
            makePrivate(directory, "rwx------");
        }
    }

    private static void makePrivate(Path directory, String mode) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("create " + directory, failure);
        }
    }
}
