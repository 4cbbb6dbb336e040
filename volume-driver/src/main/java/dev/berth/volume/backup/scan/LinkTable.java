package dev.berth.volume.backup.scan;

import java.util.HashMap;
import java.util.Map;

/** Files of several names of which some have come and some not; forgotten with the last. */
final class LinkTable {
    private final Map<Long, Long> missing = new HashMap<>();

    /** Whether a name of it came before. */
    boolean has(long inode) {
        return missing.containsKey(inode);
    }

    /** One more name of it has come. */
    void came(long inode, long links) {
        Long left = missing.getOrDefault(inode, links);
        if (left <= 1) {
            missing.remove(inode);
        } else {
            missing.put(inode, left - 1);
        }
    }
}
