package dev.berth.runtime.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One process as ps(1) shows it. */
final class ProcessFacts {
    private static final int PAGE_KILOBYTES = 4;
    private static final int PTS_MAJOR = 136;
    private static final DateTimeFormatter OF_TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter OF_YEAR = DateTimeFormatter.ofPattern("MMMdd", Locale.ROOT);

    private final int pid;
    private final String user;
    private final String name;
    private final String commandLine;

    /** The fields of {@code /proc/PID/stat} from the third on. */
    private final List<String> stat;

    private final ProcessClock clock;

    private ProcessFacts(int pid, String user, String name, String commandLine, List<String> stat, ProcessClock clock) {
        this.pid = pid;
        this.user = user;
        this.name = name;
        this.commandLine = commandLine;
        this.stat = stat;
        this.clock = clock;
    }

    /** Reads them; empty if the process is gone. */
    static Optional<ProcessFacts> read(Path proc, int pid, Map<String, String> users, ProcessClock clock) {
        Path directory = proc.resolve(Integer.toString(pid));
        try {
            String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The name is in brackets and may itself contain some.
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" "));
            String command = new String(Files.readAllBytes(directory.resolve("cmdline")), StandardCharsets.UTF_8)
                    .replace('\0', ' ')
                    .strip();
            String uid = Files.getAttribute(directory, "unix:uid").toString();
            return Optional.of(new ProcessFacts(
                    pid,
                    users.getOrDefault(uid, uid),
                    name,
                    command.isEmpty() ? "[" + name + "]" : command,
                    fields,
                    clock));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The text of one fact, by the lower case of its title. */
    String text(String fact) {
        return switch (fact) {
            case "uid", "user" -> user;
            case "pid" -> Integer.toString(pid);
            case "ppid" -> stat.get(1);
            case "c" -> Long.toString((long) share());
            case "stime", "start" -> started();
            case "tty" -> terminal();
            case "time" -> time();
            case "%cpu" -> String.format(Locale.ROOT, "%.1f", share());
            case "%mem" -> String.format(Locale.ROOT, "%.1f", 100.0 * resident() / clock.memoryKilobytes());
            case "vsz" -> Long.toString(Long.parseLong(stat.get(20)) / 1024);
            case "rss" -> Long.toString(resident());
            case "stat" -> stat.get(0);
            case "comm" -> name;
            default -> commandLine;
        };
    }

    private long resident() {
        return Long.parseLong(stat.get(21)) * PAGE_KILOBYTES;
    }

    private long ticks() {
        return Long.parseLong(stat.get(11)) + Long.parseLong(stat.get(12));
    }

    private double age() {
        return clock.age(Long.parseLong(stat.get(19)));
    }

    private double share() {
        double age = age();
        return age <= 0 ? 0 : 100.0 * ticks() / ProcessClock.TICKS_PER_SECOND / age;
    }

    private String started() {
        Instant start = clock.now().minusMillis((long) (age() * 1000));
        boolean today = Duration.between(start, clock.now()).toHours() < 24;
        return (today ? OF_TODAY : OF_YEAR).format(start.atZone(ZoneId.systemDefault()));
    }

    private String time() {
        long seconds = ticks() / ProcessClock.TICKS_PER_SECOND;
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private String terminal() {
        int device = Integer.parseInt(stat.get(4));
        int major = device >> 8 & 0xfff;
        int minor = device & 0xff | device >> 12 & 0xfff00;
        if (device == 0) {
            return "?";
        }
        return major >= PTS_MAJOR && major < PTS_MAJOR + 8 ? "pts/" + ((major - PTS_MAJOR) * 256 + minor) : "?";
    }
}
