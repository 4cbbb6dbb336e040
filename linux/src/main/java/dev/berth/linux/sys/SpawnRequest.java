package dev.berth.linux.sys;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to start.
 *
 * @param argv its name, looked up on PATH if it has no slash, and its arguments; at least the name
 * @param env its whole environment
 * @param cwd where it starts; empty = where we are
 * @param descriptors its open files: number there to ours, which stays ours. 0, 1 and 2 are /dev/null where missing;
 *     nothing else is open
 */
public record SpawnRequest(
        List<String> argv, Map<String, String> env, Optional<Path> cwd, Map<Integer, Fd> descriptors) {
    public SpawnRequest {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        descriptors = Map.copyOf(descriptors);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("nothing to start");
        }
        if (descriptors.keySet().stream().anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException("descriptors " + descriptors.keySet());
        }
    }
}
