package dev.berth.volume.backup.restore;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.sys.RawXattrs;
import dev.berth.volume.backup.manifest.FormatException;
import dev.berth.volume.backup.manifest.Node;
import dev.berth.volume.backup.manifest.TreeReader;
import dev.berth.volume.backup.manifest.TreeRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes a tree from its records. The kernel is asked for entries of directories that are held open, by names without
 * slashes, so that whatever the records say nothing outside the target is touched. For one thread, which has the content
 * written by others.
 */
public final class TreeRestore {
    private static final int OPEN_DIRECTORY = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;
    private static final int BATCH = 16;

    private final TreeReader records;
    private final ContentWriters writers;
    private final Deque<RestoredDirectory> levels = new ArrayDeque<>();

    /** Holds a name of each file of several, so that the next name needs no table of them. */
    private final byte[] linkDirectory = (".berth-links-" + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII);

    private Optional<Fd> links = Optional.empty();
    private Optional<Incoming> file = Optional.empty();
    private long nodes;
    private long bytes;

    /** @param writers closed by the caller, once {@link #into} has returned */
    public TreeRestore(TreeReader records, ContentWriters writers) {
        this.records = records;
        this.writers = writers;
    }

    /** A file whose pieces come. */
    private static final class Incoming {
        final RestoredFile target;
        List<TreeRecord> pieces = new ArrayList<>();
        long from;
        long end;

        Incoming(RestoredFile target) {
            this.target = target;
        }
    }

    /**
     * Makes the tree and waits until it is on the disk.
     *
     * @param target an empty directory
     * @throws FormatException records or content are damaged
     */
    public void into(Path target) throws IOException {
        try (Fd root = FileCalls.open(target, OPEN_DIRECTORY, 0);
                EarlySync sync = new EarlySync(root)) {
            try {
                TreeRecord next = records.next();
                for (; !(next instanceof TreeRecord.End); next = records.next()) {
                    take(root, next);
                    sync.written(bytes);
                }
                writers.awaitAll();
                sync.await();
                if (!next.equals(new TreeRecord.End(nodes, bytes))) {
                    throw new FormatException("the tree has not as many files as it says at its end");
                }
            } finally {
                file.ifPresent(open -> open.target.done());
                writers.settle();
                levels.forEach(RestoredDirectory::done);
                links.ifPresent(Fd::close);
            }
            OpenFile.syncFileSystem(root);
        }
    }

    private void take(Fd root, TreeRecord next) throws IOException {
        if (next instanceof TreeRecord.Data data) {
            piece(data, data.length());
        } else if (next instanceof TreeRecord.Hole hole) {
            piece(hole, hole.length());
        } else {
            pass();
            if (next instanceof Node node) {
                nodes++;
                bytes += node.hasContent() ? node.size() : 0;
                node(root, node);
            } else {
                leave();
            }
        }
    }

    private void piece(TreeRecord next, long length) throws IOException {
        Incoming open = file.orElseThrow(() -> new FormatException("content without a file"));
        open.pieces.add(next);
        open.end += length;
        if (open.end > open.target.size()) {
            throw new FormatException("a file has more content than its size");
        }
        if (open.pieces.size() == BATCH && next instanceof TreeRecord.Data) {
            hand(open);
        }
    }

    private void hand(Incoming open) throws IOException {
        if (!open.pieces.isEmpty()) {
            writers.write(open.target, open.from, open.pieces);
            open.from = open.end;
            open.pieces = new ArrayList<>();
        }
    }

    /** The file that was open, if one was, has all its pieces. */
    private void pass() throws IOException {
        if (file.isPresent()) {
            Incoming open = file.get();
            if (!open.pieces.isEmpty() && open.pieces.get(open.pieces.size() - 1) instanceof TreeRecord.Hole) {
                open.target.endsInHole();
            }
            hand(open);
            file = Optional.empty();
            open.target.done();
            if (open.end != open.target.size()) {
                throw new FormatException("a file has less content than its size");
            }
        }
    }

    private void node(Fd root, Node node) throws IOException {
        if (node.isDirectory()) {
            directory(root, node);
            return;
        }
        RestoredDirectory parent = levels.element();
        if (node.again()) {
            AtCalls.link(linkedFiles(), inodeName(node), parent.fd(), node.name());
            return;
        }
        if (node.isRegular()) {
            regular(parent, node);
        } else if (node.isSymbolicLink()) {
            AtCalls.makeLink(node.target(), parent.fd(), node.name());
            attributes(parent.fd(), node);
        } else {
            AtCalls.makeNode(parent.fd(), node.name(), node.type() | 0600, node.special());
            attributes(parent.fd(), node);
        }
        if (node.links() > 1) {
            AtCalls.link(parent.fd(), node.name(), linkedFiles(), inodeName(node));
        }
    }

    private void regular(RestoredDirectory parent, Node node) throws IOException {
        int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
        Fd created = AtCalls.open(parent.fd(), node.name(), flags, node.permissions() & 0777);
        file = Optional.of(new Incoming(new RestoredFile(created, node, parent)));
    }

    private void directory(Fd root, Node node) throws IOException {
        if (levels.isEmpty()) {
            levels.push(new RestoredDirectory(root.duplicate(3), node));
            return;
        }
        RestoredDirectory parent = levels.element();
        AtCalls.makeDirectory(parent.fd(), node.name(), 0700);
        Fd opened = AtCalls.open(parent.fd(), node.name(), OPEN_DIRECTORY, 0);
        levels.push(new RestoredDirectory(opened, node));
    }

    private void leave() throws IOException {
        if (levels.size() == 1) {
            writers.awaitAll();
            removeLinks();
        }
        levels.remove().done();
    }

    private Fd linkedFiles() {
        if (links.isEmpty()) {
            Fd root = levels.getLast().fd();
            AtCalls.makeDirectory(root, linkDirectory, 0700);
            links = Optional.of(AtCalls.open(root, linkDirectory, OPEN_DIRECTORY, 0));
        }
        return links.get();
    }

    private void removeLinks() {
        if (links.isPresent()) {
            Fd directory = links.get();
            boolean[] more = {true};
            while (more[0]) {
                more[0] = false;
                AtCalls.entries(directory, name -> {
                    AtCalls.unlink(directory, name);
                    more[0] = true;
                });
            }
            AtCalls.removeDirectory(levels.getLast().fd(), linkDirectory);
        }
    }

    private static byte[] inodeName(Node node) {
        return Long.toUnsignedString(node.inode()).getBytes(StandardCharsets.US_ASCII);
    }

    /** Of what is opened by nobody. */
    private static void attributes(Fd parent, Node node) {
        AtCalls.chown(parent, node.name(), node.owner(), node.group());
        if (!node.isSymbolicLink()) {
            try (Fd place = AtCalls.open(parent, node.name(), OpenFlags.PATH, 0)) {
                FileCalls.chmod(Path.of("/proc/self/fd/" + place.number()), node.permissions());
            }
        }
        node.xattrs().forEach(each -> RawXattrs.set(parent, node.name(), each.name(), each.value()));
        AtCalls.setTimes(parent, node.name(), node.modified());
    }
}
