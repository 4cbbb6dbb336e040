package dev.berth.runtime.container;

import dev.berth.linux.sys.MountEntry;
import dev.berth.linux.sys.MountTable;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The control groups of one process: on cgroup v1 a directory for each controller, on v2 one for all.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
 */
final class Cgroup {
    private static final String UNIFIED = "";
    private static final Duration FREEZE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration FREEZE_STEP = Duration.ofMillis(1);
    private static final int THAW_EVERY = 20;

    private final Map<String, Path> directories;

    private Cgroup(Map<String, Path> directories) {
        this.directories = directories;
    }

    /** The groups that the process is in now. */
    static Cgroup of(int pid) {
        try {
            return of(Files.readAllLines(Path.of("/proc", Integer.toString(pid), "cgroup")), MountTable.read());
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read the cgroups of process " + pid, failure);
        }
    }

    /** @param lines as in {@code /proc/PID/cgroup}: {@code ID:CONTROLLERS:PATH} */
    static Cgroup of(List<String> lines, List<MountEntry> mounts) {
        Map<String, Path> directories = new HashMap<>();
        for (String line : lines) {
            String[] field = line.split(":", 3);
            for (String controller : field[1].split(",", -1)) {
                mounts.stream()
                        .filter(mount -> shows(mount, controller))
                        .findFirst()
                        .ifPresent(mount -> directories.put(controller, directory(mount, field[2])));
            }
        }
        return new Cgroup(directories);
    }

    private static boolean shows(MountEntry mount, String controller) {
        return controller.equals(UNIFIED)
                ? mount.type().equals("cgroup2")
                : mount.type().equals("cgroup") && mount.superOptions().contains(controller);
    }

    private static Path directory(MountEntry mount, String path) {
        String below = !mount.root().equals("/") && path.startsWith(mount.root())
                ? path.substring(mount.root().length())
                : path;
        return mount.mountPoint().resolve(below.startsWith("/") ? below.substring(1) : below);
    }

    /** Whether all controllers are in one hierarchy. */
    boolean isV2() {
        return !directories.containsKey("memory") && directories.containsKey(UNIFIED);
    }

    /** The directory of a controller; on v2 the one there is. */
    Optional<Path> directory(String controller) {
        return Optional.ofNullable(directories.get(isV2() ? UNIFIED : controller));
    }

    /** A control file's content without its last newline; empty if there is none. */
    Optional<String> read(String controller, String file) {
        return directory(controller)
                .map(directory -> directory.resolve(file))
                .filter(Files::exists)
                .flatMap(Cgroup::content);
    }

    private static Optional<String> content(Path file) {
        try {
            return Optional.of(Files.readString(file).stripTrailing());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** A control file with one number; 0 if it is not there. */
    long number(String controller, String file) {
        return read(controller, file)
                .filter(text -> text.matches("\\d+"))
                .map(Cgroup::unsigned)
                .orElse(0L);
    }

    /** A control file of {@code NAME NUMBER} lines. */
    Map<String, Long> table(String controller, String file) {
        Map<String, Long> table = new HashMap<>();
        read(controller, file)
                .ifPresent(text -> text.lines()
                        .map(line -> line.split(" "))
                        .filter(field -> field.length == 2 && field[1].matches("\\d+"))
                        .forEach(field -> table.put(field[0], unsigned(field[1]))));
        return table;
    }

    /** "No limit" is near 2^63 on some kernels and above on others. */
    private static long unsigned(String digits) {
        java.math.BigInteger number = new java.math.BigInteger(digits);
        return number.bitLength() > 63 ? Long.MAX_VALUE : number.longValue();
    }

    /** Every process in it and below. */
    List<Integer> processes() {
        Path top = directory("pids").or(() -> directory("memory")).orElseThrow();
        try (Stream<Path> tree = Files.walk(top)) {
            return tree.filter(path -> path.endsWith("cgroup.procs"))
                    .flatMap(path -> content(path).orElse("").lines())
                    .filter(line -> !line.isEmpty())
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException failure) {
            throw new EngineException.SystemFailure("list the processes of cgroup " + top, failure);
        }
    }

    /**
     * Stops every process in it, or lets them go on; returns when it has happened.
     *
     * @throws EngineException.SystemFailure it does not happen
     * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/freezer-subsystem.html">freezer of v1</a>
     */
    void freeze(boolean frozen) {
        freeze(frozen, FREEZE_PATIENCE);
    }

    /** As the other, within a time; what does not freeze in it is left thawed. */
    void freeze(boolean frozen, Duration patience) {
        Path directory = directory("freezer")
                .orElseThrow(() -> new EngineException.SystemFailure("freeze: this host has no freezer cgroup"));
        boolean v2 = isV2();
        Path file = directory.resolve(v2 ? "cgroup.freeze" : "freezer.state");
        String order = v2 ? (frozen ? "1" : "0") : (frozen ? "FROZEN" : "THAWED");
        Path told = v2 ? directory.resolve("cgroup.events") : file;
        String done = v2 ? "frozen " + order : order;
        long end = System.nanoTime() + patience.toNanos();
        try {
            Files.writeString(file, order);
            for (int look = 1; !Files.readString(told).contains(done); look++) {
                if (System.nanoTime() - end > 0) {
                    Files.writeString(file, v2 ? "0" : "THAWED");
                    throw new EngineException.SystemFailure("freeze " + directory + ": still not " + done);
                }
                retry(file, order, look);
            }
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("freeze " + directory + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * v1 may hang in between while processes come and go, until it is told again; a thaw now and then helps, as runc
     * found out.
     */
    private static void retry(Path file, String order, int look) throws IOException {
        if (order.equals("FROZEN") && look % THAW_EVERY == 0) {
            Files.writeString(file, "THAWED");
        }
        LockSupport.parkNanos(FREEZE_STEP.toNanos());
        Files.writeString(file, order);
    }
}
