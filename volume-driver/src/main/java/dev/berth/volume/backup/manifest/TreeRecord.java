package dev.berth.volume.backup.manifest;

import dev.berth.volume.backup.chunk.ChunkId;

/**
 * One record of a tree: a directory's node is followed by those of its entries in the order of their names' bytes and by
 * {@link Leave}; a regular file's node by its {@link Data} and {@link Hole}; the whole ends with {@link End}.
 */
public sealed interface TreeRecord permits Node, TreeRecord.Data, TreeRecord.Hole, TreeRecord.Leave, TreeRecord.End {
    /** The next bytes of the file. @param length bytes, at least 1 */
    record Data(ChunkId chunk, int length) implements TreeRecord {}

    /** The next bytes of the file are zeros that take no place. */
    record Hole(long length) implements TreeRecord {}

    /** The directory ends. */
    record Leave() implements TreeRecord {
        /** The one there is. */
        public static final Leave LEAVE = new Leave();
    }

    /**
     * The tree ends.
     *
     * @param nodes how many there were
     * @param bytes sizes of all regular files, each counted once
     */
    record End(long nodes, long bytes) implements TreeRecord {}
}
