package dev.berth.volume;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.RenameMode;
import dev.berth.linux.tree.Directory;
import dev.berth.linux.tree.NodeAttributes;
import dev.berth.linux.tree.TreeCopy;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.volume.CopyUpSteps.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Fills an empty volume so that a crash at any moment leaves it empty or leads to the whole tree: the tree is staged on
 * the same file system, marked complete, and its entries are moved in by renames. Moved rather than put in the place of
 * the volume's root, for a running container may have that mounted. A mark found later means that the moves are to be
 * gone on with; a stage without a mark is thrown away. Callers hold the volume's lock.
 *
 * @see <a href="../../../../../../docs/adr/0005-copy-up-by-rename.md">ADR 5</a>
 */
final class StagedCopy {
    private final VolumeDirectory volume;
    private final Path staging;
    private final CopyUpSteps steps;

    private StagedCopy(VolumeDirectory volume, Path staging, CopyUpSteps steps) {
        this.volume = volume;
        this.staging = staging;
        this.steps = steps;
    }

    /** For a volume that is a directory: staged beside it. */
    static StagedCopy beside(VolumeDirectory volume, CopyUpSteps steps) {
        return new StagedCopy(volume, volume.staging(), steps);
    }

    /** For a volume that is another file system, mounted now: staged inside it, as no rename leads from outside in. */
    static StagedCopy inside(VolumeDirectory volume, CopyUpSteps steps) {
        return new StagedCopy(volume, volume.data().resolve(".berth-staging"), steps);
    }

    /** Whether there is something in the volume, and no copy-up to be ended. */
    boolean isFilled() {
        if (Files.exists(volume.stagingComplete())) {
            return false;
        }
        try (Directory data = Directory.open(volume.data())) {
            return !data.isEmpty();
        }
    }

    /** @return false if the volume had something in it already */
    boolean fillFrom(Path source) {
        recover();
        try (Directory data = Directory.open(volume.data())) {
            if (!data.isEmpty()) {
                return false;
            }
        }
        try {
            stage(source);
        } catch (IOException | ErrnoException failure) {
            SystemFailure told =
                    new SystemFailure("copy up to " + volume.data() + ": " + failure.getMessage(), failure);
            // A disk that is full must not stay so.
            Cleanup.afterFailure(told, () -> TreeDelete.delete(volume.stagingMark()), () -> TreeDelete.delete(staging));
            throw told;
        }
        moveIn();
        return true;
    }

    private void stage(Path source) throws IOException {
        Files.createDirectory(staging);
        steps.passed(Step.STAGING_MADE);
        TreeCopy.copyLayer(source, staging);
        steps.passed(Step.STAGED);
        markComplete();
        steps.passed(Step.COMPLETE_MARKED);
    }

    /** The mark has the times of the root, which the stage itself loses with the first entry that is moved out of it. */
    private void markComplete() throws IOException {
        FileStatus root = FileCalls.status(staging);
        Files.deleteIfExists(volume.stagingMark());
        Files.createFile(volume.stagingMark());
        FileCalls.setTimes(volume.stagingMark(), root.accessed(), root.modified());
        FileCalls.rename(volume.stagingMark(), volume.stagingComplete(), RenameMode.NO_REPLACE);
    }

    /** Ends what a crash interrupted. */
    void recover() {
        if (Files.exists(volume.stagingComplete())) {
            moveIn();
        } else {
            TreeDelete.delete(volume.stagingMark());
            TreeDelete.delete(staging);
        }
    }

    /** Ends what a crash interrupted after the tree was complete; a stage that is not may be another host's. */
    void goOn() {
        if (Files.exists(volume.stagingComplete())) {
            moveIn();
        }
    }

    private void moveIn() {
        try {
            if (Files.isDirectory(staging)) {
                try (Directory staged = Directory.open(staging);
                        Directory data = Directory.open(volume.data())) {
                    NodeAttributes root = NodeAttributes.of(staged.path("."), staged.status());
                    moveAll(staged, data);
                    steps.passed(Step.ALL_MOVED);
                    root.applyTo(data, ".");
                    FileStatus times = FileCalls.status(volume.stagingComplete());
                    FileCalls.setTimes(data.path("."), times.accessed(), times.modified());
                    steps.passed(Step.ROOT_DRESSED);
                }
            }
            // The mark before the stage: a stage alone means "throw it away", and there is nothing in it any more.
            Files.deleteIfExists(volume.stagingComplete());
            steps.passed(Step.MARK_REMOVED);
        } catch (IOException failure) {
            throw new SystemFailure("copy up to " + volume.data() + ": " + failure.getMessage(), failure);
        }
        TreeDelete.delete(staging);
    }

    /** Listed until nothing is there: an entry may be missed while others are moved. */
    private void moveAll(Directory staged, Directory data) {
        boolean[] some = {true};
        boolean[] first = {true};
        try (Fd listed = staged.open(".", OpenFlags.READ_ONLY | OpenFlags.DIRECTORY, 0)) {
            while (some[0]) {
                some[0] = false;
                AtCalls.entries(listed, name -> {
                    some[0] = true;
                    move(staged, name, data);
                    if (first[0]) {
                        first[0] = false;
                        steps.passed(Step.FIRST_ENTRY_MOVED);
                    }
                });
            }
        }
    }

    private static void move(Directory staged, byte[] name, Directory data) {
        try {
            AtCalls.rename(staged.fd(), name, data.fd(), name, RenameMode.NO_REPLACE);
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.EEXIST) {
                throw failure;
            }
            // A running container has made an entry of that name meanwhile: it is the newer one.
            TreeDelete.delete(staged, ByteText.decode(name));
        }
    }
}
