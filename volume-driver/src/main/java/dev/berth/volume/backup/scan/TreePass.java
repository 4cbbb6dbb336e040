package dev.berth.volume.backup.scan;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.plugin.EngineException.SystemFailure;
import dev.berth.volume.backup.manifest.EarlierTree;
import dev.berth.volume.backup.manifest.Node;
import dev.berth.volume.backup.manifest.TreeRecord;
import dev.berth.volume.backup.manifest.TreeWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One look at a tree: what is as it was in an earlier look is taken over from there, the rest is read. What vanishes or
 * becomes something else meanwhile is left out; links are never followed, and other file systems mounted in the tree are
 * directories without entries. For one thread.
 */
final class TreePass implements AutoCloseable {
    private static final Set<Errno> GONE = EnumSet.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP);
    private static final int READ = OpenFlags.READ_ONLY | OpenFlags.NONBLOCK | OpenFlags.NO_CTTY | OpenFlags.NO_ATIME;

    /** Descriptors are held open from the root to where the walk is. */
    private static final int DEEPEST = 4000;

    private final EarlierTree earlier;
    private final Instant trusted;
    private final Predicate<TreeRecord.Data> isStored;
    private final Path temporary;
    private final OutputStream out;
    private final RecordQueue records;
    private final ContentRecords content;
    private final FileChunks chunks;
    private final ReadFaults faults;
    private final LinkTable links = new LinkTable();
    private final Deque<Level> levels = new ArrayDeque<>();
    private long device;
    private long nodes;
    private long bytes;

    /** A directory that the walk is in. */
    private record Level(Fd directory, SortedNames names, byte[] name) {}

    /**
     * @param trusted what was changed before it and looks as in {@code earlier} is as it was
     * @param isStored whether a piece of {@code earlier} can be taken over
     * @param spool where the records go
     */
    TreePass(
            FileChunks chunks,
            ReadFaults faults,
            EarlierTree earlier,
            Instant trusted,
            Predicate<TreeRecord.Data> isStored,
            Path spool)
            throws IOException {
        this.faults = faults;
        this.chunks = chunks;
        this.earlier = earlier;
        this.trusted = trusted;
        this.isStored = isStored;
        this.temporary = spool.resolveSibling(".");
        this.out = new BufferedOutputStream(Files.newOutputStream(spool), 1 << 18);
        this.records = new RecordQueue(new TreeWriter(out));
        this.content = new ContentRecords(chunks, records);
    }

    long nodes() {
        return nodes;
    }

    long bytes() {
        return bytes;
    }

    /** Bytes of content that had to be read. */
    long readBytes() {
        return content.readBytes();
    }

    /** Reads the tree; when it returns, nothing of it is looked at any more. */
    void walk(Fd root) {
        try {
            enterRoot(root);
            while (!levels.isEmpty()) {
                Level level = levels.element();
                if (level.names.hasNext()) {
                    entry(level, level.names.next());
                } else {
                    leave(levels.remove());
                }
            }
            records.add(new TreeRecord.End(nodes, bytes));
            chunks.push();
        } catch (IOException failure) {
            throw new SystemFailure("back up: " + failure.getMessage(), failure);
        }
    }

    /** Waits until all that was read has its name, and ends the file of records. */
    void finish() throws IOException {
        records.finish();
        out.close();
    }

    private void enterRoot(Fd root) throws IOException {
        FileStatus status = FileCalls.status(root);
        device = status.device();
        directory(root.duplicate(3), new byte[0], status);
    }

    private void entry(Level level, byte[] name) throws IOException {
        try {
            FileStatus status = AtCalls.status(level.directory, name);
            if (status.isDirectory()) {
                enter(level, name);
            } else if (status.isRegular()) {
                file(level, name, status);
            } else {
                other(level, name, status);
            }
        } catch (ErrnoException failure) {
            if (!GONE.contains(failure.errno())) {
                passOver(name, 0, failure);
            }
        }
    }

    private void passOver(byte[] name, long inode, ErrnoException failure) {
        String path = path(name);
        try {
            faults.passOver(path, inode, failure);
        } catch (ErrnoException fatal) {
            throw new SystemFailure("back up " + path + ": " + fatal.getMessage(), fatal);
        }
    }

    private String path(byte[] name) {
        StringBuilder path = new StringBuilder();
        levels.descendingIterator()
                .forEachRemaining(
                        level -> path.append(ByteText.decode(level.name)).append('/'));
        path.append(ByteText.decode(name));
        return path.isEmpty() ? "/" : path.toString();
    }

    private void enter(Level level, byte[] name) throws IOException {
        if (levels.size() > DEEPEST) {
            throw new SystemFailure("back up: a directory lies more than " + DEEPEST + " levels deep");
        }
        Fd directory = chunks.reading().open(level.directory, name, READ | OpenFlags.DIRECTORY);
        try {
            directory(directory, name, FileCalls.status(directory));
        } catch (IOException | RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    private void directory(Fd directory, byte[] name, FileStatus status) throws IOException {
        Optional<Node> before = earlier.find(name).filter(Node::isDirectory);
        Node node = before.filter(old -> isUnchanged(old, status))
                .orElseGet(() -> Nodes.of(name, status, new byte[0], Nodes.xattrs(directory)));
        emit(node);
        earlier.enter(before.isPresent());
        Optional<SortedNames> names = status.device() == device ? names(directory, name) : Optional.empty();
        if (names.isPresent()) {
            levels.push(new Level(directory, names.get(), name));
        } else {
            directory.close();
            earlier.leave();
            records.add(TreeRecord.Leave.LEAVE);
        }
    }

    /** Empty if they cannot be read, which is passed over, or if the directory was deleted since it was opened. */
    private Optional<SortedNames> names(Fd directory, byte[] name) {
        try {
            return Optional.of(SortedNames.of(directory, chunks.reading(), temporary));
        } catch (ErrnoException failure) {
            if (!GONE.contains(failure.errno())) {
                passOver(name, 0, failure);
            }
            return Optional.empty();
        }
    }

    private void leave(Level level) throws IOException {
        level.names.close();
        level.directory.close();
        earlier.leave();
        records.add(TreeRecord.Leave.LEAVE);
    }

    private void emit(Node node) throws IOException {
        nodes++;
        bytes += node.hasContent() ? node.size() : 0;
        if (node.links() > 1 && !node.isDirectory()) {
            links.came(node.inode(), node.links());
        }
        records.add(node);
    }

    private boolean isUnchanged(Node old, FileStatus status) {
        return old.inode() == status.inode()
                && old.mode() == status.mode()
                && old.links() == status.links()
                && (!old.isRegular() || old.size() == status.size())
                && old.changed().equals(status.changed())
                && old.modified().equals(status.modified())
                && old.changed().isBefore(trusted);
    }

    private void file(Level level, byte[] name, FileStatus status) throws IOException {
        boolean again = links.has(status.inode());
        Optional<Node> old =
                earlier.find(name).filter(node -> isUnchanged(node, status) && !faults.isDoubtful(status.inode()));
        if (old.isPresent() && again) {
            emit(old.get().asAgain(true));
            return;
        }
        if (old.isPresent() && old.get().hasContent()) {
            Optional<List<TreeRecord>> pieces = earlier.content().filter(this::areStored);
            if (pieces.isPresent()) {
                emit(old.get());
                for (TreeRecord piece : pieces.get()) {
                    records.add(piece);
                }
                return;
            }
        }
        try (Fd file = chunks.reading().open(level.directory, name, READ)) {
            FileStatus opened = FileCalls.status(file);
            if (opened.isRegular()) {
                emit(Nodes.of(name, opened, new byte[0], Nodes.xattrs(file)).asAgain(again));
                if (!again) {
                    content(name, file, opened);
                }
            }
        }
    }

    private boolean areStored(List<TreeRecord> pieces) {
        return pieces.stream().allMatch(piece -> !(piece instanceof TreeRecord.Data data) || isStored.test(data));
    }

    private void content(byte[] name, Fd file, FileStatus status) throws IOException {
        try {
            content.read(file, status);
        } catch (ErrnoException failure) {
            passOver(name, status.inode(), failure);
        }
        // What was cut off the file while it was read, or cannot be read.
        content.holeTo(status.size());
    }

    private void other(Level level, byte[] name, FileStatus status) throws IOException {
        boolean again = links.has(status.inode());
        Optional<Node> old = earlier.find(name).filter(node -> isUnchanged(node, status));
        if (old.isPresent()) {
            emit(old.get().asAgain(again));
            return;
        }
        byte[] target = status.isSymbolicLink() ? AtCalls.readLink(level.directory, name) : new byte[0];
        emit(Nodes.of(name, status, target, Nodes.xattrs(level.directory, name)).asAgain(again));
    }

    @Override
    public void close() throws IOException {
        for (Level level : levels) {
            level.names.close();
            level.directory.close();
        }
        levels.clear();
        out.close();
        earlier.close();
    }
}
