package dev.berth.linux.sys;

import java.nio.file.Path;
import java.util.List;

/**
 * One mount, a line of {@code /proc/PID/mountinfo}.
 *
 * @param id number of the mount
 * @param parent number of the mount it is on
 * @param device {@code major:minor} of the file system
 * @param root which directory of the file system is shown
 * @param mountPoint where, seen from the process's root
 * @param options of the mount, such as {@code rw}, {@code nosuid}
 * @param propagation such as {@code shared:25}, {@code master:1}; empty = private
 * @param type such as {@code ext4}
 * @param source such as {@code /dev/vda1}; whatever the mounter said
 * @param superOptions of the file system, such as {@code rw}, {@code lowerdir=/a:/b}
 */
public record MountEntry(
        int id,
        int parent,
        String device,
        String root,
        Path mountPoint,
        List<String> options,
        List<String> propagation,
        String type,
        String source,
        List<String> superOptions) {
    public MountEntry {
        options = List.copyOf(options);
        propagation = List.copyOf(propagation);
        superOptions = List.copyOf(superOptions);
    }

    /** Whether the mount itself is read-only. */
    public boolean readOnly() {
        return options.contains("ro");
    }
}
