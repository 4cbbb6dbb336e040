package dev.berth.volume;

import dev.berth.linux.sys.MountTable;
import dev.berth.linux.sys.Mounts;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.SystemFailure;
import java.nio.file.Path;
import java.util.Optional;

/** Who holds which volume, and file systems that are mounted while somebody does. Callers hold the volume's lock. */
final class VolumeMounts {
    private final Holders holders;
    private final OptionVault vault;
    private final CopyUpSteps steps;

    VolumeMounts(Holders holders, OptionVault vault, CopyUpSteps steps) {
        this.holders = holders;
        this.vault = vault;
        this.steps = steps;
    }

    /** @throws Conflict somebody holds the volume */
    void refuseHeld(String name) {
        if (!holders.isEmpty(name)) {
            throw new Conflict("volume has active mounts");
        }
    }

    /** @return where the data is */
    Path mount(String name, VolumeDirectory directory, String id) {
        boolean known = holders.contains(name, id);
        // Noted first: after a crash in between, the id's unmount finds what to undo.
        holders.add(name, id);
        try {
            Optional<LocalMount> mount = directory.readOptions().mount();
            if (mount.isPresent() && !MountTable.isMountPoint(directory.data())) {
                mountNow(directory);
            }
        } catch (RuntimeException failure) {
            if (!known) {
                Cleanup.afterFailure(failure, () -> holders.remove(name, id));
            }
            throw failure;
        }
        return directory.data();
    }

    private void mountNow(VolumeDirectory directory) {
        try {
            directory.readOptions(vault).mount().ifPresent(mount -> mount.mountOn(directory.data()));
        } catch (SystemFailure failure) {
            throw new SystemFailure(
                    "error while mounting volume '" + directory.data() + "': " + failure.getMessage(), failure);
        }
        try {
            StagedCopy.inside(directory, steps).goOn();
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> Mounts.unmount(directory.data(), false));
            throw failure;
        }
    }

    void unmount(String name, VolumeDirectory directory, String id) {
        if (holders.contains(name, id)) {
            holders.remove(name, id);
            if (holders.isEmpty(name)
                    && directory.exists()
                    && directory.readOptions().mount().isPresent()) {
                Mounts.unmount(directory.data(), false);
            }
        }
    }
}
