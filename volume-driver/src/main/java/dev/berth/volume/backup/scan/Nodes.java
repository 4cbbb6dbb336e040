package dev.berth.volume.backup.scan;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.RawXattrs;
import dev.berth.volume.backup.manifest.Node;
import java.util.ArrayList;
import java.util.List;

/** Nodes from what the kernel says. */
final class Nodes {
    private Nodes() {}

    static Node of(byte[] name, FileStatus status, byte[] target, List<Node.Attribute> xattrs) {
        return new Node(
                name,
                status.mode(),
                status.owner(),
                status.group(),
                status.modified(),
                status.changed(),
                status.inode(),
                status.links(),
                status.isRegular() ? status.size() : 0,
                status.special(),
                target,
                xattrs,
                false);
    }

    static List<Node.Attribute> xattrs(Fd file) {
        List<byte[]> names = RawXattrs.list(file);
        if (names.isEmpty()) {
            return List.of();
        }
        List<Node.Attribute> xattrs = new ArrayList<>();
        names.forEach(
                name -> RawXattrs.get(file, name).ifPresent(value -> xattrs.add(new Node.Attribute(name, value))));
        return xattrs;
    }

    static List<Node.Attribute> xattrs(Fd directory, byte[] entry) {
        List<byte[]> names = RawXattrs.list(directory, entry);
        if (names.isEmpty()) {
            return List.of();
        }
        List<Node.Attribute> xattrs = new ArrayList<>();
        names.forEach(name ->
                RawXattrs.get(directory, entry, name).ifPresent(value -> xattrs.add(new Node.Attribute(name, value))));
        return xattrs;
    }
}
