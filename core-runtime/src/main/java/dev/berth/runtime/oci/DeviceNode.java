package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A device file.
 *
 * @param path where it is, or is to be
 * @param type {@code c} or {@code b}
 * @param mode permission bits
 * @see <a href="https://man7.org/linux/man-pages/man3/makedev.3.html">makedev(3)</a>
 */
record DeviceNode(String path, char type, int major, int minor, int mode, int uid, int gid) {
    private static final int S_IFMT = 0170000;
    private static final int S_IFCHR = 0020000;
    private static final int S_IFBLK = 0060000;

    /**
     * Reads the file, following links; empty if it is no device.
     *
     * @throws IOException it is not there or not readable
     */
    static Optional<DeviceNode> read(Path file) throws IOException {
        Map<String, Object> status;
        try {
            status = Files.readAttributes(file, "unix:mode,rdev,uid,gid");
        } catch (NoSuchFileException missing) {
            throw new IOException("no such file or directory", missing);
        }
        int mode = number(status, "mode").intValue();
        int format = mode & S_IFMT;
        if (format != S_IFCHR && format != S_IFBLK) {
            return Optional.empty();
        }
        long device = number(status, "rdev").longValue();
        return Optional.of(new DeviceNode(
                file.toString(),
                format == S_IFCHR ? 'c' : 'b',
                (int) (((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL)),
                (int) ((device & 0xff) | ((device >>> 12) & ~0xffL)),
                mode & 0777,
                number(status, "uid").intValue(),
                number(status, "gid").intValue()));
    }

    private static Number number(Map<String, Object> status, String attribute) {
        return (Number) Objects.requireNonNull(status.get(attribute), attribute);
    }

    DeviceNode at(String place) {
        return new DeviceNode(place, type, major, minor, mode, uid, gid);
    }

    ObjectNode toJson() {
        return Json.mapper()
                .createObjectNode()
                .put("path", path)
                .put("type", String.valueOf(type))
                .put("major", major)
                .put("minor", minor)
                .put("fileMode", mode)
                .put("uid", uid)
                .put("gid", gid);
    }

    /** A rule of the device cgroup for it. @param access of {@code rwm} */
    ObjectNode rule(String access) {
        return Json.mapper()
                .createObjectNode()
                .put("allow", true)
                .put("type", String.valueOf(type))
                .put("major", major)
                .put("minor", minor)
                .put("access", access);
    }
}
