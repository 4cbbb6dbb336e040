package dev.berth.runtime.container;

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
 * What ps(1) shows, read from {@code /proc}: Docker runs that program on the host. We start it for what is asked rarely.
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
    private final PsProgram ps;

    /** A title, and which of a process's facts is under it. */
    record Column(String title, String fact) {}

    ProcessTable(Path proc, Path passwd, PsProgram ps) {
        this.proc = proc;
        this.passwd = passwd;
        this.ps = ps;
    }

    /**
     * Lists the processes that are still there.
     *
     * @param psArgs of ps(1); {@code -ef}, {@code aux} and columns as {@code -o pid,comm} start no program, empty is
     *     {@code -ef}
     * @throws dev.berth.plugin.EngineException.SystemFailure ps does not take the arguments
     */
    ProcessList list(List<Integer> pids, String psArgs, Instant now) {
        return columns(psArgs).map(columns -> list(pids, columns, now)).orElseGet(() -> ps.list(pids, psArgs));
    }

    private ProcessList list(List<Integer> pids, List<Column> columns, Instant now) {
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

    /** Empty: those that only ps itself has. */
    private static Optional<List<Column>> columns(String psArgs) {
        String args = psArgs.strip();
        if (args.isEmpty() || args.equals("-ef") || args.equals("-f") || args.equals("-fe")) {
            return Optional.of(FULL);
        }
        if (args.equals("aux") || args.equals("-aux") || args.equals("u")) {
            return Optional.of(BSD);
        }
        return args.startsWith("-o ") ? chosen(args.substring(3)) : Optional.empty();
    }

    private static Optional<List<Column>> chosen(String words) {
        List<Optional<Column>> columns = Arrays.stream(words.split("[ ,]+"))
                .filter(word -> !word.equals("-o"))
                .map(ProcessTable::format)
                .toList();
        boolean all = columns.stream().allMatch(Optional::isPresent);
        return all ? Optional.of(columns.stream().flatMap(Optional::stream).toList()) : Optional.empty();
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
