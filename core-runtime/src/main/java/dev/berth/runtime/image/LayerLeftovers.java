package dev.berth.runtime.image;

import dev.berth.linux.sys.Mounts;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.runtime.state.EnginePaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a crash has left of layers, deleted before anything is done with them. */
record LayerLeftovers(EnginePaths paths, LayerStore layers) {
    private static final Duration DOWNLOADS_KEPT = Duration.ofDays(1);

    /** Deletes layers that nobody needs, directories without a record, and what was being put together. */
    void delete(Collection<String> needed) {
        layers.known().stream().filter(diffId -> !needed.contains(diffId)).forEach(layers::delete);
        Set<String> known = layers.known();
        for (Path entry : entries(paths.layers())) {
            String name = String.valueOf(entry.getFileName());
            if (!known.contains("sha256:" + name.replace(".tar.gz", ""))) {
                TreeDelete.delete(entry);
            }
        }
        for (Path entry : entries(paths.temporary())) {
            if (String.valueOf(entry.getFileName()).startsWith(StagedLayer.PREFIX)) {
                Mounts.unmount(Workspace.mountPoint(entry), true);
                TreeDelete.delete(entry);
            }
        }
    }

    /** Deletes downloads that nobody has gone on with for {@link #DOWNLOADS_KEPT}. */
    void deleteDownloads(Instant now) {
        for (Path file : entries(paths.downloads())) {
            try {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(DOWNLOADS_KEPT))) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("delete download " + file, failure);
            }
        }
    }

    private static List<Path> entries(Path directory) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("list " + directory, failure);
        }
    }
}
