package dev.berth.runtime.image;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layer between the image and the container, with what the engine needs to mount on and the image may lack: such
 * files are no change that the container made, so that {@code docker diff} and {@code docker commit} leave them out.
 */
final class InitLayer {
    private static final List<String> DIRECTORIES = List.of("dev", "dev/pts", "dev/shm", "proc", "sys", "etc");
    private static final List<String> FILES =
            List.of("dev/console", "etc/hosts", "etc/hostname", "etc/resolv.conf", ".dockerenv");
    private static final Map<String, String> LINKS = Map.of("etc/mtab", "/proc/mounts");
    private static final int READ_FOR_ALL = 0755;

    private final Path root;
    private final LayerView image;

    private InitLayer(Path root, LayerView image) {
        this.root = root;
        this.image = image;
    }

    /** Fills the empty directory {@code root}. */
    static void create(Path root, LayerView image) {
        InitLayer layer = new InitLayer(root, image);
        try {
            for (String directory : DIRECTORIES) {
                layer.directory(Path.of(directory));
            }
            for (String file : FILES) {
                if (layer.place(Path.of(file))) {
                    Files.createFile(root.resolve(file));
                    FileCalls.chmod(root.resolve(file), READ_FOR_ALL);
                }
            }
            for (Map.Entry<String, String> link : LINKS.entrySet()) {
                if (layer.place(Path.of(link.getKey()))) {
                    Files.createSymbolicLink(root.resolve(link.getKey()), Path.of(link.getValue()));
                }
            }
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("make mount points in " + root + ": " + failure, failure);
        }
    }

    /** Makes the parent of a file that the image lacks. @return false if the file is not to be made */
    private boolean place(Path file) throws IOException {
        if (image.status(file).isPresent()) {
            return false;
        }
        Path parent = file.getParent();
        return parent == null || directory(parent);
    }

    /** @return false if the image has something else there, as a link, which the OCI runtime then follows */
    private boolean directory(Path directory) throws IOException {
        Path target = root.resolve(directory);
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        Optional<FileStatus> existing = image.status(directory);
        if (existing.isPresent() && existing.get().type() != FileCalls.S_IFDIR) {
            return false;
        }
        if (directory.getParent() != null && !directory(directory.getParent())) {
            return false;
        }
        Files.createDirectory(target);
        FileCalls.chmod(target, READ_FOR_ALL);
        if (existing.isPresent()) {
            FileStatus like = existing.get();
            FileCalls.lchown(target, like.owner(), like.group());
            FileCalls.chmod(target, like.permissions());
            FileCalls.setModified(target, like.modified());
        }
        return true;
    }
}
