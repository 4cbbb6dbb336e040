package dev.berth.runtime.volume;

import java.nio.file.Path;
import java.util.List;

/**
 * A mount as the OCI runtime makes it.
 *
 * @param type {@code bind} or {@code tmpfs}
 * @param source what is mounted: an absolute path of this host; for a tmpfs the word {@code tmpfs}
 * @param destination absolute path in the container
 * @param options mount options in the OCI runtime's words, such as {@code rbind}, {@code ro}, {@code rprivate}
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#mounts">OCI runtime spec, mounts</a>
 */
public record ResolvedMount(String type, Path source, String destination, List<String> options) {
    public ResolvedMount {
        if (!destination.startsWith("/")) {
            throw new IllegalArgumentException("mount destination is not absolute: " + destination);
        }
        options = List.copyOf(options);
    }
}
