package dev.berth.runtime.oci;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;

/** Finds a path below a root as a process would whose root it is: links never lead out of it. */
final class InRoot {
    private static final int MAX_LINKS = 40;

    private InRoot() {}

    /**
     * The host's path of {@code inside}, every link followed.
     *
     * @return empty if there is no such file or the links go round
     */
    static Optional<Path> resolve(Path root, String inside) {
        Deque<String> left = new ArrayDeque<>();
        pushAll(left, Path.of(inside));
        Path at = root;
        int links = 0;
        while (!left.isEmpty()) {
            String name = left.pop();
            if (name.equals("..")) {
                at = at.equals(root) ? root : Objects.requireNonNull(at.getParent());
            } else if (!name.equals(".")) {
                Path next = at.resolve(name);
                if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                    return Optional.empty();
                }
                if (!Files.isSymbolicLink(next)) {
                    at = next;
                } else if (++links > MAX_LINKS) {
                    return Optional.empty();
                } else {
                    Path target = target(next);
                    at = target.isAbsolute() ? root : at;
                    pushAll(left, target);
                }
            }
        }
        return Optional.of(at);
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read the link " + link + ": " + failure.getMessage(), failure);
        }
    }

    private static void pushAll(Deque<String> left, Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            left.push(path.getName(i).toString());
        }
    }
}
