package dev.berth.runtime.tar;

/**
 * What unpacking allows.
 *
 * @param devices true: device nodes are made; false: a member that is one is refused
 * @param owners true: owner and group as in the archive; false: all is root's
 * @param whiteouts what {@code .wh.} names mean
 * @param replaceOtherKind true: a file replaces a directory and the other way round; false: that is refused
 * @param maxBytes of content in all, then refused
 * @param maxMembers of the archive, then refused
 */
public record UnpackRules(
        boolean devices,
        boolean owners,
        Whiteouts whiteouts,
        boolean replaceOtherKind,
        long maxBytes,
        long maxMembers) {
    /** An image layer: everything as it is, whiteouts become overlayfs's. */
    public static final UnpackRules LAYER = new UnpackRules(true, true, Whiteouts.OVERLAY, true);

    /** A whole file system, as for {@code docker import}: no name is special. */
    public static final UnpackRules TREE = new UnpackRules(true, true, Whiteouts.PLAIN, true);

    public UnpackRules {
        if (maxBytes < 0 || maxMembers < 0) {
            throw new IllegalArgumentException("unpack limit is negative: " + maxBytes + ", " + maxMembers);
        }
    }

    /** Rules without a limit. */
    public UnpackRules(boolean devices, boolean owners, Whiteouts whiteouts, boolean replaceOtherKind) {
        this(devices, owners, whiteouts, replaceOtherKind, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** The same with other limits. */
    public UnpackRules limitedTo(long bytes, long members) {
        return new UnpackRules(devices, owners, whiteouts, replaceOtherKind, bytes, members);
    }

    /** The meaning of names that begin with {@code .wh.}. */
    public enum Whiteouts {
        /** None. */
        PLAIN,
        /** {@code .wh.X} becomes a character device 0:0 named X, {@code .wh..wh..opq} makes its directory opaque. */
        OVERLAY
    }
}
