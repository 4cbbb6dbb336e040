package dev.berth.runtime.oci;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the host lets containers have; read once at start.
 *
 * @param cgroups what control groups can limit
 * @param cpus processors online, at least 1
 * @param capabilities bit N set: capability number N can be given away
 * @param lastCapability highest capability number that the kernel knows
 * @param hardLimits the daemon's own hard resource limits by {@code RLIMIT_...}; one that is absent has no limit
 * @param init the small init that {@code --init} puts first, if the host has one
 * @param architecture of the kernel, in Java's words: {@code amd64}, {@code aarch64}
 * @param x32 whether the kernel may have the system calls of the x32 ABI
 */
public record HostFacts(
        CgroupFacts cgroups,
        int cpus,
        BigInteger capabilities,
        int lastCapability,
        Map<String, Long> hardLimits,
        Optional<Path> init,
        String architecture,
        boolean x32) {
    private static final List<String> INITS = List.of(
            "/usr/libexec/docker/docker-init",
            "/usr/lib/docker/docker-init",
            "/usr/bin/docker-init",
            "/usr/local/bin/docker-init",
            "/usr/bin/tini-static",
            "/usr/bin/catatonit");
    private static final Map<String, String> LIMIT_NAMES = Map.ofEntries(
            Map.entry("Max cpu time", "RLIMIT_CPU"),
            Map.entry("Max file size", "RLIMIT_FSIZE"),
            Map.entry("Max data size", "RLIMIT_DATA"),
            Map.entry("Max stack size", "RLIMIT_STACK"),
            Map.entry("Max core file size", "RLIMIT_CORE"),
            Map.entry("Max resident set", "RLIMIT_RSS"),
            Map.entry("Max processes", "RLIMIT_NPROC"),
            Map.entry("Max open files", "RLIMIT_NOFILE"),
            Map.entry("Max locked memory", "RLIMIT_MEMLOCK"),
            Map.entry("Max address space", "RLIMIT_AS"),
            Map.entry("Max file locks", "RLIMIT_LOCKS"),
            Map.entry("Max pending signals", "RLIMIT_SIGPENDING"),
            Map.entry("Max msgqueue size", "RLIMIT_MSGQUEUE"),
            Map.entry("Max nice priority", "RLIMIT_NICE"),
            Map.entry("Max realtime priority", "RLIMIT_RTPRIO"),
            Map.entry("Max realtime timeout", "RLIMIT_RTTIME"));
    private static final int NAME_WIDTH = 26;
    private static final int CAP_SYS_RESOURCE = 24;

    public HostFacts {
        hardLimits = Map.copyOf(hardLimits);
    }

    /** True if the whole of {@code /sys/fs/cgroup} is one cgroup2 hierarchy. */
    public boolean cgroupV2() {
        return cgroups.v2();
    }

    /**
     * Reads them from {@code /proc} and {@code /sys}.
     *
     * @throws EngineException.SystemFailure they are not readable
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html">proc_pid_limits(5)</a>
     */
    public static HostFacts read() {
        try {
            BigInteger capabilities = bounding();
            String architecture = System.getProperty("os.arch", "");
            return new HostFacts(
                    CgroupFacts.read(Path.of("/sys/fs/cgroup")),
                    online(),
                    capabilities,
                    lastCapability(Path.of("/proc/sys/kernel/cap_last_cap")),
                    capabilities.testBit(CAP_SYS_RESOURCE)
                            ? Map.of()
                            : limitsOf(Files.readAllLines(Path.of("/proc/self/limits"))),
                    INITS.stream().map(Path::of).filter(Files::isExecutable).findFirst(),
                    architecture,
                    architecture.equals("amd64") && KernelConfig.hasX32());
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read what this host offers: " + failure.getMessage(), failure);
        }
    }

    /** Hard limits of the lines of {@code /proc/self/limits}, without those that are unlimited. */
    static Map<String, Long> limitsOf(List<String> lines) {
        Map<String, Long> limits = new HashMap<>();
        for (String line : lines) {
            String name = LIMIT_NAMES.get(
                    line.substring(0, Math.min(NAME_WIDTH, line.length())).strip());
            if (name != null) {
                String hard = line.substring(NAME_WIDTH).strip().split(" +")[1];
                if (!hard.equals("unlimited")) {
                    limits.put(name, Long.parseLong(hard));
                }
            }
        }
        return limits;
    }

    private static int online() throws IOException {
        String list = Files.readString(Path.of("/sys/devices/system/cpu/online"));
        return Math.max(1, NumberList.parse(list).map(BitSet::cardinality).orElse(1));
    }

    /** Such a file gives its number to the first read alone, and {@code Files.readString} begins with one byte. */
    static int lastCapability(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] text = new byte[16];
            return Integer.parseInt(new String(text, 0, in.read(text), StandardCharsets.US_ASCII).strip());
        }
    }

    private static BigInteger bounding() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("CapBnd:"))
                    .map(line ->
                            new BigInteger(line.substring("CapBnd:".length()).strip(), 16))
                    .findFirst()
                    .orElse(BigInteger.ZERO);
        }
    }
}
