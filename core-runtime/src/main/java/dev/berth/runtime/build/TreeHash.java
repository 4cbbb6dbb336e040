package dev.berth.runtime.build;

import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FdStreams;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.Xattrs;
import dev.berth.linux.tree.Directory;
import dev.berth.runtime.dockerfile.PathPatterns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Digests of files by what a copy of them would be: paths, kinds, modes, contents, attributes; not times. Owners count
 * where they are kept.
 */
final class TreeHash {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest digest = sha256();
    private final boolean owners;
    private final PathPatterns excludes;

    private TreeHash(boolean owners, PathPatterns excludes) {
        this.owners = owners;
        this.excludes = excludes;
    }

    /**
     * {@code file:} or {@code dir:} and a digest.
     *
     * @param path must be there
     * @param owners whether they are kept
     * @param excludes what is not copied
     */
    static String of(SourceTree tree, String path, boolean owners, PathPatterns excludes) {
        TreeHash hash = new TreeHash(owners, excludes);
        FileStatus status = tree.status(path).orElseThrow();
        if (status.isDirectory()) {
            try (Directory directory = tree.directory(path)) {
                hash.contents(directory, "");
            }
            return "dir:" + hash.text();
        }
        try (Fd fd = tree.open(path)) {
            hash.head(path, status);
            hash.xattrs(tree.real(path));
            hash.content(fd);
        }
        return "file:" + hash.text();
    }

    /** {@code prefix:} and the digest of a text. */
    static String of(String prefix, String text) {
        return prefix + ":" + HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void contents(Directory directory, String prefix) {
        for (String name : directory.names()) {
            String path = prefix + name;
            if (!excludes.matches(path) || excludes.hasExceptions()) {
                node(directory, name, path);
            }
        }
    }

    private void node(Directory parent, String name, String path) {
        FileStatus status = parent.status(name);
        head(path, status);
        xattrs(parent.path(name));
        if (status.isDirectory()) {
            try (Directory child = parent.child(name)) {
                contents(child, path + "/");
            }
        } else if (status.isSymbolicLink()) {
            add(link(parent.path(name)));
        } else if (status.isRegular()) {
            int flags = OpenFlags.READ_ONLY | OpenFlags.NOFOLLOW | OpenFlags.NONBLOCK;
            try (Fd fd = FileCalls.open(parent.path(name), flags, 0)) {
                content(fd);
            }
        }
    }

    private static String link(Path path) {
        try {
            return ByteText.decode(ByteText.bytes(Files.readSymbolicLink(path)));
        } catch (IOException failure) {
            throw new UncheckedIOException("read link " + path, failure);
        }
    }

    private void head(String path, FileStatus status) {
        add(path);
        add(Integer.toOctalString(status.mode()) + ":" + (status.isRegular() ? status.size() : 0) + ":"
                + status.special());
        if (owners) {
            add(status.owner() + ":" + status.group());
        }
    }

    private void xattrs(Path path) {
        Xattrs.list(path).stream()
                .filter(name -> !name.startsWith("trusted.overlay."))
                .sorted()
                .forEach(name -> Xattrs.get(path, name).ifPresent(value -> {
                    add(name);
                    digest.update(value);
                }));
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ' ');
        digest.update(bytes);
    }

    // The stream is a view of a descriptor that the caller closes.
    @SuppressWarnings("resource")
    private void content(Fd fd) {
        InputStream in = FdStreams.input(fd);
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + fd, failure);
        }
    }

    private String text() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException("SHA-256", everyJvmHasIt);
        }
    }
}
