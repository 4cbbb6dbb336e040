package dev.berth.plugin.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where plugins are looked for, by name, each time anew: {@code NAME.sock} and {@code NAME/NAME.sock} in directories of
 * sockets, then {@code NAME.spec}, {@code NAME/NAME.spec}, {@code NAME.json}, {@code NAME/NAME.json} in directories of
 * specs.
 *
 * @param sockets directories, the first hit wins
 * @param specs directories, looked into after all of {@code sockets}
 * @see <a href="https://docs.docker.com/engine/extend/plugin_api/#plugin-discovery">Docker's page</a>
 */
public record PluginDirectories(List<Path> sockets, List<Path> specs) {
    /** Docker's, and Berth's before them. */
    public static final PluginDirectories DEFAULT = new PluginDirectories(
            List.of(Path.of("/run/berth/plugins"), Path.of("/run/docker/plugins")),
            List.of(Path.of("/etc/berth/plugins"), Path.of("/etc/docker/plugins"), Path.of("/usr/lib/docker/plugins")));

    public PluginDirectories {
        sockets = List.copyOf(sockets);
        specs = List.copyOf(specs);
    }

    /**
     * Where the plugin of this name listens; empty if there is none.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter its spec is malformed
     */
    public Optional<PluginAddress> find(String name) {
        if (name.isEmpty() || name.contains("/") || name.startsWith(".")) {
            return Optional.empty();
        }
        Optional<Path> socket = candidates(sockets, name, ".sock")
                .filter(PluginDirectories::isSocket)
                .findFirst();
        if (socket.isPresent()) {
            return socket.map(PluginAddress::unix);
        }
        return specs.stream()
                .flatMap(directory -> Stream.concat(
                        candidates(List.of(directory), name, ".spec"), candidates(List.of(directory), name, ".json")))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(PluginAddress::ofFile);
    }

    private static Stream<Path> candidates(List<Path> directories, String name, String ending) {
        return directories.stream()
                .flatMap(directory -> Stream.of(
                        directory.resolve(name + ending),
                        directory.resolve(name).resolve(name + ending)));
    }

    private static boolean isSocket(Path path) {
        try {
            return Files.exists(path)
                    && Files.readAttributes(path, BasicFileAttributes.class).isOther();
        } catch (IOException gone) {
            return false;
        }
    }

    /** The names of all that may be plugins now, sorted: {@link #find} knows of each whether it is one. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        Stream.concat(sockets.stream(), specs.stream()).forEach(directory -> names.addAll(namesIn(directory)));
        return names;
    }

    private static List<String> namesIn(Path directory) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = new ArrayList<>();
            files.map(file -> String.valueOf(file.getFileName()))
                    .forEach(file -> names.add(file.replaceFirst("\\.(sock|spec|json)$", "")));
            return names;
        } catch (IOException failure) {
            throw new UncheckedIOException("list plugins in " + directory, failure);
        }
    }
}
