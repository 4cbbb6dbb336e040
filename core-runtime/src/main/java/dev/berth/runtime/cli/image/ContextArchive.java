package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.text.Sizes;
import dev.berth.runtime.dockerfile.PathPatterns;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarMetadata;
import dev.berth.runtime.tar.TarWriter;
import dev.berth.runtime.tar.TreeTar;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A build's context in a file of its own, whole before a byte is sent: a file that cannot be read changes nothing. */
final class ContextArchive implements AutoCloseable {
    private static final int FILE_MODE = 0644;
    private static final int TAR_MAGIC = 257;
    private static final int START = 512;

    private final InputStream content;
    private final long size;
    private final String dockerfile;

    private ContextArchive(InputStream content, long size, String dockerfile) {
        this.content = content;
        this.size = size;
        this.dockerfile = dockerfile;
    }

    /** True for what the engine fetches. @throws CliException it is a repository */
    static boolean isAddress(String text) {
        boolean web = text.startsWith("http://") || text.startsWith("https://");
        boolean repository = text.startsWith("git@")
                || text.startsWith("git://")
                || text.startsWith("ssh://")
                || text.startsWith("github.com/")
                || (web && text.replaceAll("#.*", "").endsWith(".git"));
        if (repository) {
            throw new CliException(1, "git repositories are not supported: clone " + text + " and build its directory");
        }
        return web;
    }

    /** The directory without what its {@code .dockerignore} leaves out. @param dockerfile may lie elsewhere */
    static ContextArchive ofDirectory(Path directory, String dockerfile) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CliException(
                    1,
                    "unable to prepare context: path \"" + directory + "\" "
                            + (Files.exists(directory) ? "is not a directory" : "not found"));
        }
        Path root = directory.toRealPath();
        Path file = dockerfile.isEmpty()
                ? root.resolve("Dockerfile")
                : Path.of(dockerfile).toAbsolutePath().normalize();
        if (!Files.exists(file) && dockerfile.isEmpty() && Files.exists(root.resolve("dockerfile"))) {
            file = root.resolve("dockerfile");
        }
        if (!Files.exists(file)) {
            throw new CliException(
                    1,
                    "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat " + file
                            + ": no such file or directory");
        }
        boolean inside = file.startsWith(root);
        String name = inside ? root.relativize(file).toString() : ".dockerfile." + Long.toHexString(System.nanoTime());
        Map<String, Path> grafts = inside ? Map.of() : Map.of(name, file.toRealPath());
        TreeTar.Options options = new TreeTar.Options("", grafts, false, ignored(root, name));
        return written(name, out -> TreeTar.write(root, out, options));
    }

    /** Dockerfile and {@code .dockerignore} are sent in any case; the engine takes them out of the context again. */
    private static TreeTar.Filter ignored(Path root, String dockerfile) throws IOException {
        Path file = root.resolve(".dockerignore");
        if (!Files.isRegularFile(file)) {
            return TreeTar.Filter.ALL;
        }
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                lines.add(line);
            }
        }
        PathPatterns own = PathPatterns.of(lines);
        lines.add("!.dockerignore");
        lines.add("!" + dockerfile);
        PathPatterns all = PathPatterns.of(lines);
        boolean deep = own.hasExceptions() || dockerfile.contains("/");
        return new TreeTar.Filter() {
            @Override
            public boolean wanted(String path) {
                return !all.matches(path);
            }

            @Override
            public boolean entered(String path) {
                return deep;
            }
        };
    }

    /** Standard input: an archive, or else a Dockerfile without a context. */
    static ContextArchive ofInput(InputStream in, String dockerfile) throws IOException {
        BufferedInputStream input = new BufferedInputStream(in);
        input.mark(START);
        byte[] start = input.readNBytes(START);
        input.reset();
        if (isArchive(start)) {
            return written(dockerfile.isEmpty() ? "Dockerfile" : dockerfile, input::transferTo);
        }
        if (!dockerfile.isEmpty()) {
            throw new CliException(1, "ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles");
        }
        byte[] text = input.readAllBytes();
        return written("Dockerfile", out -> {
            try (TarWriter tar = new TarWriter(out)) {
                tar.add(
                        TarEntry.file("Dockerfile", TarMetadata.of(FILE_MODE, Instant.EPOCH), text.length),
                        new ByteArrayInputStream(text));
            }
        });
    }

    private static boolean isArchive(byte[] start) {
        boolean tar =
                start.length == START && new String(start, TAR_MAGIC, 5, StandardCharsets.ISO_8859_1).equals("ustar");
        boolean gzip = start.length > 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
        boolean bzip2 = start.length > 3 && start[0] == 'B' && start[1] == 'Z' && start[2] == 'h';
        boolean xz = start.length > 4 && (start[0] & 0xff) == 0xfd && start[1] == '7' && start[2] == 'z';
        return tar || gzip || bzip2 || xz;
    }

    private static ContextArchive written(String dockerfile, Content content) throws IOException {
        Path file = Files.createTempFile("berth-build", ".tar");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            content.writeTo(out);
            out.flush();
            return new ContextArchive(Files.newInputStream(file), Files.size(file), dockerfile);
        } finally {
            // Without a name from here on: however this process ends, nothing is left.
            Files.delete(file);
        }
    }

    /** The Dockerfile's path in it. */
    String dockerfile() {
        return dockerfile;
    }

    String shownSize() {
        return Sizes.human(size);
    }

    /** Its bytes, once. */
    InputStream content() {
        return content;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
