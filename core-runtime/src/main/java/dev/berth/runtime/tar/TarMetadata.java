package dev.berth.runtime.tar;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What belongs to any kind of member.
 *
 * @param mode permission, setuid, setgid and sticky bits, 0..07777
 * @param uid owner, 0..2^32-2
 * @param gid group, 0..2^32-2
 * @param mtime to the nanosecond
 * @param xattrs extended attributes by full name, such as {@code security.capability}; values are bytes
 */
public record TarMetadata(int mode, long uid, long gid, Instant mtime, SortedMap<String, byte[]> xattrs) {
    public TarMetadata {
        if (mode < 0 || mode > 07777 || uid < 0 || gid < 0) {
            throw new IllegalArgumentException("tar member: mode 0" + Integer.toOctalString(mode) + ", owner " + uid
                    + ":" + gid + " is out of range");
        }
        xattrs = Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
    }

    /** Of root, without extended attributes. */
    public static TarMetadata of(int mode, Instant mtime) {
        return new TarMetadata(mode, 0, 0, mtime, Collections.emptySortedMap());
    }

    /** The same with other extended attributes. */
    public TarMetadata withXattrs(Map<String, byte[]> other) {
        return new TarMetadata(mode, uid, gid, mtime, new TreeMap<>(other));
    }
}
