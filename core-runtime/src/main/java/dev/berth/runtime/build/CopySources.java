package dev.berth.runtime.build;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.Heredoc;
import dev.berth.runtime.dockerfile.Instruction;
import dev.berth.runtime.dockerfile.PathPatterns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds what a {@code COPY} or {@code ADD} names, and what it all hashes to. */
final class CopySources {
    private final Instruction.Copy copy;
    private final SourceTree tree;
    private final Path temporary;
    private final Downloads downloads;
    private final List<CopySource> found = new ArrayList<>();

    /**
     * @param tree the context, or another image's files
     * @param temporary an empty directory for what is made on the way; the caller deletes it
     */
    CopySources(Instruction.Copy copy, SourceTree tree, Path temporary, Downloads downloads) {
        this.copy = copy;
        this.tree = tree;
        this.temporary = temporary;
        this.downloads = downloads;
    }

    /** @throws EngineException.InvalidParameter something is not there, or lies outside; Docker's words */
    List<CopySource> find() {
        try {
            copy.sources().forEach(this::source);
            copy.inline().forEach(this::inline);
            if (found.isEmpty()) {
                throw new EngineException.InvalidParameter("no source files were specified");
            }
        } catch (EngineException failure) {
            throw new EngineException.InvalidParameter(copy.keyword() + " failed: " + failure.getMessage(), failure);
        }
        if (found.size() > 1 && !copy.destination().endsWith("/")) {
            throw new EngineException.InvalidParameter("When using " + copy.keyword()
                    + " with more than one source file, the destination must be a directory and end with a /");
        }
        return found;
    }

    /** One source's hash, or one of all of them. */
    static String hash(List<CopySource> sources) {
        return sources.size() == 1
                ? sources.get(0).hash()
                : TreeHash.of("multi", sources.stream().map(CopySource::hash).collect(Collectors.joining(",")));
    }

    private void source(String source) {
        if (source.startsWith("http://") || source.startsWith("https://")) {
            if (!copy.add()) {
                throw new EngineException.InvalidParameter("source can't be a URL for COPY");
            }
            fetched(source);
            return;
        }
        if (copy.add() && (source.startsWith("git@") || source.startsWith("git://") || source.endsWith(".git"))) {
            throw new EngineException.InvalidParameter(
                    "git repositories are not supported: clone " + source + " and add its directory");
        }
        String path = clean(source);
        if (PathPatterns.isGlob(path)) {
            tree.matching(PathPatterns.glob(path)).forEach(this::file);
        } else {
            file(path);
        }
    }

    private void file(String path) {
        PathPatterns excludes = PathPatterns.of(copy.excludes());
        if (excludes.matches(path)) {
            return;
        }
        if (tree.status(path).isEmpty()) {
            String missing = "stat " + path + ": file does not exist";
            throw new EngineException.InvalidParameter(
                    copy.from().isPresent()
                            ? missing
                            : "file not found in build context or excluded by .dockerignore: " + missing);
        }
        String hash = TreeHash.of(tree, path, copy.from().isPresent(), excludes);
        String name = path.substring(path.lastIndexOf('/') + 1);
        found.add(new CopySource(tree, path, name, hash, false, excludes));
    }

    private void fetched(String url) {
        Downloads.Fetched file = downloads.fetch(url, temporary, copy.checksum());
        if (file.name().isEmpty() && copy.destination().endsWith("/")) {
            throw new EngineException.InvalidParameter("cannot determine filename for source " + url);
        }
        add(file.file(), file.name(), true);
    }

    private void inline(Heredoc document) {
        Path file = temporary.resolve("inline-" + found.size());
        try {
            Files.writeString(file, document.text());
        } catch (IOException failure) {
            throw new UncheckedIOException("write " + document.name(), failure);
        }
        add(file, document.name(), true);
    }

    private void add(Path file, String name, boolean fetched) {
        SourceTree place = new SourceTree(temporary);
        String path = String.valueOf(file.getFileName());
        String hash = TreeHash.of(place, path, false, PathPatterns.of(List.of()));
        found.add(new CopySource(place, path, name, hash, fetched, PathPatterns.of(List.of())));
    }

    /** The path from the tree's root. @throws EngineException.InvalidParameter it leads out by its text */
    static String clean(String source) {
        List<String> parts = new ArrayList<>();
        boolean absolute = source.startsWith("/");
        for (String part : source.split("/")) {
            if (part.equals("..")) {
                if (parts.isEmpty() && !absolute) {
                    throw new EngineException.InvalidParameter(
                            "forbidden path outside the build context: " + source + " ()");
                }
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }
}
