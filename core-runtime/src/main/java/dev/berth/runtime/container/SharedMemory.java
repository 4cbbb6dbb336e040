package dev.berth.runtime.container;

import dev.berth.linux.sys.Mounts;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.EnginePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code /dev/shm} that containers can share: a tmpfs on the host, for one inside a container's mount namespace
 * cannot be mounted into another's. Only containers of IPC mode {@code shareable} have it.
 */
final class SharedMemory {
    private static final String CONTAINER = "container:";
    private static final long DEFAULT_SIZE = 64L << 20;

    private final EnginePaths paths;
    private final ContainerTable table;

    SharedMemory(EnginePaths paths, ContainerTable table) {
        this.paths = paths;
        this.table = table;
    }

    /**
     * Where the container's is, mounted if need be.
     *
     * @return empty for a container that shares none
     * @throws EngineException.InvalidParameter the container that it is to share with does not share
     */
    Optional<Path> mount(Container container) {
        String mode = container.hostConfig().ipcMode();
        if (mode.startsWith(CONTAINER)) {
            return Optional.of(of(table.find(mode.substring(CONTAINER.length())).now()));
        }
        if (!mode.equals("shareable")) {
            return Optional.empty();
        }
        Path place = place(container.id());
        unmount(container.id());
        try {
            Files.createDirectories(place);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("make " + place + ": " + failure, failure);
        }
        long asked = container.hostConfig().shmSize();
        long size = asked > 0 ? asked : DEFAULT_SIZE;
        Mounts.mount("tmpfs", "shm", place, Mounts.NO_SUID | Mounts.NO_DEV | Mounts.NO_EXEC, "mode=1777,size=" + size);
        return Optional.of(place);
    }

    /** Ends it; harmless if there is none. */
    void unmount(String containerId) {
        if (Files.isDirectory(place(containerId))) {
            Mounts.unmount(place(containerId), true);
        }
    }

    private Path of(Container donor) {
        String mode = donor.hostConfig().ipcMode();
        if (mode.startsWith(CONTAINER)) {
            return of(table.find(mode.substring(CONTAINER.length())).now());
        }
        return switch (mode) {
            case "host" -> Path.of("/dev/shm");
            case "shareable" -> place(donor.id());
            default ->
                throw new EngineException.InvalidParameter("can't join IPC of container " + donor.id()
                        + ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
        };
    }

    private Path place(String containerId) {
        return paths.containerRun(containerId).resolve("shm");
    }
}
