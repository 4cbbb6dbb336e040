package dev.berth.plugin.volume.backup;

import java.nio.file.Path;
import java.util.List;

/**
 * Keeps backups of directories in repositories. Several calls at once are safe, from several processes, too; a process
 * may be killed at any instruction of any of them.
 *
 * <p>Every call throws {@link dev.berth.plugin.EngineException}: {@code NotFound} if there is no such repository or
 * backup, {@code Conflict} if the repository is locked, {@code NotImplemented} if it is of a newer version.
 */
public interface VolumeBackups {
    /**
     * Backs up volumes as they are at one moment.
     *
     * @param freeze asked once to hold up the writers, for what has changed since a first look
     * @return one for each source, in their order
     * @throws dev.berth.plugin.EngineException.Unavailable the writers could not be held, and that was not allowed
     */
    List<BackupInfo> backup(BackupRequest request, WriterFreeze freeze);

    /** Every backup, oldest first. */
    List<BackupInfo> list(Path repository);

    /** The backup of that id, or the only one that begins so. */
    BackupInfo find(Path repository, String id);

    /**
     * Makes the tree of a backup, every byte of it checked; on the disk when this returns.
     *
     * @param target an empty directory
     */
    void restore(Path repository, String id, Path target);

    /** Reads every byte of the repository and follows every backup. */
    VerifyReport verify(Path repository);

    /** Forgets backups. */
    ForgetReport forget(Path repository, ForgetRequest request);
}
