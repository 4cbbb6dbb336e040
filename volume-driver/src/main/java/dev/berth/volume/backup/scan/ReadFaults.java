package dev.berth.volume.backup.scan;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.plugin.EngineException.SystemFailure;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a disk could not read of a volume. A file of which that is so looks unchanged the next time, and is read again all
 * the same. For one thread.
 */
public final class ReadFaults {
    /** A disk that is so broken is not worth going on with, and the names are held in memory. */
    private static final int MOST = 1000;

    /** The disk itself, and what a file system says of what it finds there and cannot be. */
    private static final Set<Errno> OF_THE_DISK = EnumSet.of(Errno.EIO, Errno.EUCLEAN, Errno.EBADMSG);

    private final boolean goOn;
    private final Set<Long> before;
    private final Map<String, Long> inodes = new LinkedHashMap<>();

    /** @param before inode numbers of what could not be read by the look that this one follows */
    ReadFaults(boolean goOn, Set<Long> before) {
        this.goOn = goOn;
        this.before = Set.copyOf(before);
    }

    /** Whether the file must not be taken over from an earlier look. */
    boolean isDoubtful(long inode) {
        return before.contains(inode);
    }

    /** Notes it and returns if such files are to be passed over. @param inode 0 if nothing of it is in the backup */
    void passOver(String path, long inode, ErrnoException failure) {
        if (!goOn || !OF_THE_DISK.contains(failure.errno())) {
            throw failure;
        }
        inodes.put(path, inode);
        if (inodes.size() > MOST) {
            throw new SystemFailure("back up: more than " + MOST + " files cannot be read, the last of them " + path);
        }
    }

    /** What could not be read, by path from the root. */
    public List<String> paths() {
        return List.copyOf(inodes.keySet());
    }

    /** Inode numbers of files that are in the backup in part only. */
    public Set<Long> inodes() {
        return Set.copyOf(inodes.values());
    }
}
