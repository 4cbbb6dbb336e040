package dev.berth.volume.backup.manifest;

import dev.berth.linux.sys.FileCalls;
import java.time.Instant;
import java.util.List;

/**
 * A file of any kind.
 *
 * @param name bytes of its name in its directory; empty for the root of the tree
 * @param mode type and permissions, as {@code st_mode}
 * @param owner user id
 * @param group group id
 * @param modified last change of content
 * @param changed last change of anything
 * @param inode number in its file system when it was read; names of one file have the same
 * @param links how many names the file had
 * @param size bytes of a regular file, else 0
 * @param special device number of a device, packed as in dev_t, else 0
 * @param target of a symbolic link, else empty
 * @param xattrs in the order of their names; ACLs are some of them
 * @param again true: one more name of a file that came before with the same inode; its content does not follow
 */
public record Node(
        byte[] name,
        int mode,
        long owner,
        long group,
        Instant modified,
        Instant changed,
        long inode,
        long links,
        long size,
        long special,
        byte[] target,
        List<Attribute> xattrs,
        boolean again)
        implements TreeRecord {
    private static final int S_IFMT = 0170000;

    public Node {
        xattrs = List.copyOf(xattrs);
    }

    /** An extended attribute. */
    public record Attribute(byte[] name, byte[] value) {}

    /** The type bits alone. */
    public int type() {
        return mode & S_IFMT;
    }

    /** Permissions, 0..07777. */
    public int permissions() {
        return mode & 07777;
    }

    public boolean isDirectory() {
        return type() == FileCalls.S_IFDIR;
    }

    public boolean isRegular() {
        return type() == FileCalls.S_IFREG;
    }

    public boolean isSymbolicLink() {
        return type() == FileCalls.S_IFLNK;
    }

    /** Whether content follows. */
    public boolean hasContent() {
        return isRegular() && !again;
    }

    /** The same as one more name of a file that came before, or as its first. */
    public Node asAgain(boolean other) {
        return new Node(
                name, mode, owner, group, modified, changed, inode, links, size, special, target, xattrs, other);
    }
}
