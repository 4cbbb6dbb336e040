package dev.berth.linux.sys;

import java.util.Locale;
import java.util.Map;

/**
 * Signals by name and number, as the docker command takes them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>
 */
public final class Signals {
    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int KILL = 9;
    public static final int TERM = 15;

    private static final int MAX = 64;
    private static final int RTMIN = 34;
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ILL", 4),
            Map.entry("TRAP", 5),
            Map.entry("ABRT", 6),
            Map.entry("IOT", 6),
            Map.entry("BUS", 7),
            Map.entry("FPE", 8),
            Map.entry("KILL", 9),
            Map.entry("USR1", 10),
            Map.entry("SEGV", 11),
            Map.entry("USR2", 12),
            Map.entry("PIPE", 13),
            Map.entry("ALRM", 14),
            Map.entry("TERM", 15),
            Map.entry("STKFLT", 16),
            Map.entry("CHLD", 17),
            Map.entry("CLD", 17),
            Map.entry("CONT", 18),
            Map.entry("STOP", 19),
            Map.entry("TSTP", 20),
            Map.entry("TTIN", 21),
            Map.entry("TTOU", 22),
            Map.entry("URG", 23),
            Map.entry("XCPU", 24),
            Map.entry("XFSZ", 25),
            Map.entry("VTALRM", 26),
            Map.entry("PROF", 27),
            Map.entry("WINCH", 28),
            Map.entry("IO", 29),
            Map.entry("POLL", 29),
            Map.entry("PWR", 30),
            Map.entry("SYS", 31),
            Map.entry("RTMIN", RTMIN),
            Map.entry("RTMAX", MAX));

    private Signals() {}

    /**
     * The signal's number.
     *
     * @param nameOrNumber {@code SIGTERM}, {@code term}, {@code 15}, {@code RTMIN+3} or {@code SIGRTMAX-1}
     * @return 1..64
     * @throws IllegalArgumentException {@code Invalid signal: X} if there is none
     */
    public static int number(String nameOrNumber) {
        String name = nameOrNumber.strip().toUpperCase(Locale.ROOT);
        int number = name.matches("\\d{1,3}") ? Integer.parseInt(name) : byName(name);
        if (number < 1 || number > MAX) {
            throw new IllegalArgumentException("Invalid signal: " + nameOrNumber);
        }
        return number;
    }

    private static int byName(String name) {
        String bare = name.startsWith("SIG") ? name.substring(3) : name;
        if (bare.matches("RTMIN\\+\\d{1,2}")) {
            return RTMIN + Integer.parseInt(bare.substring(6));
        }
        if (bare.matches("RTMAX-\\d{1,2}")) {
            int number = MAX - Integer.parseInt(bare.substring(6));
            return number < RTMIN ? 0 : number;
        }
        return NUMBERS.getOrDefault(bare, 0);
    }

    /**
     * Sends a signal to a process by its number; prefer {@link PidFd#signal}, which cannot hit a process that took the
     * number over.
     *
     * @param signal 1..64, 0 only asks whether the process is there
     * @throws ErrnoException ESRCH if there is no such process
     */
    public static void kill(int pid, int signal) {
        if (pid <= 0) {
            throw new IllegalArgumentException("process id " + pid);
        }
        Syscalls.check("kill", "process " + pid + ", signal " + signal, () -> LibC.kill(pid, signal));
    }
}
