package dev.berth.volume.backup.restore;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.sys.RawXattrs;
import dev.berth.linux.sys.SparseFiles;
import dev.berth.volume.backup.manifest.Node;
import java.util.concurrent.atomic.AtomicInteger;

/** A file that gets its size and attributes, and is closed, when the last who writes to it is done. */
final class RestoredFile {
    private final Fd fd;
    private final Node node;
    private final RestoredDirectory parent;

    /** The one who made it, and each who writes to it. */
    private final AtomicInteger users = new AtomicInteger(1);

    private volatile boolean endsInHole;

    RestoredFile(Fd fd, Node node, RestoredDirectory parent) {
        this.fd = fd;
        this.node = node;
        this.parent = parent;
        parent.use();
    }

    Fd fd() {
        return fd;
    }

    long size() {
        return node.size();
    }

    byte[] name() {
        return node.name();
    }

    void use() {
        users.incrementAndGet();
    }

    /** Its last bytes are not written by anybody. */
    void endsInHole() {
        endsInHole = true;
    }

    void done() {
        if (users.decrementAndGet() == 0) {
            try {
                finish();
            } finally {
                parent.done();
            }
        }
    }

    private void finish() {
        try (fd) {
            if (endsInHole) {
                SparseFiles.truncate(fd, node.size());
            }
            OpenFile.own(fd, node.owner(), node.group(), node.permissions());
            node.xattrs().forEach(each -> RawXattrs.set(fd, each.name(), each.value()));
            OpenFile.setTimes(fd, node.modified());
        }
    }
}
