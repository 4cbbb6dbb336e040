package dev.berth.plugin.name;

import java.nio.file.Path;

/** The files by which programs in a container find names: /etc/hostname, /etc/hosts, /etc/resolv.conf. */
public interface HostFiles {
    /**
     * Writes {@code hostname}, {@code hosts} and {@code resolv.conf} into the directory, as Docker does.
     *
     * @param directory exists, the container's own
     */
    void write(Path directory, HostFilesSpec spec);

    /**
     * Changes {@code hosts} and {@code resolv.conf} in place (same inode: they are bind-mounted) to the new facts; lines
     * that were not ours stay, and a resolv.conf that somebody edited is left alone.
     */
    void update(Path directory, HostFilesSpec before, HostFilesSpec after);
}
