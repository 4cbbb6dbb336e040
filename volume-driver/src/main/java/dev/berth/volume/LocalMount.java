package dev.berth.volume;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Mounts;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.plugin.volume.OptionSecrets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file system that is mounted as a volume.
 *
 * @param options as for {@code mount -o}: flags become flags, the rest is the file system's
 */
record LocalMount(String type, String device, String options) {
    private static final long MS_BIND = 0x1000;
    private static final long MS_REC = 0x4000;
    private static final Set<String> BY_ADDRESS = Set.of("nfs", "nfs4", "cifs");
    private static final String ADDRESS = "addr=";
    private static final Pattern SHARE = Pattern.compile("((?:cifs:)?//)([^/]+)(.*)");

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
        String source = data.stream().anyMatch(option -> option.startsWith(ADDRESS)) ? device : resolvedDevice();
        try {
            mount(source, target, flags, String.join(",", data));
        } catch (ErrnoException failure) {
            throw new SystemFailure(
                    "failed to mount local volume: mount " + source + ":" + target
                            + (flags == 0 ? "" : ", flags: 0x" + Long.toHexString(flags))
                            + (data.isEmpty() ? "" : ", data: " + OptionSecrets.hide(String.join(",", data)))
                            + ": " + failure.errno().text().toLowerCase(Locale.ROOT),
                    failure);
        }
    }

    private void mount(String source, Path target, long flags, String data) {
        Mounts.mount(type, source, target, flags, data);
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
        return BY_ADDRESS.contains(type) && option.startsWith(ADDRESS)
                ? ADDRESS + address(option.substring(ADDRESS.length()))
                : option;
    }

    /** A Windows share is at the address in its own name where no option has one. */
    private String resolvedDevice() {
        Matcher share = SHARE.matcher(device);
        return type.equals("cifs") && share.matches()
                ? share.group(1) + address(share.group(2)) + share.group(3)
                : device;
    }

    private static String address(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException failure) {
            throw new SystemFailure(
                    "error resolving passed in network volume address: lookup " + host + ": no such host", failure);
        }
    }
}
