package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.tar.TreeTar;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * {@code berth cp} into a container.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/cp/">docker cp</a>
 */
final class CopyIn {
    private final Context context;
    private final String container;
    private final boolean owners;

    CopyIn(Context context, String container, boolean owners) {
        this.context = context;
        this.container = container;
        this.owners = owners;
    }

    void copy(String source, String target, boolean follow) throws IOException {
        Optional<PathStat> there = PathStat.of(context, container, target);
        boolean directory = there.map(PathStat::directory).orElse(false);
        if (source.equals("-")) {
            if (!directory) {
                throw new CliException(1, "destination \"" + container + ":" + target + "\" must be a directory");
            }
            put(target, context.in());
            return;
        }
        Path from = local(source, follow);
        boolean tree = Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS);
        if (directory) {
            boolean contents = source.endsWith("/.") || source.equals(".");
            send(from, target, contents ? "" : String.valueOf(from.getFileName()));
            return;
        }
        if (there.isPresent() && tree) {
            throw new CliException(1, "cannot copy directory");
        }
        if (!tree && target.endsWith("/")) {
            throw new CliException(1, "no such directory");
        }
        Path path = Path.of("/").resolve(target).normalize();
        send(from, String.valueOf(path.getParent()), String.valueOf(path.getFileName()));
    }

    private static Path local(String source, boolean follow) throws IOException {
        Path path = Path.of(source).toAbsolutePath().normalize();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new CliException(1, "lstat " + path + ": no such file or directory");
        }
        return follow ? path.toRealPath() : path;
    }

    /** The archive is made whole before it is sent, so that a file that cannot be read changes nothing inside. */
    private void send(Path from, String directory, String name) throws IOException {
        Path archive = Files.createTempFile("berth-cp", ".tar");
        try {
            try (OutputStream out = Files.newOutputStream(archive)) {
                TreeTar.write(from, out, new TreeTar.Options(name, Map.of(), false));
            }
            try (InputStream in = Files.newInputStream(archive)) {
                put(directory, in);
            }
        } finally {
            Files.delete(archive);
        }
    }

    private void put(String directory, InputStream tar) throws IOException {
        context.engine()
                .send(Request.of("PUT", "containers", container, "archive")
                        .with("path", directory)
                        .with("noOverwriteDirNonDir", "true")
                        .flag("copyUIDGID", owners)
                        .body(tar));
    }
}
