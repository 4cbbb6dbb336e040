package dev.berth.runtime.app.settings;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig;
import java.util.Set;

/**
 * Resource limits as text, {@code nofile=1024:2048}.
 *
 * @see <a href="https://pkg.go.dev/github.com/docker/go-units#ParseUlimit">go-units ParseUlimit</a>
 */
public final class UlimitText {
    private static final Set<String> NAMES = Set.of(
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack");

    private UlimitText() {}

    /**
     * Reads {@code name=soft[:hard]}; the hard limit is the soft one where it is not given, -1 is unlimited.
     *
     * @throws EngineException.InvalidParameter with go-units' words
     */
    public static HostConfig.Ulimit parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new EngineException.InvalidParameter("invalid ulimit argument: " + text);
        }
        String name = text.substring(0, equals);
        if (!NAMES.contains(name)) {
            throw new EngineException.InvalidParameter("invalid ulimit type: " + name);
        }
        String[] limits = text.substring(equals + 1).split(":", -1);
        if (limits.length > 2 || limits[0].isEmpty()) {
            throw new EngineException.InvalidParameter("too many limit value arguments - " + text.substring(equals + 1)
                    + ", can only have up to two, `soft[:hard]`");
        }
        long soft = number(limits[0]);
        long hard = limits.length == 2 ? number(limits[1]) : soft;
        if (hard != -1 && (soft == -1 || soft > hard)) {
            throw new EngineException.InvalidParameter(
                    "ulimit soft limit must be less than or equal to hard limit: " + soft + " > " + hard);
        }
        return new HostConfig.Ulimit(name, hard, soft);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new EngineException.InvalidParameter(
                    "strconv.ParseInt: parsing \"" + text + "\": invalid syntax", notANumber);
        }
    }
}
