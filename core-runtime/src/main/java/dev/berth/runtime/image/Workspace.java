package dev.berth.runtime.image;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.Mounts;
import dev.berth.linux.sys.RenameMode;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image's file system to look into and to write in; what was written can become a layer. The image's layers stay
 * while it is open. For one thread.
 */
public final class Workspace implements AutoCloseable {
    private static final int READ_FOR_ALL = 0755;

    private final Path home;
    private final LayerClaims.Claim claim;

    private Workspace(Path home, LayerClaims.Claim claim) {
        this.home = home;
        this.claim = claim;
    }

    /** Mounts layers, none for {@code scratch}. @param claim on them, closed with the workspace */
    static Workspace mount(LayerStore layers, LayerClaims.Claim claim, List<Path> lowers) {
        return filled(layers, claim, "make a workspace", workspace -> {
            List<Path> below = new ArrayList<>(lowers);
            if (below.isEmpty()) {
                below.add(Files.createDirectory(workspace.home.resolve("empty")));
            }
            Path tree = workspace.makeTree();
            Path work = Files.createDirectory(workspace.home.resolve("work"));
            Mounts.overlay(below, tree, work, Files.createDirectory(workspace.path()));
        });
    }

    /** Takes over what a container changed, which must not run any more and must not start again. */
    static Workspace adopt(LayerStore layers, LayerClaims.Claim claim, Path upper) {
        return filled(
                layers,
                claim,
                "take over the container's changes",
                workspace -> FileCalls.rename(upper, workspace.home.resolve("tree"), RenameMode.NO_REPLACE));
    }

    /** As {@link #adopt}, leaving the container what it has. */
    static Workspace copy(LayerStore layers, LayerClaims.Claim claim, Path upper) {
        return filled(
                layers,
                claim,
                "read the container's changes",
                workspace -> LayerCopy.make(upper, workspace.makeTree()));
    }

    @FunctionalInterface
    private interface Filling {
        void of(Workspace workspace) throws IOException;
    }

    /** A new one with something in it; of one that fails nothing is left. */
    private static Workspace filled(LayerStore layers, LayerClaims.Claim claim, String what, Filling filling) {
        Workspace workspace = open(layers, claim);
        try {
            filling.of(workspace);
            return workspace;
        } catch (IOException failure) {
            Cleanup.afterFailure(failure, workspace::close);
            throw new EngineException.SystemFailure(what + ": " + failure, failure);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, workspace::close);
            throw failure;
        }
    }

    private Path makeTree() throws IOException {
        Path tree = Files.createDirectory(home.resolve("tree"));
        FileCalls.chmod(tree, READ_FOR_ALL);
        return tree;
    }

    /** Takes out of what was written a file or directory with nothing in it; one with something stays. */
    public void removeEmpty(String path) {
        Path file = home.resolve("tree").resolve(path.substring(1));
        try {
            boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            if (plain ? Files.size(file) == 0 : Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(file);
            }
        } catch (DirectoryNotEmptyException used) {
            // The step made something in it.
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("take " + path + " out of the step's changes: " + failure, failure);
        }
    }

    private static Workspace open(LayerStore layers, LayerClaims.Claim claim) {
        try {
            return new Workspace(layers.workplace(), claim);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, claim::close);
            throw failure;
        }
    }

    /** Where the workspace that is kept in this directory is mounted. */
    static Path mountPoint(Path home) {
        return home.resolve("merged");
    }

    /** The root of the file system. */
    public Path path() {
        return mountPoint(home);
    }

    /** What was written, as a layer. */
    StagedLayer stage() {
        Mounts.unmount(path(), true);
        return StagedLayer.ofTree(home);
    }

    @Override
    public void close() {
        Cleanup.all(() -> Mounts.unmount(path(), true), () -> TreeDelete.delete(home), claim::close);
    }
}
