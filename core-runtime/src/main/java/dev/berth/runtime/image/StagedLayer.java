package dev.berth.runtime.image;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.linux.tree.TreeSize;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.tar.TarFormatException;
import dev.berth.runtime.tar.TreeTar;
import dev.berth.runtime.tar.TreeUnpacker;
import dev.berth.runtime.tar.UnpackRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A layer being put together: unpacked, not synced yet, in a directory of its own that {@link #close} deletes with what is
 * still in it.
 *
 * @param home the directory
 * @param diffId digest of its archive
 */
record StagedLayer(Path home, String diffId, LayerRecord record) implements AutoCloseable {
    static final String PREFIX = "layer-";
    private static final int READ_FOR_ALL = 0755;
    /** Two blocks of zeros, which end every archive. */
    private static final int EMPTY_TAR = 1024;

    /**
     * Unpacks an archive. The layer's diff id is the digest of the archive that its tree is written as, so that it can
     * be written again at any time.
     *
     * @throws EngineException.InvalidParameter it is no archive
     */
    static StagedLayer unpack(Path temporary, InputStream tar, UnpackRules rules) {
        return build(temporary, home -> {
            long size = unpackTree(tar, home.resolve("tree"), rules);
            DigestStream canonical = new DigestStream(OutputStream.nullOutputStream());
            TreeTar.write(home.resolve("tree"), canonical, TreeTar.Options.LAYER);
            return new StagedLayer(home, canonical.text(), new LayerRecord(size, canonical.count(), false, ""));
        });
    }

    /**
     * Unpacks an archive whose digest is known. The file is kept as the layer's archive if a registry knows it, or if
     * the tree's own archive is another.
     *
     * @throws EngineException.InvalidParameter it is no archive, or has another digest
     */
    static StagedLayer unpackFile(Path temporary, LayerSource source, String diffId, UnpackRules rules) {
        return build(temporary, home -> {
            DigestStream given = new DigestStream(OutputStream.nullOutputStream());
            long size;
            try (InputStream in = source.open()) {
                size = unpackChecked(in, home.resolve("tree"), given, diffId, rules);
            }
            boolean kept = !source.blob().isEmpty() || !isWrittenAs(home.resolve("tree"), source);
            if (kept) {
                Files.createLink(home.resolve("archive"), source.file());
            }
            return new StagedLayer(home, diffId, new LayerRecord(size, given.count(), kept, source.blob()));
        });
    }

    private static boolean isWrittenAs(Path tree, LayerSource source) throws IOException {
        try (InputStream in = source.open();
                SameBytes same = new SameBytes(in)) {
            TreeTar.write(tree, same, TreeTar.Options.LAYER);
            same.finish();
            return true;
        } catch (SameBytes.Different different) {
            return false;
        }
    }

    private static long unpackChecked(InputStream in, Path tree, DigestStream digest, String diffId, UnpackRules rules)
            throws IOException {
        InputStream copied = new CopyingInput(in, digest);
        long size = unpackTree(copied, tree, rules);
        copied.transferTo(OutputStream.nullOutputStream());
        String found = digest.text();
        if (!found.equals(diffId)) {
            throw new EngineException.InvalidParameter(
                    "invalid diffID for layer: expected \"" + diffId + "\", got \"" + found + "\"");
        }
        return size;
    }

    /** A copy of what a container changed, as overlayfs keeps it. */
    static StagedLayer ofUpper(Path temporary, Path upper) {
        return build(temporary, home -> {
            LayerCopy copy = LayerCopy.make(upper, makeTree(home.resolve("tree")));
            return new StagedLayer(home, copy.diffId(), new LayerRecord(copy.size(), copy.tarSize(), false, ""));
        });
    }

    /** A layer of the files that are in {@code home/tree}, as overlayfs keeps a container's changes. */
    static StagedLayer ofTree(Path home) {
        try {
            DigestStream canonical = new DigestStream(OutputStream.nullOutputStream());
            TreeTar.write(home.resolve("tree"), canonical, TreeTar.Options.LAYER);
            long size = TreeSize.ofContent(home.resolve("tree"));
            return new StagedLayer(home, canonical.text(), new LayerRecord(size, canonical.count(), false, ""));
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read layer: " + failure.getMessage(), failure);
        }
    }

    /** True if it changes nothing. */
    boolean isEmpty() {
        return record.tarSize() <= EMPTY_TAR;
    }

    Path tree() {
        return home.resolve("tree");
    }

    Path archive() {
        return home.resolve("archive");
    }

    @Override
    public void close() {
        TreeDelete.delete(home);
    }

    private static StagedLayer build(Path temporary, Work work) {
        try {
            Files.createDirectories(temporary);
            Path home = Files.createTempDirectory(temporary, PREFIX);
            try {
                return work.in(home);
            } catch (IOException | RuntimeException failure) {
                Cleanup.afterFailure(failure, () -> TreeDelete.delete(home));
                throw failure;
            }
        } catch (TarFormatException failure) {
            throw new EngineException.InvalidParameter("Error processing tar file: " + failure.getMessage(), failure);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("unpack layer: " + failure.getMessage(), failure);
        }
    }

    private static long unpackTree(InputStream tar, Path tree, UnpackRules rules) throws IOException {
        return TreeUnpacker.unpack(tar, makeTree(tree), rules);
    }

    private static Path makeTree(Path tree) throws IOException {
        Files.createDirectory(tree);
        FileCalls.chmod(tree, READ_FOR_ALL);
        return tree;
    }

    @FunctionalInterface
    private interface Work {
        StagedLayer in(Path home) throws IOException;
    }

    /** Copies everything that is read through it. */
    private static final class CopyingInput extends WatchedInput {
        private final OutputStream copy;

        CopyingInput(InputStream in, OutputStream copy) {
            super(in);
            this.copy = copy;
        }

        @Override
        protected void passed(byte[] data, int offset, int length) throws IOException {
            copy.write(data, offset, length);
        }
    }
}
