package dev.berth.volume.backup.manifest;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A tree read in step with a walk over the same directories in the same order, so that finding what a name was earlier
 * needs neither a table nor memory. An earlier tree that turns out to be damaged is from there on one that has nothing.
 * For one thread.
 */
public final class EarlierTree implements Closeable {
    /** A file of more pieces is read anew rather than held. */
    private static final int MOST_PIECES = 1 << 19;

    private static final int FOR_EVER = Integer.MAX_VALUE / 2;

    private final Optional<TreeReader> reader;
    private TreeRecord ahead = TreeRecord.Leave.LEAVE;

    /** How many directories the walk is deep in one that this tree does not have. */
    private int missing;

    private EarlierTree(Optional<TreeReader> reader) {
        this.reader = reader;
        if (reader.isEmpty()) {
            missing = FOR_EVER;
        } else {
            advance();
        }
    }

    /** One that has nothing. */
    public static EarlierTree none() {
        return new EarlierTree(Optional.empty());
    }

    /** @param reader at its begin; closed with this */
    public static EarlierTree of(TreeReader reader) {
        return new EarlierTree(Optional.of(reader));
    }

    private void advance() {
        try {
            ahead = reader.orElseThrow().next();
        } catch (IOException damaged) {
            missing = FOR_EVER;
        }
    }

    /** What the name was in the directory that the walk is in. @param name greater than any asked for in it before */
    public Optional<Node> find(byte[] name) {
        while (missing == 0 && ahead instanceof Node node) {
            int order = Arrays.compareUnsigned(node.name(), name);
            if (order == 0) {
                return Optional.of(node);
            }
            if (order > 0) {
                return Optional.empty();
            }
            skip(node);
        }
        return Optional.empty();
    }

    private void skip(Node node) {
        advance();
        if (!node.isDirectory()) {
            while (missing == 0 && (ahead instanceof TreeRecord.Data || ahead instanceof TreeRecord.Hole)) {
                advance();
            }
            return;
        }
        for (int depth = 1; missing == 0 && depth > 0; advance()) {
            if (ahead instanceof Node inner && inner.isDirectory()) {
                depth++;
            } else if (ahead instanceof TreeRecord.Leave) {
                depth--;
            }
        }
    }

    /** The pieces of the file that {@link #find} has just given; empty if it has too many, or they are damaged. */
    public Optional<List<TreeRecord>> content() {
        List<TreeRecord> pieces = new ArrayList<>();
        advance();
        while (missing == 0 && (ahead instanceof TreeRecord.Data || ahead instanceof TreeRecord.Hole)) {
            if (pieces.size() < MOST_PIECES) {
                pieces.add(ahead);
            }
            advance();
        }
        return missing == 0 && pieces.size() < MOST_PIECES ? Optional.of(pieces) : Optional.empty();
    }

    /** The walk goes into a directory. @param found whether {@link #find} has just given it, as a directory */
    public void enter(boolean found) {
        if (missing > 0 || !found) {
            missing++;
        } else {
            advance();
        }
    }

    /** The walk leaves its directory. */
    public void leave() {
        if (missing > 0) {
            missing--;
            return;
        }
        while (missing == 0 && ahead instanceof Node node) {
            skip(node);
        }
        if (missing == 0) {
            advance();
        }
    }

    @Override
    public void close() throws IOException {
        if (reader.isPresent()) {
            reader.get().close();
        }
    }
}
