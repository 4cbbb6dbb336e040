package dev.berth.linux.testing;

import dev.berth.linux.netlink.Route;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.netlink.VethSpec;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.sys.PidFd;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A throw-away host: network, mount, pid, uts, ipc and cgroup namespaces of its own with an init process, loopback up,
 * no uplink, an empty {@code /run} and {@code /var/lib}, its own part of every cgroup hierarchy at the usual places.
 * Everything else is this machine's file system, the same paths included. Nothing that happens on it is seen outside,
 * and closing it ends all that runs there; it also ends when the test's JVM does.
 */
public final class TestHost implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A process whose parent is outside the pid namespace has parent 0; with 1, nsenter was killed before it counted. */
    private static final String JOIN_CGROUPS =
            "[ $PPID = 0 ] || exit 137; for f in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs; do [ -e $f ] && echo 0 > $f; done;"
                    + " exec \"$@\"";

    private final String name;
    private final Path data;
    private final Process outer;
    private final long init;
    private final NetNs netns;

    private TestHost(String name, Path data, Process outer, long init) {
        this.name = name;
        this.data = data;
        this.outer = outer;
        this.init = init;
        this.netns = NetNs.open(Path.of("/proc/" + init + "/ns/net"));
    }

    /** A new host with this machine's cgroup hierarchies. */
    public static TestHost start() {
        return start("");
    }

    /**
     * A new host where the {@code hugetlb} controller is a v1 hierarchy as the others are, without which crun 1.8 refuses
     * a hybrid layout. While it lives the controller is not in the v2 hierarchy, on the whole machine.
     */
    public static TestHost startWithHugetlb() {
        return start("hugetlb");
    }

    private static TestHost start(String extra) {
        Root.require();
        String name = "host-" + UUID.randomUUID().toString().substring(0, 8);
        try {
            Path data = Files.createTempDirectory("berth-" + name + "-");
            Files.createFile(data.resolve("cgroups"));
            Files.writeString(data.resolve("init.sh"), script("host-init.sh"));
            Process outer = new ProcessBuilder(unshare(name, data, extra))
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("init.log").toFile())
                    .start();
            return ready(name, data, outer);
        } catch (IOException failure) {
            throw new UncheckedIOException("start test host " + name, failure);
        }
    }

    private static List<String> unshare(String name, Path data, String extra) throws IOException {
        List<String> argv =
                new ArrayList<>(List.of("unshare", "--net", "--mount", "--pid", "--uts", "--ipc", "--fork"));
        argv.addAll(List.of("--mount-proc", "--kill-child=SIGKILL"));
        argv.addAll(List.of("bash", "-c", script("host-init.sh"), "host-init", name, data.toString(), extra));
        return argv;
    }

    private static String script(String resource) throws IOException {
        try (InputStream in = TestHost.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static TestHost ready(String name, Path data, Process outer) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(data.resolve("ready"))) {
            if (!outer.isAlive() || System.nanoTime() > end) {
                String log = Files.readString(data.resolve("init.log"));
                end(data, outer, outer.toHandle().children().findFirst());
                throw new AssertionError("test host " + name + " does not start:\n" + log);
            }
            LockSupport.parkNanos(2_000_000);
        }
        long init = outer.toHandle().children().findFirst().orElseThrow().pid();
        return new TestHost(name, data, outer, init);
    }

    /** Its host name, unique. */
    public String name() {
        return name;
    }

    /** Its init's process number on this machine. */
    public long pid() {
        return init;
    }

    /** Its network namespace; closed with the host. */
    public NetNs netns() {
        return netns;
    }

    /** A directory on disk for the test's files, the same path on the host and here; removed with the host. */
    public Path data() {
        return data;
    }

    /** Where a file of the host is seen from here, such as a socket below its own {@code /run}. */
    public Path path(String pathOnHost) {
        return Path.of("/proc/" + init + "/root" + pathOnHost);
    }

    /** A program to run there, with this machine's environment. */
    public HostCommand command(String... argv) {
        List<String> prefix =
                new ArrayList<>(List.of("nsenter", "--net", "--mount", "--pid", "--uts", "--ipc", "--cgroup"));
        // Killing nsenter shall kill what it started.
        prefix.addAll(List.of("--target", Long.toString(init), "setpriv", "--pdeathsig", "KILL"));
        prefix.addAll(List.of("sh", "-c", JOIN_CGROUPS, "sh"));
        return HostCommand.of(prefix, argv);
    }

    /** Runs a program there to its end, within a minute. */
    public Result exec(String... argv) {
        return command(argv).run();
    }

    /** Runs a shell script there to its end, within a minute. */
    public Result shell(String script) {
        return exec("sh", "-c", script);
    }

    /** Starts a program there; its output goes to {@code NAME.log} below {@link #data}. */
    public HostProcess spawn(String logName, String... argv) {
        return command(argv).start(data.resolve(logName + ".log"));
    }

    /**
     * Two hosts joined by a link.
     *
     * @param host has {@link #HOST_ADDRESS} on {@code up0}, and the neighbour as its default gateway
     * @param neighbour has {@link #NEIGHBOUR_ADDRESS} on {@code up0}
     */
    public record Pair(TestHost host, TestHost neighbour) implements AutoCloseable {
        /** Of the host, in a /24. */
        public static final String HOST_ADDRESS = "192.0.2.1";
        /** Of the neighbour, in the same /24. */
        public static final String NEIGHBOUR_ADDRESS = "192.0.2.2";

        @Override
        public void close() {
            try {
                host.close();
            } finally {
                neighbour.close();
            }
        }
    }

    /** A host and its neighbour, joined by a link. */
    public static Pair pair() {
        TestHost host = start();
        try {
            TestHost neighbour = start();
            try {
                join(host, neighbour);
                return new Pair(host, neighbour);
            } catch (RuntimeException | Error failure) {
                neighbour.close();
                throw failure;
            }
        } catch (RuntimeException | Error failure) {
            host.close();
            throw failure;
        }
    }

    private static void join(TestHost host, TestHost neighbour) {
        try (RtNetlink here = RtNetlink.open(host.netns());
                RtNetlink there = RtNetlink.open(neighbour.netns())) {
            here.newVeth(new VethSpec("up0", "up0", neighbour.netns(), 0, Optional.empty()));
            configure(here, Pair.HOST_ADDRESS);
            configure(there, Pair.NEIGHBOUR_ADDRESS);
            here.addRoute(Route.defaultVia(InetAddress.getByName(Pair.NEIGHBOUR_ADDRESS)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void configure(RtNetlink netlink, String address) throws IOException {
        int index = netlink.link("up0").orElseThrow().index();
        netlink.addAddress(index, InetAddress.getByName(address), 24);
        netlink.setUp(index);
    }

    /** Ends everything that runs there and removes its cgroups and files. */
    @Override
    public void close() {
        netns.close();
        end(data, outer, outer.toHandle().children().findFirst());
    }

    private static void end(Path data, Process outer, Optional<ProcessHandle> init) {
        init.ifPresentOrElse(process -> kill(process, data), outer::destroyForcibly);
        try {
            outer.waitFor();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while a test host ends", stop);
        }
        try {
            HostCommand.here("unshare", "--mount", "bash", "-c", script("host-end.sh"), "host-end", data.toString())
                    .run()
                    .orFail();
            deleteTree(data);
        } catch (IOException failure) {
            throw new UncheckedIOException("remove " + data, failure);
        }
    }

    /** A process that is frozen, as in a paused container, does not die before it is thawed. */
    private static void thaw(Path data) {
        try {
            for (String line : Files.readAllLines(data.resolve("cgroups"))) {
                Path own = Path.of(line.substring(0, line.indexOf(' ')));
                if (!Files.isDirectory(own)) {
                    continue;
                }
                try (Stream<Path> tree = Files.walk(own)) {
                    for (Path file : tree.toList()) {
                        if (file.endsWith("freezer.state") && !own.equals(file.getParent())) {
                            Files.writeString(file, "THAWED");
                        } else if (file.endsWith("cgroup.freeze")) {
                            Files.writeString(file, "0");
                        }
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("thaw the processes of " + data, failure);
        }
    }

    /** The end of a pid namespace's first process waits for the end of all others in it. */
    private static void kill(ProcessHandle init, Path data) {
        try (PidFd process = PidFd.open((int) init.pid())) {
            process.signal(9);
            thaw(data);
            if (!process.awaitExit(PATIENCE)) {
                throw new AssertionError("test host's init " + init.pid() + " does not end");
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
