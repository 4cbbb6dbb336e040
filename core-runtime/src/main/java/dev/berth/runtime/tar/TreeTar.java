package dev.berth.runtime.tar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/** Writes a tree as an archive: sorted by name, so that the same tree gives the same bytes. Sockets are left out. */
public final class TreeTar {
    private TreeTar() {}

    /** What is in the directory, without the directory itself; names are relative to it. */
    public static void write(Path root, OutputStream out) throws IOException {
        write(root, out, Options.CONTENTS);
    }

    /** The tree in the way that the options say. */
    public static void write(Path root, OutputStream out, Options options) throws IOException {
        throw new IllegalStateException("tree tar: not there yet");
    }

    /**
     * @param name the root's own member's name; empty: the root gets no member and names are relative to it
     * @param grafts directories or files to be written in place of what is at a path, by path relative to the root
     * @param whiteouts true: {@code root} is an overlayfs upper directory and its whiteouts become {@code .wh.} members
     */
    public record Options(String name, Map<String, Path> grafts, boolean whiteouts) {
        /** Contents only, as for {@code docker export}. */
        public static final Options CONTENTS = new Options("", Map.of(), false);

        /** An overlayfs upper directory as an image layer. */
        public static final Options LAYER = new Options("", Map.of(), true);

        public Options {
            grafts = Map.copyOf(grafts);
        }
    }
}
