package dev.berth.linux.sys;

/**
 * How a mount passes mounts below it on to its copies. {@code R...}: the whole tree.
 *
 * @see <a href="https://docs.kernel.org/filesystems/sharedsubtree.html">shared subtrees</a>
 */
public enum Propagation {
    PRIVATE(1 << 18),
    SLAVE(1 << 19),
    SHARED(1 << 20),
    RPRIVATE(1 << 18 | 0x4000),
    RSLAVE(1 << 19 | 0x4000),
    RSHARED(1 << 20 | 0x4000);

    private final long flags;

    Propagation(long flags) {
        this.flags = flags;
    }

    long flags() {
        return flags;
    }
}
