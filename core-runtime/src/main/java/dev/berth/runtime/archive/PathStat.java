package dev.berth.runtime.archive;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.runtime.state.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What {@code X-Docker-Container-Path-Stat} tells of a path.
 *
 * @param name the base name of the path that was asked for
 * @param size bytes
 * @param mode Go's {@code os.FileMode} number: permissions and type bits
 * @param mtime RFC 3339 with nanoseconds
 * @param linkTarget for a symbolic link what it leads to, as an absolute path in the container; else empty
 * @see <a href="https://pkg.go.dev/io/fs#FileMode">Go, fs.FileMode</a>
 */
public record PathStat(
        @JsonProperty("name") String name,
        @JsonProperty("size") long size,
        @JsonProperty("mode") long mode,
        @JsonProperty("mtime") String mtime,
        @JsonProperty("linkTarget") String linkTarget) {
    private static final long DIRECTORY = 1L << 31;
    private static final long SYMLINK = 1L << 27;
    private static final long DEVICE = 1L << 26;
    private static final long NAMED_PIPE = 1L << 25;
    private static final long SOCKET = 1L << 24;
    private static final long SETUID = 1L << 23;
    private static final long SETGID = 1L << 22;
    private static final long CHAR_DEVICE = 1L << 21;
    private static final long STICKY = 1L << 20;

    static PathStat of(String name, FileStatus status, String linkTarget) {
        return new PathStat(
                name, status.size(), goMode(status), status.modified().toString(), linkTarget);
    }

    /** The header's value: base64 of the JSON. */
    public String header() {
        return Base64.getEncoder().encodeToString(Json.write(this).getBytes(StandardCharsets.UTF_8));
    }

    static long goMode(FileStatus status) {
        int permissions = status.permissions();
        return permissions & 0777
                | ((permissions & 04000) != 0 ? SETUID : 0)
                | ((permissions & 02000) != 0 ? SETGID : 0)
                | ((permissions & 01000) != 0 ? STICKY : 0)
                | switch (status.type()) {
                    case FileCalls.S_IFDIR -> DIRECTORY;
                    case FileCalls.S_IFLNK -> SYMLINK;
                    case FileCalls.S_IFIFO -> NAMED_PIPE;
                    case FileCalls.S_IFSOCK -> SOCKET;
                    case FileCalls.S_IFBLK -> DEVICE;
                    case FileCalls.S_IFCHR -> DEVICE | CHAR_DEVICE;
                    default -> 0L;
                };
    }
}
