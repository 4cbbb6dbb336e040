package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.NotFound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Images that are directories. */
public final class DirectoryImages implements MountedImages {
    /** Image by kept id. */
    final Map<String, String> kept = new TreeMap<>();

    final Set<String> holders = new HashSet<>();
    private final Path root;

    public DirectoryImages(Path root) {
        this.root = root;
    }

    @Override
    public Path keep(String id, String containerId, String image) {
        if (!Files.exists(root.resolve(image))) {
            throw new NotFound("No such image: " + image + ":latest");
        }
        kept.put(id, image);
        return root.resolve(image);
    }

    @Override
    public Path mount(String id, String holder) {
        holders.add(holder);
        return root.resolve(String.valueOf(kept.get(id)));
    }

    @Override
    public void unmount(String holder) {
        holders.remove(holder);
    }

    @Override
    public void forget(String id) {
        kept.remove(id);
        holders.remove(id);
    }
}
