package dev.berth.linux.testing;

import dev.berth.linux.sys.FreeSpace;
import dev.berth.linux.sys.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory that becomes full when a test wants it to. */
public final class SmallDisk implements AutoCloseable {
    /** {@code MS_REMOUNT} of {@code linux/mount.h}. */
    private static final long REMOUNT = 0x20;

    private static final long PAGE = 4096;
    private static final long ALL_BYTES = 64L << 20;
    private static final long ALL_FILES = 10_000;

    /** More attempts than any test needs. */
    private static final int MOST = 500;

    private final Path place;

    /** @param place a directory, made if it is not there */
    public SmallDisk(Path place) throws IOException {
        this.place = Files.createDirectories(place);
        Mounts.tmpfs(place, options(ALL_BYTES, ALL_FILES));
    }

    private static String options(long bytes, long files) {
        return "size=" + bytes + ",nr_inodes=" + files;
    }

    /** What a disk can be short of. */
    public enum Scarce {
        /** Files, directories, links and names: the one that is too many cannot be made. */
        FILES,
        /** Pages of content. */
        PAGES
    }

    /** Where it is mounted. */
    public Path place() {
        return place;
    }

    /** Told of an attempt that failed; the disk is still full. */
    @FunctionalInterface
    public interface Failed {
        /** @param left what the attempt has left on the disk: bytes, and files */
        void look(RuntimeException failure, FreeSpace left);
    }

    /**
     * Tries with nothing left of what is scarce, then with one more each time, until there is enough.
     *
     * @return how many attempts failed
     */
    public int tryWithMoreAndMore(Scarce scarce, Runnable attempt, Failed failed) {
        for (int room = 0; room < MOST; room++) {
            limit(scarce, room);
            FreeSpace before = FreeSpace.of(place);
            try {
                attempt.run();
                enlarge();
                return room;
            } catch (RuntimeException failure) {
                FreeSpace after = FreeSpace.of(place);
                failed.look(failure, new FreeSpace(before.bytes() - after.bytes(), before.files() - after.files()));
            }
        }
        throw new AssertionError("it still fails with room for " + MOST + " " + scarce);
    }

    private void limit(Scarce scarce, int room) {
        enlarge();
        FreeSpace free = FreeSpace.of(place);
        // Nothing at all would mean no limit.
        long bytes = Math.max(PAGE, ALL_BYTES - free.bytes() + room * PAGE);
        long files = ALL_FILES - free.files() + room;
        remount(scarce == Scarce.PAGES ? bytes : ALL_BYTES, scarce == Scarce.FILES ? files : ALL_FILES);
    }

    /** There is room again. */
    public void enlarge() {
        remount(ALL_BYTES, ALL_FILES);
    }

    private void remount(long bytes, long files) {
        Mounts.mount("tmpfs", "tmpfs", place, REMOUNT, options(bytes, files));
    }

    @Override
    public void close() {
        Mounts.unmount(place, true);
    }
}
