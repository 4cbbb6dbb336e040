package dev.berth.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.linux.sys.FreeSpace;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarFormatException;
import dev.berth.runtime.tar.TarReader;
import dev.berth.runtime.tar.TarType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An archive of {@code docker save}, or of an OCI layout, read into files of its own that {@link #close} deletes.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image layout</a>
 */
final class ImageArchive implements AutoCloseable {
    private static final String MANIFEST = "manifest.json";
    private static final int MOST_LINKS = 8;
    /** Bytes of a manifest, an index, a configuration; they are read into memory. */
    private static final long MOST_TEXT = 8L << 20;

    private final Path home;
    private final Map<String, Path> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    private ImageArchive(Path home) {
        this.home = home;
    }

    /**
     * An image of the archive.
     *
     * @param names texts of its names
     * @param layers files with its layers' archives, lowest first, perhaps compressed
     */
    record Content(ImageConfig config, List<String> names, List<Path> layers) {}

    /** @throws EngineException.InvalidParameter it is no archive */
    static ImageArchive read(InputStream archive, Path temporary) {
        try {
            Files.createDirectories(temporary);
            ImageArchive result = new ImageArchive(Files.createTempDirectory(temporary, StagedLayer.PREFIX));
            try {
                result.unpack(new TarReader(Decompression.open(archive)));
                return result;
            } catch (IOException | RuntimeException failure) {
                Cleanup.afterFailure(failure, result::close);
                throw failure;
            }
        } catch (TarFormatException failure) {
            throw new EngineException.InvalidParameter(
                    "Error processing tar file(exit status 1): " + failure.getMessage(), failure);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read image archive: " + failure.getMessage(), failure);
        }
    }

    /** Every image in it. */
    List<Content> contents() {
        if (find(MANIFEST).isPresent()) {
            return dockerContents();
        }
        if (find(OciLayout.INDEX).isPresent()) {
            return ociContents();
        }
        throw new EngineException.InvalidParameter("invalid archive: does not contain a " + MANIFEST);
    }

    @Override
    public void close() {
        TreeDelete.delete(home);
    }

    /** Members become files with names of ours, so that no name in the archive is ever a path on this host. */
    private void unpack(TarReader tar) throws IOException {
        FreeSpace usable = DiskReserve.usable(home);
        long bytes = 0;
        long members = 0;
        for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
            TarEntry entry = next.get();
            String name = normal(entry.name());
            bytes += Math.min(entry.size(), Long.MAX_VALUE - bytes);
            members++;
            if (bytes > usable.bytes() || members > usable.files()) {
                throw new TarFormatException("the archive is larger than the limit of " + usable.bytes() + " bytes and "
                        + usable.files() + " members");
            }
            if (entry.type() == TarType.FILE) {
                Path file = home.resolve(Long.toString(members));
                Files.copy(tar.content(), file);
                files.put(name, file);
            } else if (entry.type() == TarType.SYMLINK) {
                links.put(
                        name,
                        normal(Path.of("/" + name)
                                .resolveSibling(entry.linkName())
                                .toString()));
            } else if (entry.type() == TarType.HARD_LINK) {
                links.put(name, normal(entry.linkName()));
            }
        }
    }

    private static String normal(String name) {
        return Path.of("/", name).normalize().toString().substring(1);
    }

    private List<Content> dockerContents() {
        List<Content> contents = new ArrayList<>();
        for (JsonNode entry : json(MANIFEST)) {
            List<Path> layers = new ArrayList<>();
            entry.path("Layers").forEach(layer -> layers.add(require(layer.asText())));
            List<String> names = new ArrayList<>();
            entry.path("RepoTags").forEach(name -> names.add(name.asText()));
            contents.add(content(require(entry.path("Config").asText()), names, layers));
        }
        return contents;
    }

    private List<Content> ociContents() {
        List<Content> contents = new ArrayList<>();
        OciLayout layout = new OciLayout(name -> find(name).map(file -> Json.tree(text(file))));
        for (OciLayout.Entry entry : layout.images()) {
            List<Path> layers = new ArrayList<>();
            entry.layers().forEach(layer -> layers.add(require(layer)));
            contents.add(content(require(entry.config()), entry.names(), layers));
        }
        return contents;
    }

    private Content content(Path configFile, List<String> names, List<Path> layers) {
        ImageConfig config = ImageConfig.parse(text(configFile));
        if (config.diffIds().size() != layers.size()) {
            throw new EngineException.InvalidParameter("invalid manifest, layers length mismatch: expected "
                    + config.diffIds().size() + ", got " + layers.size());
        }
        return new Content(config, names, layers);
    }

    private JsonNode json(String name) {
        return Json.tree(text(require(name)));
    }

    private Path require(String name) {
        return find(name).orElseThrow(() -> new EngineException.InvalidParameter("invalid archive: it has no " + name));
    }

    private Optional<Path> find(String name) {
        String target = normal(name);
        for (int i = 0; i < MOST_LINKS && links.containsKey(target); i++) {
            target = links.getOrDefault(target, target);
        }
        return Optional.ofNullable(files.get(target));
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOST_TEXT) {
                throw new EngineException.InvalidParameter(
                        "read image archive: a manifest or configuration has more than " + MOST_TEXT + " bytes");
            }
            return Files.readString(file);
        } catch (IOException failure) {
            throw new EngineException.InvalidParameter("read image archive: " + failure.getMessage(), failure);
        }
    }
}
