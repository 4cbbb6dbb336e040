package dev.berth.volume;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.RenameMode;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException.NotImplemented;
import dev.berth.plugin.EngineException.SystemFailure;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Gives volumes other data, all of it at once: the directory in one step, or its entries while nobody looks. */
final class DataReplacement {
    private final VolumeRoot root;
    private final VolumeMounts mounts;
    private final VolumeLocks locks;

    /** @param locks of the volumes, which others take, too */
    DataReplacement(VolumeRoot root, VolumeMounts mounts, VolumeLocks locks) {
        this.root = root;
        this.mounts = mounts;
        this.locks = locks;
    }

    void replace(String name, Consumer<Path> fill) {
        replacing(
                name,
                () -> locks.with(name, () -> {
                    VolumeDirectory directory = idle(name);
                    Path replacement = directory.replacement();
                    TreeDelete.delete(replacement);
                    try {
                        directory.makeReplacement();
                        fill.accept(replacement);
                        // What is exchanged is on the disk, so that a power cut finds the old or the new, too.
                        FileCalls.rename(replacement, directory.data(), RenameMode.EXCHANGE);
                        FileCalls.sync(directory.path());
                    } catch (RuntimeException failure) {
                        Cleanup.afterFailure(failure, () -> TreeDelete.delete(replacement));
                        throw failure;
                    }
                    TreeDelete.delete(replacement);
                    return name;
                }));
    }

    /** The replacement is made without the volume's lock, which whoever starts a container may wait for. */
    void replaceMounted(String name, Consumer<Path> fill, Consumer<Runnable> window) {
        replacing(name, () -> {
            VolumeDirectory directory = own(name);
            ContentExchange exchange = new ContentExchange(directory);
            exchange.clean();
            try {
                directory.makeReplacement();
                fill.accept(directory.replacement());
                exchange.prepare();
                window.accept(() -> locks.with(name, () -> {
                    exchange.run();
                    return name;
                }));
            } catch (RuntimeException failure) {
                Cleanup.afterFailure(failure, exchange::clean);
                throw failure;
            }
            exchange.clean();
            return name;
        });
    }

    /** Nobody else makes a replacement of the same volume meanwhile; no volume's name has a slash. */
    private void replacing(String name, Supplier<String> body) {
        try {
            locks.with(name + "/replacement", body);
        } catch (ErrnoException failure) {
            throw new SystemFailure("replace data of volume " + name + ": " + failure.getMessage(), failure);
        }
    }

    /** The volume's directory if its data is this driver's. */
    private VolumeDirectory own(String name) {
        VolumeDirectory directory = root.existing(name);
        if (directory.readOptions().mount().isPresent()) {
            throw new NotImplemented("the data of volume " + name + " lies in a file system that is mounted for it");
        }
        return directory;
    }

    /** The same if it is nobody else's just now. */
    private VolumeDirectory idle(String name) {
        VolumeDirectory directory = own(name);
        mounts.refuseHeld(name);
        return directory;
    }
}
