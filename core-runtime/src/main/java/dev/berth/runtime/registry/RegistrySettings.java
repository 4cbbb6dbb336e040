package dev.berth.runtime.registry;

import java.util.List;

/**
 * What the daemon is told about registries.
 *
 * @param mirrors asked before Docker Hub
 * @param insecure hosts or CIDRs that may do without TLS
 * @param downloads layers that are pulled at once, at least 1
 * @param uploads layers that are pushed at once, at least 1
 * @param attempts tries of a layer's download that may fail in a row, at least 1
 */
public record RegistrySettings(List<String> mirrors, List<String> insecure, int downloads, int uploads, int attempts) {
    /** dockerd's. */
    public static final RegistrySettings DEFAULT = new RegistrySettings(List.of(), List.of(), 3, 5, 5);

    public RegistrySettings {
        mirrors = List.copyOf(mirrors);
        insecure = List.copyOf(insecure);
        if (downloads < 1 || uploads < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "transfers need at least 1: " + downloads + ", " + uploads + ", " + attempts);
        }
    }
}
