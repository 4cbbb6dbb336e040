package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.FlagException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code -e}, {@code --env-file} and their like: {@code KEY=VALUE}, or {@code KEY} for this process's own value. */
final class EnvironmentFlag {
    private EnvironmentFlag() {}

    /** Files first, so that what is given by hand wins. */
    static List<String> read(List<String> files, List<String> given, Map<String, String> environment) {
        List<String> all = new ArrayList<>();
        for (String file : files) {
            lines(file).forEach(line -> resolve(all, line, environment));
        }
        for (String entry : given) {
            if (entry.isEmpty() || entry.startsWith("=")) {
                throw new FlagException("invalid argument \"" + entry
                        + "\" for \"-e, --env\" flag: invalid environment variable: " + entry);
            }
            resolve(all, entry, environment);
        }
        return all;
    }

    /** Lines of a file without blank ones and comments. */
    static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .map(String::stripLeading)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (NoSuchFileException missing) {
            throw new CliException(1, "open " + file + ": no such file or directory");
        } catch (IOException unreadable) {
            throw new CliException(1, "read " + file + ": " + unreadable.getMessage());
        }
    }

    private static void resolve(List<String> all, String entry, Map<String, String> environment) {
        if (entry.contains("=")) {
            all.add(entry);
        } else if (environment.containsKey(entry)) {
            all.add(entry + "=" + environment.get(entry));
        }
    }
}
