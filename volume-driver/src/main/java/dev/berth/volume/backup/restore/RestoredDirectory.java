package dev.berth.volume.backup.restore;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.OpenFile;
import dev.berth.linux.sys.RawXattrs;
import dev.berth.volume.backup.manifest.Node;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory that gets its attributes, and is closed, when the last who makes something in it is done. */
final class RestoredDirectory {
    private final Fd fd;
    private final Node node;

    /** The one who made it, and each file whose content is not written yet. */
    private final AtomicInteger users = new AtomicInteger(1);

    RestoredDirectory(Fd fd, Node node) {
        this.fd = fd;
        this.node = node;
    }

    Fd fd() {
        return fd;
    }

    void use() {
        users.incrementAndGet();
    }

    void done() {
        if (users.decrementAndGet() == 0) {
            try (fd) {
                OpenFile.own(fd, node.owner(), node.group(), node.permissions());
                node.xattrs().forEach(each -> RawXattrs.set(fd, each.name(), each.value()));
                OpenFile.setTimes(fd, node.modified());
            }
        }
    }
}
