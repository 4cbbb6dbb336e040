package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Joins what the user said with what the image says, by Docker's rules: the user wins, maps and environments are
 * united, and an entry point of the user's drops the image's command.
 *
 * @see <a href="https://github.com/moby/moby/blob/v20.10.24/daemon/commit.go">moby, daemon/commit.go, merge</a>
 */
final class ImageMerge {
    private ImageMerge() {}

    /**
     * The container's configuration.
     *
     * @param hostname taken if the user named none
     * @throws EngineException.InvalidParameter there is nothing to run
     */
    static ContainerConfig merge(ContainerConfig user, ContainerConfig image, String hostname) {
        List<String> entrypoint =
                isEmpty(user.entrypoint()) && user.entrypoint() == null ? image.entrypoint() : user.entrypoint();
        List<String> cmd = isEmpty(user.entrypoint()) && isEmpty(user.cmd()) ? image.cmd() : user.cmd();
        if (entrypoint != null && entrypoint.equals(List.of(""))) {
            entrypoint = null;
        }
        if (isEmpty(entrypoint) && isEmpty(cmd)) {
            throw new EngineException.InvalidParameter("No command specified");
        }
        return new ContainerConfig(
                user.hostname().isEmpty() ? hostname : user.hostname(),
                user.domainname(),
                user.user().isEmpty() ? image.user() : user.user(),
                user.attachStdin(),
                user.attachStdout(),
                user.attachStderr(),
                union(user.exposedPorts(), image.exposedPorts()),
                user.tty(),
                user.openStdin(),
                user.stdinOnce(),
                environment(user.env(), image.env()),
                cmd,
                healthcheck(user.healthcheck(), image.healthcheck()),
                user.image(),
                union(user.volumes(), image.volumes()),
                user.workingDir().isEmpty() ? image.workingDir() : user.workingDir(),
                entrypoint,
                user.networkDisabled(),
                user.macAddress(),
                union(user.labels(), image.labels()),
                user.stopSignal().isEmpty() ? image.stopSignal() : user.stopSignal(),
                user.stopTimeout());
    }

    /** Program and arguments: the entry point followed by the command. */
    static List<String> argv(ContainerConfig config) {
        List<String> argv = new ArrayList<>(config.entry().orElse(List.of()));
        argv.addAll(config.command().orElse(List.of()));
        return argv;
    }

    private static boolean isEmpty(@Nullable List<String> list) {
        return list == null || list.isEmpty();
    }

    private static <V> Map<String, V> union(Map<String, V> user, Map<String, V> image) {
        Map<String, V> all = new TreeMap<>(image);
        all.putAll(user);
        return all;
    }

    private static List<String> environment(List<String> user, List<String> image) {
        Set<String> named = user.stream().map(ImageMerge::key).collect(Collectors.toSet());
        List<String> all = new ArrayList<>(user);
        image.stream().filter(variable -> !named.contains(key(variable))).forEach(all::add);
        return all;
    }

    private static String key(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals);
    }

    private static @Nullable Map<String, Object> healthcheck(
            @Nullable Map<String, Object> user, @Nullable Map<String, Object> image) {
        if (user == null || image == null) {
            return user == null ? image : user;
        }
        Map<String, Object> all = new HashMap<>(image);
        user.forEach((name, value) -> {
            if (!isUnset(value)) {
                all.put(name, value);
            }
        });
        return all;
    }

    private static boolean isUnset(@Nullable Object value) {
        return value == null
                || (value instanceof Number number && number.longValue() == 0)
                || (value instanceof List<?> list && list.isEmpty());
    }
}
