package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.tar.TreeUnpacker;
import dev.berth.runtime.tar.UnpackRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * {@code berth cp} out of a container.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/cp/">docker cp</a>
 */
final class CopyOut {
    private final Context context;
    private final String container;
    private final UnpackRules rules;

    CopyOut(Context context, String container, boolean owners) {
        this.context = context;
        this.container = container;
        this.rules = new UnpackRules(true, owners, UnpackRules.Whiteouts.PLAIN, false);
    }

    void copy(String source, String target, boolean follow) throws IOException {
        Request request = Request.get("containers", container, "archive").with("path", followed(source, follow));
        try (Answer answer = context.engine().open(request)) {
            if (target.equals("-")) {
                answer.body().transferTo(context.out());
            } else {
                unpack(answer, target, source.endsWith("/."));
            }
        }
    }

    private String followed(String source, boolean follow) throws IOException {
        if (!follow) {
            return source;
        }
        String link = PathStat.of(context, container, source)
                .map(PathStat::linkTarget)
                .orElse("");
        return link.isEmpty() ? source : link;
    }

    private void unpack(Answer answer, String target, boolean contents) throws IOException {
        Path path = Path.of(target).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            TreeUnpacker.unpack(answer.body(), path, rules);
            return;
        }
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new CliException(1, "invalid output path: directory \"" + parent + "\" does not exist");
        }
        if (contents) {
            Files.createDirectory(path);
            TreeUnpacker.unpack(answer.body(), path, rules);
            return;
        }
        Path stage = Files.createTempDirectory(parent, ".berth-cp");
        try {
            TreeUnpacker.unpack(answer.body(), stage, rules);
            place(only(stage), path, target.endsWith("/"));
        } finally {
            delete(stage);
        }
    }

    private static void place(Path copied, Path path, boolean slash) throws IOException {
        boolean directory = Files.isDirectory(copied);
        if (directory && Files.exists(path)) {
            throw new CliException(1, "cannot copy directory");
        }
        if (!directory && slash) {
            throw new CliException(1, "no such directory");
        }
        Files.move(copied, path, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path only(Path stage) throws IOException {
        try (Stream<Path> members = Files.list(stage)) {
            return members.findFirst().orElseThrow(() -> new CliException(1, "the archive is empty"));
        }
    }

    private static void delete(Path stage) throws IOException {
        try (Stream<Path> tree = Files.walk(stage)) {
            for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
