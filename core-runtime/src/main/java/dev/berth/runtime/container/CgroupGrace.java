package dev.berth.runtime.container;

import dev.berth.linux.sys.MountEntry;
import dev.berth.linux.sys.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a wait of the kernel's while there is other work. Whoever is the first to put a process into a cgroup after a
 * pause waits until no processor is at a fork or an exit any more, a grace period of some 7 to 12 ms; those who come soon
 * after do not wait. The OCI runtime would be that first one. So a process is put where it is already, on a thread beside
 * the start, and the runtime comes soon after.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.18/kernel/rcu/sync.c">Linux, rcu_sync</a>
 */
final class CgroupGrace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CgroupGrace.class);
    private static final List<String> CONTROLLERS = List.of("pids", "memory", "cpu", "freezer");
    private static final long IDLE_SECONDS = 10;

    private final List<MountEntry> mounts;

    /** One at a time: two would wait for the same. */
    private final ThreadPoolExecutor waiting = new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
                Thread thread = new Thread(work, "cgroup-grace");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    CgroupGrace() {
        mounts = MountTable.read().stream()
                .filter(mount -> mount.type().startsWith("cgroup"))
                .toList();
    }

    /**
     * Begins the wait.
     *
     * @param process one whose cgroup nobody changes now; it stays in it. One that has ended is fine
     */
    void begin(long process) {
        waiting.execute(() -> await(process));
    }

    /** @return false if there is nothing to wait by: it has ended, or its cgroups are out of sight; the runtime waits */
    boolean await(long process) {
        String number = Long.toString(process);
        try {
            Cgroup own = Cgroup.of(Files.readAllLines(Path.of("/proc", number, "cgroup")), mounts);
            Optional<Path> directory = CONTROLLERS.stream()
                    .map(own::directory)
                    .flatMap(Optional::stream)
                    .findFirst();
            if (directory.isEmpty()) {
                return false;
            }
            Files.writeString(directory.get().resolve("cgroup.procs"), number, StandardOpenOption.WRITE);
            return true;
        } catch (IOException failure) {
            LOG.debug("action=cgroup-grace process={} error={}", process, failure.toString());
            return false;
        }
    }

    @Override
    public void close() {
        waiting.shutdown();
    }
}
