package dev.berth.volume;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.RenameMode;
import dev.berth.linux.sys.Xattrs;
import dev.berth.linux.tree.Directory;
import dev.berth.linux.tree.NodeAttributes;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives a directory that is mounted, and so has to stay, other content: old entries are moved out, then new ones in. A mark
 * on the disk tells which of the two is under way, so that what a crash interrupts is brought to its end.
 */
final class ContentExchange {
    private final VolumeDirectory directory;
    private final Runnable step;

    ContentExchange(VolumeDirectory directory) {
        this(directory, () -> {});
    }

    /** @param step run after each change, for tests that end there as a crash would */
    ContentExchange(VolumeDirectory directory, Runnable step) {
        this.directory = directory;
        this.step = step;
    }

    /** Ends what a crash interrupted, and deletes what is of no use any more. */
    void recover() {
        if (isUnderWay()) {
            goOn();
        }
        clean();
    }

    private boolean isUnderWay() {
        return Files.exists(directory.movingOut()) || Files.exists(directory.movingIn());
    }

    /** Everything that may take time, with the new data lying whole in its place. */
    void prepare() {
        VolumeDirectory.make(directory.replacementRoot());
        try (Directory parent = Directory.open(directory.path())) {
            String root = String.valueOf(directory.replacement().getFileName());
            NodeAttributes.of(parent.path(root), parent.status(root))
                    .applyTo(parent, String.valueOf(directory.replacementRoot().getFileName()));
        }
        VolumeDirectory.make(directory.replaced());
        FileCalls.sync(directory.path());
    }

    /** Exchanges; while it runs nobody should look. */
    void run() {
        FileCalls.mknod(directory.movingOut(), FileCalls.S_IFREG | 0600, 0);
        FileCalls.sync(directory.path());
        step.run();
        try {
            goOn();
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, this::goBack);
            throw failure;
        }
    }

    private void goOn() {
        if (Files.exists(directory.movingOut())) {
            moveAll(directory.data(), directory.replaced());
            FileCalls.sync(directory.data());
            FileCalls.sync(directory.replaced());
            FileCalls.rename(directory.movingOut(), directory.movingIn(), RenameMode.NO_REPLACE);
            FileCalls.sync(directory.path());
            step.run();
        }
        moveAll(directory.replacement(), directory.data());
        step.run();
        applyRoot();
        FileCalls.sync(directory.data());
        TreeDelete.delete(directory.movingIn());
        FileCalls.sync(directory.path());
        step.run();
    }

    /** The old entries in their place again; interrupted anywhere, {@link #goOn} is right, too. */
    private void goBack() {
        if (Files.exists(directory.movingIn())) {
            if (Files.exists(directory.replacement())) {
                moveAll(directory.data(), directory.replacement());
            }
            FileCalls.rename(directory.movingIn(), directory.movingOut(), RenameMode.NO_REPLACE);
        }
        moveAll(directory.replaced(), directory.data());
        FileCalls.sync(directory.data());
        TreeDelete.delete(directory.movingOut());
        FileCalls.sync(directory.path());
    }

    private void moveAll(Path from, Path to) {
        int flags = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;
        try (Fd source = FileCalls.open(from, flags, 0);
                Fd target = FileCalls.open(to, flags, 0)) {
            boolean[] some = {true};
            while (some[0]) {
                some[0] = false;
                AtCalls.entries(source, name -> {
                    some[0] = true;
                    AtCalls.rename(source, name, target, name, RenameMode.NO_REPLACE);
                    step.run();
                });
            }
        }
    }

    private void applyRoot() {
        NodeAttributes wanted =
                NodeAttributes.of(directory.replacementRoot(), FileCalls.status(directory.replacementRoot()));
        for (String name : Xattrs.list(directory.data())) {
            if (!wanted.xattrs().containsKey(name)) {
                Xattrs.remove(directory.data(), name);
            }
        }
        try (Directory parent = Directory.open(directory.path())) {
            wanted.applyTo(parent, String.valueOf(directory.data().getFileName()));
        }
    }

    /** Deletes the old data, and what else is left, unless it could neither be exchanged nor put back. */
    void clean() {
        if (isUnderWay()) {
            return;
        }
        TreeDelete.delete(directory.replacement());
        TreeDelete.delete(directory.replaced());
        TreeDelete.delete(directory.replacementRoot());
    }
}
