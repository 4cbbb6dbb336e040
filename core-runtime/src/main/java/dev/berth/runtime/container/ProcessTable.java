package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What ps(1) shows, read from {@code /proc}: Docker runs that program on the host, we start none.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class ProcessTable {
    private static final List<Column> FULL =
            List.of(of("UID"), of("PID"), of("PPID"), of("C"), of("STIME"), of("TTY"), of("TIME"), of("CMD"));
    private static final List<Column> BSD = List.of(
            of("USER"),
            of("PID"),
            of("%CPU"),
            of("%MEM"),
            of("VSZ"),
            of("RSS"),
            of("TTY"),
            of("STAT"),
            of("START"),
            of("TIME"),
            of("COMMAND"));

    /** What {@code -o} knows besides the names of the titles themselves, with the titles it gives them. */
    private static final Map<String, Column> FORMATS = Map.ofEntries(
            Map.entry("euser", new Column("EUSER", "user")),
            Map.entry("args", new Column("COMMAND", "command")),
            Map.entry("comm", new Column("COMMAND", "comm")),
            Map.entry("pcpu", of("%CPU")),
            Map.entry("pmem", of("%MEM")),
            Map.entry("tt", new Column("TT", "tty")),
            Map.entry("s", new Column("S", "stat")),
            Map.entry("state", new Column("S", "stat")));

    private final Path proc;
    private final Path passwd;

    /** A title, and which of a process's facts is under it. */
    record Column(String title, String fact) {}

    ProcessTable(Path proc, Path passwd) {
        this.proc = proc;
        this.passwd = passwd;
    }

    /**
     * Lists the processes that are still there.
     *
     * @param psArgs {@code -ef} or empty, {@code aux}, or columns as {@code -o pid,comm}
     * @throws EngineException.InvalidParameter other arguments
     */
    ProcessList list(List<Integer> pids, String psArgs, Instant now) {
        List<Column> columns = columns(psArgs);
        ProcessClock clock = ProcessClock.read(proc, now);
        Map<String, String> users = users();
        List<List<String>> rows = pids.stream()
                .map(pid -> ProcessFacts.read(proc, pid, users, clock))
                .flatMap(Optional::stream)
                .map(facts -> columns.stream()
                        .map(column -> facts.text(column.fact()))
                        .toList())
                .toList();
        return new ProcessList(columns.stream().map(Column::title).toList(), rows);
    }

    static List<Column> columns(String psArgs) {
        String args = psArgs.strip();
        if (args.isEmpty() || args.equals("-ef") || args.equals("-f") || args.equals("-fe")) {
            return FULL;
        }
        if (args.equals("aux") || args.equals("-aux") || args.equals("u")) {
            return BSD;
        }
        int option = args.indexOf("o ");
        if (args.startsWith("-") && option > 0) {
            return Arrays.stream(args.substring(option + 2).split("[ ,]+"))
                    .filter(word -> !word.equals("-o"))
                    .map(word -> format(word)
                            .orElseThrow(() -> new EngineException.InvalidParameter(
                                    "Error running ps: unknown user-defined format specifier \"" + word + "\"")))
                    .toList();
        }
        throw new EngineException.InvalidParameter("Error running ps: unsupported arguments: " + psArgs);
    }

    private Map<String, String> users() {
        Map<String, String> names = new HashMap<>();
        try {
            for (String line : Files.readAllLines(passwd, StandardCharsets.ISO_8859_1)) {
                String[] field = line.split(":");
                if (field.length > 2) {
                    names.putIfAbsent(field[2], field[0]);
                }
            }
        } catch (IOException none) {
            // ps shows numbers where it finds no names.
            return Map.of();
        }
        return names;
    }

    private static Optional<Column> format(String word) {
        return Optional.ofNullable(FORMATS.get(word))
                .or(() -> Stream.concat(FULL.stream(), BSD.stream())
                        .filter(column -> column.fact().equals(word))
                        .findFirst());
    }

    private static Column of(String title) {
        return new Column(title, title.toLowerCase(Locale.ROOT));
    }
}
