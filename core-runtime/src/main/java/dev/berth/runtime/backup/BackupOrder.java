package dev.berth.runtime.backup;

import dev.berth.plugin.EngineException.InvalidParameter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is to be backed up, and how.
 *
 * @param volumes names; all as they are at one moment
 * @param repository absolute
 * @param maxFreeze for how long containers that write to them may be frozen; zero: they are not frozen at all
 * @param orLive true: if that is too short, the backup is made all the same
 * @param orPartial true: what the disk cannot read is passed over and named
 * @param before run first; a failure ends the backup
 * @param after run last, however it went
 */
public record BackupOrder(
        List<String> volumes,
        Path repository,
        Map<String, String> tags,
        Duration maxFreeze,
        boolean orLive,
        boolean orPartial,
        List<Hook> before,
        List<Hook> after) {
    /** The longest that anybody may ask for. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public BackupOrder {
        volumes = volumes.stream().distinct().toList();
        tags = Map.copyOf(tags);
        before = List.copyOf(before);
        after = List.copyOf(after);
        if (maxFreeze.isNegative() || maxFreeze.compareTo(LONGEST) > 0) {
            throw new InvalidParameter("backup: containers can be frozen for 0 to " + LONGEST.toSeconds() + " seconds");
        }
    }

    /**
     * A command in a container.
     *
     * @param command for {@code sh -c}
     */
    public record Hook(String container, String command) {
        public Hook {
            if (container.isEmpty() || command.isEmpty()) {
                throw new InvalidParameter("backup: a hook needs a container and a command");
            }
        }
    }
}
