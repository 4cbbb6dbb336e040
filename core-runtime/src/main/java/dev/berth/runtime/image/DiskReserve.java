package dev.berth.runtime.image;

import dev.berth.linux.sys.FreeSpace;
import dev.berth.runtime.tar.UnpackRules;
import java.nio.file.Path;

/** What others made, however small it is packed, may not fill the disk: some of it stays free. */
public final class DiskReserve {
    private static final long BYTES = 64L << 20;
    private static final long FILES = 1000;

    private DiskReserve() {}

    /** What may be taken of the file system that the directory is on. */
    static FreeSpace usable(Path directory) {
        FreeSpace free = FreeSpace.of(directory);
        return new FreeSpace(Math.max(0, free.bytes() - BYTES), Math.max(0, free.files() - FILES));
    }

    /** The rules, limited to what may be taken there now. */
    public static UnpackRules limit(UnpackRules rules, Path directory) {
        FreeSpace usable = usable(directory);
        return rules.limitedTo(usable.bytes(), usable.files());
    }
}
