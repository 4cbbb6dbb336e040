package dev.berth.runtime.build;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.RawXattrs;
import dev.berth.linux.tree.Directory;
import dev.berth.runtime.dockerfile.PathPatterns;
import dev.berth.runtime.image.Digests;
import dev.berth.runtime.tar.FileContent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Digests of files by what a copy of them would be: paths, kinds, modes, contents, attributes; not times. Owners count
 * where they are kept.
 */
final class TreeHash {
    private static final byte[] OVERLAY = "trusted.overlay.".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest = Digests.newSha256();
    private final FileContent content = new FileContent();
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
            hash.xattrs(RawXattrs.list(fd), name -> RawXattrs.get(fd, name));
            hash.content(fd);
        }
        return "file:" + hash.text();
    }

    /** {@code prefix:} and the digest of a text. */
    static String of(String prefix, String text) {
        return prefix + ":"
                + HexFormat.of().formatHex(Digests.newSha256().digest(text.getBytes(StandardCharsets.UTF_8)));
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
        byte[] entry = ByteText.encode(name);
        head(path, status);
        xattrs(RawXattrs.list(parent.fd(), entry), attribute -> RawXattrs.get(parent.fd(), entry, attribute));
        if (status.isDirectory()) {
            try (Directory child = parent.child(name)) {
                contents(child, path + "/");
            }
        } else if (status.isSymbolicLink()) {
            add(ByteText.decode(AtCalls.readLink(parent.fd(), entry)));
        } else if (status.isRegular()) {
            try (Fd fd = parent.open(name, OpenFlags.READ_ONLY | OpenFlags.NONBLOCK, 0)) {
                content(fd);
            }
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

    private void xattrs(List<byte[]> names, Function<byte[], Optional<byte[]>> values) {
        for (byte[] name : names) {
            if (!startsWith(name, OVERLAY)) {
                values.apply(name).ifPresent(value -> {
                    add(name);
                    digest.update(value);
                });
            }
        }
    }

    private static boolean startsWith(byte[] name, byte[] prefix) {
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }

    private void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(byte[] bytes) {
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ' ');
        digest.update(bytes);
    }

    private void content(Fd fd) {
        long offset = 0;
        int count;
        do {
            count = content.read(fd, offset, Long.MAX_VALUE);
            digest.update(content.bytes(), 0, count);
            offset += count;
        } while (count == content.bytes().length);
    }

    private String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
