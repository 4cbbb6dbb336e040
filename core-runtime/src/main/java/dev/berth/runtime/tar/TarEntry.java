package dev.berth.runtime.tar;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;

/**
 * One member of an archive, without its content.
 *
 * @param name path with {@code /} between components, as in the archive but without a trailing slash; bytes that are
 *     not UTF-8 are kept as lone surrogates, see {@link dev.berth.linux.sys.ByteText}
 * @param size bytes of content, 0 unless a file
 * @param linkName target of a link, else empty; of a hard link the name of an earlier member
 * @param device of a device node, else {@link Device#NONE}
 */
public record TarEntry(String name, TarType type, TarMetadata metadata, long size, String linkName, Device device) {
    public TarEntry {
        if (size < 0 || (size > 0 && type != TarType.FILE)) {
            throw new IllegalArgumentException("tar member " + name + ": size " + size + " of a " + type);
        }
    }

    /** A regular file. */
    public static TarEntry file(String name, TarMetadata metadata, long size) {
        return new TarEntry(name, TarType.FILE, metadata, size, "", Device.NONE);
    }

    /** A directory. */
    public static TarEntry directory(String name, TarMetadata metadata) {
        return new TarEntry(name, TarType.DIRECTORY, metadata, 0, "", Device.NONE);
    }

    /** A symbolic or hard link. */
    public static TarEntry link(String name, TarType type, TarMetadata metadata, String target) {
        return new TarEntry(name, type, metadata, 0, target, Device.NONE);
    }

    /** A device or a FIFO, as the kernel tells of it. */
    static TarEntry special(String name, FileStatus status, TarMetadata metadata) {
        TarType type = switch (status.type()) {
            case FileCalls.S_IFCHR -> TarType.CHAR_DEVICE;
            case FileCalls.S_IFBLK -> TarType.BLOCK_DEVICE;
            default -> TarType.FIFO;
        };
        Device device = type.isDevice()
                ? new Device(FileStatus.major(status.special()), FileStatus.minor(status.special()))
                : Device.NONE;
        return new TarEntry(name, type, metadata, 0, "", device);
    }

    /** Numbers of a device node. */
    public record Device(int major, int minor) {
        /** Of what is no device. */
        public static final Device NONE = new Device(0, 0);
    }
}
