package dev.berth.volume;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Mounts;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException.SystemFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file system that is mounted as a volume.
 *
 * @param options as for {@code mount -o}: flags become flags, the rest is the file system's
 */
record LocalMount(String type, String device, String options) {
    private static final long MS_BIND = 0x1000;
    private static final long MS_REC = 0x4000;
    private static final Set<String> BY_ADDRESS = Set.of("nfs", "nfs4", "cifs");

    /** {@code linux/mount.h}. */
    private static final Map<String, Long> FLAGS = Map.ofEntries(
            Map.entry("defaults", 0L),
            Map.entry("rw", 0L),
            Map.entry("suid", 0L),
            Map.entry("dev", 0L),
            Map.entry("exec", 0L),
            Map.entry("async", 0L),
            Map.entry("ro", Mounts.READ_ONLY),
            Map.entry("nosuid", Mounts.NO_SUID),
            Map.entry("nodev", Mounts.NO_DEV),
            Map.entry("noexec", Mounts.NO_EXEC),
            Map.entry("sync", 0x10L),
            Map.entry("dirsync", 0x80L),
            Map.entry("noatime", 0x400L),
            Map.entry("nodiratime", 0x800L),
            Map.entry("relatime", 0x200000L),
            Map.entry("strictatime", 0x1000000L),
            Map.entry("bind", MS_BIND),
            Map.entry("rbind", MS_BIND | MS_REC));

    /** @throws SystemFailure the kernel refuses it, or a host name in {@code addr=} is not known */
    void mountOn(Path target) {
        long flags = 0;
        List<String> data = new ArrayList<>();
        for (String option : options.isEmpty() ? new String[0] : options.split(",")) {
            Long flag = FLAGS.get(option);
            if (flag != null) {
                flags |= flag;
            } else {
                data.add(resolved(option));
            }
        }
        try {
            mount(target, flags, String.join(",", data));
        } catch (ErrnoException failure) {
            throw new SystemFailure(
                    "failed to mount local volume: mount " + device + ":" + target + ", data: " + withoutSecrets(data)
                            + ": " + failure.errno().text(),
                    failure);
        }
    }

    private void mount(Path target, long flags, String data) {
        Mounts.mount(type, device, target, flags, data);
        boolean readOnlyBind = (flags & MS_BIND) != 0 && (flags & Mounts.READ_ONLY) != 0;
        if (readOnlyBind) {
            try {
                // The kernel takes no other flag together with MS_BIND.
                Mounts.readOnly(target, (flags & MS_REC) != 0);
            } catch (RuntimeException failure) {
                Cleanup.afterFailure(failure, () -> Mounts.unmount(target, true));
                throw failure;
            }
        }
    }

    /** The kernel takes addresses only. */
    private String resolved(String option) {
        if (!BY_ADDRESS.contains(type) || !option.startsWith("addr=")) {
            return option;
        }
        String host = option.substring("addr=".length());
        try {
            return "addr=" + InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException failure) {
            throw new SystemFailure("error resolving passed in network volume address: " + host, failure);
        }
    }

    private static String withoutSecrets(List<String> data) {
        return String.join(
                ",",
                data.stream()
                        .map(option -> option.startsWith("password=") ? "password=********" : option)
                        .toList());
    }
}
