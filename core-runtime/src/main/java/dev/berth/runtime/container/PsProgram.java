package dev.berth.runtime.container;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.ProgramRun;
import dev.berth.plugin.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The host's ps(1), for arguments of {@code docker top} that {@link ProcessTable} does not know. Docker runs it too, for
 * all of them, and finds the container's processes in what it prints by the column {@code PID}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/ps.1.html">ps(1)</a>
 */
final class PsProgram {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A column of another name that is shown as PID, by which processes of others could be taken for the container's. */
    private static final Pattern FORGED = Pattern.compile("\\s+(\\S*)=\\s*(PID\\S*)");

    private final String program;

    /** @param program its name or path */
    PsProgram(String program) {
        this.program = program;
    }

    /**
     * What it prints, without the processes of others.
     *
     * @throws EngineException.SystemFailure it is not there, or refuses the arguments; in its own words
     */
    ProcessList list(List<Integer> pids, String psArgs) {
        refuseForged(psArgs);
        List<String> lines = output(psArgs).lines().toList();
        List<String> titles = lines.isEmpty() ? List.of() : words(lines.get(0));
        int pid = titles.indexOf("PID");
        if (pid < 0) {
            throw new EngineException.SystemFailure("Couldn't find PID field in ps output");
        }
        Set<String> wanted = pids.stream().map(String::valueOf).collect(Collectors.toSet());
        List<List<String>> rows = lines.stream()
                .skip(1)
                .map(line -> row(line, titles.size()))
                .filter(row -> row.size() > pid && wanted.contains(row.get(pid)))
                .toList();
        return new ProcessList(titles, rows);
    }

    private static void refuseForged(String psArgs) {
        Matcher forged = FORGED.matcher(psArgs);
        while (forged.find()) {
            if (!forged.group(1).equals("pid")) {
                throw new EngineException.SystemFailure(
                        "specifying \"" + forged.group(1) + "=" + forged.group(2) + "\" is not allowed");
            }
        }
    }

    private String output(String psArgs) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(words(psArgs));
        try {
            ProgramRun run = ProgramRun.of(command, OciRuntime.ENVIRONMENT, PATIENCE);
            if (run.code() != 0) {
                throw new EngineException.SystemFailure(
                        run.errors().lines().findFirst().orElse("ps: exit status " + run.code()));
            }
            return run.output();
        } catch (ErrnoException failure) {
            throw new EngineException.SystemFailure("ps: " + failure.getMessage(), failure);
        }
    }

    /** The last column has all that is left of the line. */
    private static List<String> row(String line, int columns) {
        return Arrays.asList(line.strip().split("\\s+", columns));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
