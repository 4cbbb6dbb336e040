package dev.berth.runtime.api;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** The file of a Unix socket: taken over from a dead daemon, never from a living one. */
final class SocketFile {
    private final Path path;

    private SocketFile(Path path) {
        this.path = path;
    }

    /**
     * Makes room for a socket at {@code path}.
     *
     * @throws EngineException.Conflict somebody answers there, or it is another kind of file
     * @throws EngineException.SystemFailure its directory cannot be made, or a dead socket not be removed
     */
    static SocketFile prepare(Path path) {
        try {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                checkIsDead(path);
                Files.delete(path);
            }
            return new SocketFile(path);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure(
                    "can't create unix socket " + path + ": " + reason(failure), failure);
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof FileAlreadyExistsException file) {
            return file.getFile() + " is not a directory";
        }
        return failure instanceof FileSystemException refused && refused.getReason() != null
                ? refused.getReason()
                : failure.toString();
    }

    private static void checkIsDead(Path path) throws IOException {
        if (!Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new EngineException.Conflict("listen on " + path + ": the file exists and is not a socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException dead) {
            return;
        }
        throw new EngineException.Conflict("listen on " + path + ": another daemon serves there");
    }

    /** Lets root and the group connect, and nobody else. */
    void open(String group) {
        try {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (!group.isEmpty()) {
                setGroup(view, group);
            }
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        } catch (IOException failure) {
            throw new UncheckedIOException("set owner and mode of socket " + path, failure);
        }
    }

    private void setGroup(PosixFileAttributeView view, String group) throws IOException {
        GroupPrincipal owner;
        try {
            owner = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException unknown) {
            return; // as dockerd: without the group the socket is root's alone
        }
        view.setGroup(owner);
    }

    /** Removes it; one that is gone is no error. */
    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw new UncheckedIOException("remove socket " + path, failure);
        }
    }
}
