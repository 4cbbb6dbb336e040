package dev.berth.linux.tree;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.RawXattrs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Gives a copy what a file has besides its content. The owner before the mode, which it may cut; times last. */
final class CopiedAttributes {
    /** overlayfs's own, which mean nothing outside it. */
    private static final byte[] OVERLAY = "trusted.overlay.".getBytes(StandardCharsets.US_ASCII);

    private CopiedAttributes() {}

    /** Of files or directories that are open. */
    static void ofOpen(Fd from, Fd to, FileStatus status) {
        OpenFile.own(to, status.owner(), status.group(), status.permissions());
        for (byte[] name : RawXattrs.list(from)) {
            if (!isOverlays(name)) {
                RawXattrs.get(from, name).ifPresent(value -> set(() -> RawXattrs.set(to, name, value)));
            }
        }
        OpenFile.setTimes(to, status.accessed(), status.modified());
    }

    /** Of what is not to be opened: links, devices, FIFOs, sockets. */
    static void ofEntry(CopiedDirectory in, byte[] entry, FileStatus status) {
        AtCalls.chown(in.to(), entry, status.owner(), status.group());
        if (!status.isSymbolicLink()) {
            try (Fd place = AtCalls.open(in.to(), entry, OpenFlags.PATH, 0)) {
                FileCalls.chmod(Path.of("/proc/self/fd/" + place.number()), status.permissions());
            }
        }
        for (byte[] name : RawXattrs.list(in.from(), entry)) {
            if (!isOverlays(name)) {
                RawXattrs.get(in.from(), entry, name)
                        .ifPresent(value -> set(() -> RawXattrs.set(in.to(), entry, name, value)));
            }
        }
        AtCalls.setTimes(in.to(), entry, status.accessed(), status.modified());
    }

    private static boolean isOverlays(byte[] name) {
        return name.length >= OVERLAY.length && Arrays.equals(name, 0, OVERLAY.length, OVERLAY, 0, OVERLAY.length);
    }

    /** Docker's choice too: a file system without attributes still takes the files. */
    private static void set(Runnable call) {
        try {
            call.run();
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.EOPNOTSUPP) {
                throw failure;
            }
        }
    }
}
