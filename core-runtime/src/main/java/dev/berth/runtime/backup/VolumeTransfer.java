package dev.berth.runtime.backup;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.tree.TreeCopy;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.runtime.tar.TarFormatException;
import dev.berth.runtime.tar.TreeUnpacker;
import dev.berth.runtime.tar.UnpackRules;
import dev.berth.runtime.tar.VolumeTar;
import dev.berth.runtime.volume.Volume;
import dev.berth.runtime.volume.VolumeData;
import dev.berth.runtime.volume.VolumeService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** Volumes as archives, copies of volumes, and other names for them. */
public final class VolumeTransfer {
    private final VolumeService volumes;
    private final BackupService backups;

    public VolumeTransfer(VolumeService volumes, BackupService backups) {
        this.volumes = volumes;
        this.backups = backups;
    }

    /** @throws EngineException.NotFound there is no such volume */
    public void requireVolume(String name) {
        volumes.inspect(name);
    }

    /** Writes the volume's tree, its root's own attributes included, as GNU tar reads it; as it is just then. */
    public void export(String name, OutputStream tar) throws IOException {
        try (VolumeData.Held held = volumes.data().hold(name)) {
            VolumeTar.write(held.source().data(), tar);
        }
    }

    /**
     * Gives a volume what is in an archive, all of it or nothing; made if it is not there.
     *
     * @param tar uncompressed; no member can get out of the volume
     * @param replace allows an existing volume's data to be replaced
     * @throws InvalidParameter a bad archive
     */
    public Volume load(String name, InputStream tar, boolean replace) {
        return backups.fill("import", name, Map.of(), Replacement.of(replace), target -> {
            try {
                TreeUnpacker.unpack(tar, target, UnpackRules.TREE);
                FileCalls.syncFileSystem(target);
            } catch (TarFormatException bad) {
                throw new InvalidParameter(String.valueOf(bad.getMessage()), bad);
            } catch (IOException failure) {
                throw new SystemFailure(String.valueOf(failure.getMessage()), failure);
            }
        });
    }

    /**
     * Makes a volume that is a copy of another, labels included.
     *
     * @throws EngineException.Conflict the new name is taken, or running containers may write to the volume
     */
    public Volume copy(String name, String newName) {
        backups.requireQuiet("clone", name);
        try (VolumeData.Held held = volumes.data().hold(name)) {
            Map<String, String> labels = new TreeMap<>(held.source().labels());
            labels.remove(Volume.ANONYMOUS_LABEL);
            return backups.fill("clone", newName, labels, Replacement.REFUSED, target -> {
                TreeCopy.copy(held.source().data(), target);
                FileCalls.syncFileSystem(target);
            });
        }
    }

    /** Gives a volume that no container refers to another name. */
    public Volume rename(String name, String newName) {
        volumes.data().rename(name, newName);
        return volumes.inspect(newName);
    }
}
