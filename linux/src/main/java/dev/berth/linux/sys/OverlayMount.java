package dev.berth.linux.sys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Mounting an overlay: by mount(2) while its options fit into a page, else layer by layer with fsconfig(2). */
final class OverlayMount {
    private static final int PAGE = 4096;
    private static final long SYS_MOVE_MOUNT = 429;
    private static final long SYS_FSOPEN = 430;
    private static final long SYS_FSCONFIG = 431;
    private static final long SYS_FSMOUNT = 432;
    private static final long FSOPEN_CLOEXEC = 1;
    private static final long FSMOUNT_CLOEXEC = 1;
    private static final long FSCONFIG_SET_STRING = 1;
    private static final long FSCONFIG_CMD_CREATE = 6;
    private static final long MOVE_MOUNT_F_EMPTY_PATH = 4;

    private OverlayMount() {}

    static void mount(List<Path> lowers, Path upper, Path work, Path target) {
        if (lowers.isEmpty()) {
            throw new IllegalArgumentException("overlay on " + target + " without a lower layer");
        }
        mount(lowers, List.of(upper, work), target);
    }

    /** Without a place for changes, and so read-only. */
    static void mountReadOnly(List<Path> lowers, Path target) {
        if (lowers.size() < 2) {
            throw new IllegalArgumentException("read-only overlay on " + target + " of fewer than two layers");
        }
        mount(lowers, List.of(), target);
    }

    /** @param changes upper and work directory, or nothing */
    private static void mount(List<Path> lowers, List<Path> changes, Path target) {
        String data = lowerdir(lowers) + (changes.isEmpty() ? "" : changes(changes.get(0), changes.get(1)));
        if (data.getBytes(StandardCharsets.UTF_8).length < PAGE) {
            Mounts.mount("overlay", "overlay", target, 0, data);
        } else {
            mountByLayer(lowers, changes, target);
        }
    }

    static String options(List<Path> lowers, Path upper, Path work) {
        return lowerdir(lowers) + changes(upper, work);
    }

    private static String lowerdir(List<Path> lowers) {
        return "lowerdir=" + lowers.stream().map(OverlayMount::escape).collect(Collectors.joining(":"));
    }

    private static String changes(Path upper, Path work) {
        return ",upperdir=" + escape(upper) + ",workdir=" + escape(work);
    }

    /** Colons part layers and commas part options; the kernel takes either literally after a backslash. */
    static String escape(Path path) {
        return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
    }

    /** Needs Linux 6.5 for {@code lowerdir+}. */
    private static void mountByLayer(List<Path> lowers, List<Path> changes, Path target) {
        try (Fd context = open()) {
            for (Path lower : lowers) {
                configure(context, "lowerdir+", lower);
            }
            if (!changes.isEmpty()) {
                configure(context, "upperdir", changes.get(0));
                configure(context, "workdir", changes.get(1));
            }
            command(context, FSCONFIG_CMD_CREATE, null, null, "overlay on " + target);
            attach(context, target);
        }
    }

    private static Fd open() {
        byte[] type = Syscalls.cString("overlay");
        return Fd.owned(Syscalls.checkInt("fsopen", "overlay", () -> LibC.syscall(SYS_FSOPEN, type, FSOPEN_CLOEXEC)));
    }

    private static void configure(Fd context, String key, Path value) {
        command(context, FSCONFIG_SET_STRING, key, value.toString(), "overlay " + key + "=" + value);
    }

    private static void command(Fd context, long command, @Nullable String key, @Nullable String value, String detail) {
        byte[] keyBytes = key == null ? null : Syscalls.cString(key);
        byte[] valueBytes = value == null ? null : Syscalls.cString(value);
        Syscalls.check(
                "fsconfig",
                detail,
                () -> LibC.syscall(SYS_FSCONFIG, context.number(), command, keyBytes, valueBytes, 0));
    }

    private static void attach(Fd context, Path target) {
        int mount = Syscalls.checkInt(
                "fsmount",
                "overlay on " + target,
                () -> LibC.syscall(SYS_FSMOUNT, context.number(), FSMOUNT_CLOEXEC, 0, 0, 0));
        byte[] empty = {0};
        byte[] path = Syscalls.cString(target);
        try (Fd detached = Fd.owned(mount)) {
            Syscalls.check(
                    "move_mount",
                    "overlay on " + target,
                    () -> LibC.syscall(
                            SYS_MOVE_MOUNT,
                            detached.number(),
                            empty,
                            Syscalls.AT_FDCWD,
                            path,
                            MOVE_MOUNT_F_EMPTY_PATH));
        }
    }
}
