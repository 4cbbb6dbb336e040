package dev.berth.runtime.log;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ByteSize;
import dev.berth.runtime.spec.HostConfig;
import java.util.Map;
import java.util.Set;

/**
 * How a container's output is kept: Docker's {@code LogConfig}, checked.
 *
 * @param kept false for the driver {@code none}: nothing is written
 * @param maxSize bytes of one log file before it is rotated, 0 for no limit
 * @param maxFiles how many files there are at most, 1 or more
 * @see <a href="https://docs.docker.com/engine/logging/drivers/json-file/">json-file</a>
 */
public record LogSettings(boolean kept, long maxSize, int maxFiles) {
    private static final Set<String> OPTIONS = Set.of(
            "max-size",
            "max-file",
            "compress",
            "labels",
            "labels-regex",
            "env",
            "env-regex",
            "tag",
            "mode",
            "max-buffer-size");

    public LogSettings {
        if (maxSize < 0 || maxFiles < 1) {
            throw new IllegalArgumentException("log of " + maxFiles + " files of " + maxSize + " bytes");
        }
    }

    /**
     * @throws EngineException.InvalidParameter for a driver other than {@code json-file}, {@code local} and
     *     {@code none}, or an option these do not have
     */
    public static LogSettings of(HostConfig.LogConfig config) {
        return switch (config.type()) {
            case "none" -> new LogSettings(false, 0, 1);
            case "json-file", "local" -> kept(config.type(), config.config());
            default ->
                throw new EngineException.InvalidParameter("error looking up logging plugin " + config.type()
                        + ": plugin \"" + config.type() + "\" not found");
        };
    }

    private static LogSettings kept(String driver, Map<String, String> options) {
        for (String option : options.keySet()) {
            if (!OPTIONS.contains(option)) {
                throw new EngineException.InvalidParameter(
                        "unknown log opt '" + option + "' for " + driver + " log driver");
            }
        }
        boolean local = driver.equals("local");
        long maxSize = size(options.getOrDefault("max-size", local ? "20m" : "-1"));
        int maxFiles = files(options.getOrDefault("max-file", local ? "5" : "1"));
        if (maxFiles > 1 && maxSize == 0) {
            throw new EngineException.InvalidParameter("max-file cannot be used with unlimited max-size");
        }
        return new LogSettings(true, maxSize, maxFiles);
    }

    private static long size(String text) {
        if (text.equals("-1")) {
            return 0;
        }
        return ByteSize.parse(text);
    }

    private static int files(String text) {
        try {
            int files = Integer.parseInt(text);
            if (files >= 1) {
                return files;
            }
        } catch (NumberFormatException invalid) {
            throw new EngineException.InvalidParameter("max-file: invalid number '" + text + "'", invalid);
        }
        throw new EngineException.InvalidParameter("max-file cannot be less than 1");
    }
}
