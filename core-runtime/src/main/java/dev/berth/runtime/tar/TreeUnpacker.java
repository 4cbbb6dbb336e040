package dev.berth.runtime.tar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Unpacks an archive into a directory and nowhere else: {@code ..} is refused, a symbolic link on the way is followed
 * only within the directory, and is replaced, never written through, where it is the last component. Owners, modes,
 * extended attributes, times, hard links and devices are restored.
 */
public final class TreeUnpacker {
    private TreeUnpacker() {}

    /**
     * @param tar uncompressed; read to its end mark, not closed
     * @param directory exists; what is in it stays unless a member replaces it
     * @return bytes of content unpacked
     * @throws TarFormatException a bad archive, or a member that the rules refuse
     */
    public static long unpack(InputStream tar, Path directory, UnpackRules rules) throws IOException {
        throw new IllegalStateException("unpack: not there yet");
    }
}
