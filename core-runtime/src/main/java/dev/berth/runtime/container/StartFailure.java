package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a container did not start, in Docker's words and exit codes.
 *
 * @param exitCode 127 the program is not there, 126 it cannot be run, 128 anything else
 * @see <a href="https://github.com/moby/moby/blob/v20.10.24/daemon/errors.go">moby, translateContainerdStartErr</a>
 */
public record StartFailure(int exitCode, EngineException cause) {
    private static final Pattern CRUN_NOT_FOUND =
            Pattern.compile("executable file `([^`]*)` not found in \\$PATH(: No such file or directory)?");
    private static final Pattern CRUN_CANNOT = Pattern.compile(
            "open executable: (Permission denied|Operation not permitted|Is a directory|No such file or directory)");

    /** What Docker would say of it. */
    public static StartFailure of(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean runtime = message.startsWith("OCI runtime");
        String said = runtime ? dockerWords(message) : message;
        int code = runtime ? exitCode(said) : 128;
        if (code != 128) {
            return new StartFailure(code, new EngineException.InvalidParameter(said, failure));
        }
        if (failure instanceof EngineException known && !runtime) {
            return new StartFailure(code, known);
        }
        return new StartFailure(code, new EngineException.SystemFailure(said, failure));
    }

    private static int exitCode(String said) {
        if (said.contains("executable file not found") || said.contains("no such file or directory")) {
            return 127;
        }
        return said.contains("permission denied") || said.contains("not a directory") || said.contains("is a directory")
                ? 126
                : 128;
    }

    /** crun says the same things in other words, which clients do not look for. */
    private static String dockerWords(String message) {
        Matcher missing = CRUN_NOT_FOUND.matcher(message);
        if (missing.find()) {
            return missing.replaceFirst("exec: \"$1\": executable file not found in \\$PATH");
        }
        Matcher cannot = CRUN_CANNOT.matcher(message);
        if (!cannot.find()) {
            return message;
        }
        // EPERM is its word for a directory or a file without an x bit, of which the kernel says EACCES
        String reason = cannot.group(1).equals("Operation not permitted") ? "Permission denied" : cannot.group(1);
        return cannot.replaceFirst("exec: " + reason.toLowerCase(Locale.ROOT));
    }
}
