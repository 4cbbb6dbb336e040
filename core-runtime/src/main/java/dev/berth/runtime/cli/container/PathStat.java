package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * What is at a path in a container.
 *
 * @param directory true for a directory
 * @param linkTarget where it leads if it is a symbolic link, else empty
 */
record PathStat(boolean directory, String linkTarget) {
    /** Go's os.ModeDir. */
    private static final long DIRECTORY = 1L << 31;

    /** Asks the engine; empty if there is nothing at the path, or nothing can be there. */
    static Optional<PathStat> of(Context context, String container, String path) throws IOException {
        Request head = Request.of("HEAD", "containers", container, "archive").with("path", path);
        try (Answer answer = context.engine().open(head)) {
            byte[] json = Base64.getDecoder().decode(answer.header("x-docker-container-path-stat"));
            JsonValue stat = JsonText.read(json);
            return Optional.of(new PathStat(
                    (stat.at("mode").number() & DIRECTORY) != 0,
                    stat.at("linkTarget").text()));
        } catch (EngineError refused) {
            if (refused.status() < 500) {
                return Optional.empty();
            }
            throw refused;
        }
    }
}
