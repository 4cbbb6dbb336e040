package dev.berth.runtime.oci;

import static dev.berth.runtime.oci.CgroupFacts.Limit;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The limits of a container as this host can hold them: validated, with what the kernel cannot do left out.
 *
 * @param memory,reservation bytes, 0 for none
 * @param swap bytes of memory and swap together, -1 for no limit, 0 for none set
 * @param swappiness 0..100, if set
 * @param cpuQuota microseconds in each {@code cpuPeriod}, 0 for none, negative for no limit
 * @param pids most processes, -1 for no limit, if set
 * @param blkioWeight 10..1000, 0 for none
 * @param warnings what was left out and what is unwise, in Docker's words
 */
record ResourceLimits(
        long memory,
        long reservation,
        long swap,
        OptionalLong swappiness,
        boolean oomKillDisable,
        long cpuShares,
        long cpuPeriod,
        long cpuQuota,
        OptionalLong pids,
        int blkioWeight,
        List<String> warnings) {
    private static final long SMALLEST_MEMORY = 6L << 20;
    private static final long NANO = 1_000_000_000L;
    private static final long PERIOD_OF_CPUS = 100_000;
    private static final String OR_NOT_MOUNTED = " or the cgroup is not mounted. ";

    /** @throws EngineException.InvalidParameter a limit that cannot be, with Docker's text */
    static ResourceLimits of(HostConfig wanted, HostFacts host) {
        checkMemory(wanted);
        checkCpu(wanted, host);
        checkCpuset(wanted, host.cgroups());
        checkRest(wanted);
        return new Fitting(wanted, host.cgroups()).limits();
    }

    private static void checkMemory(HostConfig wanted) {
        long memory = wanted.memory();
        long swap = wanted.memorySwap();
        long reservation = wanted.memoryReservation();
        refuseIf(memory > 0 && memory < SMALLEST_MEMORY, "Minimum memory limit allowed is 6MB");
        refuseIf(
                memory > 0 && swap > 0 && swap < memory,
                "Minimum memoryswap limit should be larger than memory limit, see usage");
        refuseIf(
                memory == 0 && swap > 0,
                "You should always set the Memory limit when using Memoryswap limit, see usage");
        Long swappiness = wanted.memorySwappiness();
        refuseIf(
                swappiness != null && swappiness != -1 && (swappiness < 0 || swappiness > 100),
                "Invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
        refuseIf(reservation > 0 && reservation < SMALLEST_MEMORY, "Minimum memory reservation allowed is 6MB");
        refuseIf(
                memory > 0 && reservation > memory,
                "Minimum memory limit can not be less than memory reservation limit, see usage");
    }

    private static void checkCpu(HostConfig wanted, HostFacts host) {
        refuseIf(
                wanted.nanoCpus() > 0 && wanted.cpuPeriod() > 0,
                "Conflicting options: Nano CPUs and CPU Period cannot both be set");
        refuseIf(
                wanted.nanoCpus() > 0 && wanted.cpuQuota() > 0,
                "Conflicting options: Nano CPUs and CPU Quota cannot both be set");
        refuseIf(
                wanted.nanoCpus() < 0 || wanted.nanoCpus() > host.cpus() * NANO,
                String.format(
                        Locale.ROOT,
                        "range of CPUs is from 0.01 to %1$d.00, as there are only %1$d CPUs available",
                        host.cpus()));
        refuseIf(
                wanted.cpuPeriod() != 0 && (wanted.cpuPeriod() < 1000 || wanted.cpuPeriod() > 1_000_000),
                "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        refuseIf(
                wanted.cpuQuota() > 0 && wanted.cpuQuota() < 1000,
                "CPU cfs quota can not be less than 1ms (i.e. 1000)");
        refuseIf(
                wanted.cpuShares() < 0,
                "invalid CPU shares (" + wanted.cpuShares() + "): value must be a positive integer");
    }

    private static void checkCpuset(HostConfig wanted, CgroupFacts cgroups) {
        checkSubset(wanted.cpusetCpus(), cgroups.cpus(), "cpuset cpus", "CPUs");
        checkSubset(wanted.cpusetMems(), cgroups.memoryNodes(), "cpuset mems", "memory nodes");
    }

    private static void checkSubset(String requested, String available, String option, String what) {
        Optional<BitSet> asked = NumberList.parse(requested);
        refuseIf(asked.isEmpty(), "Invalid value " + requested + " for " + option);
        BitSet missing = asked.orElseThrow();
        NumberList.parse(available).ifPresent(missing::andNot);
        refuseIf(
                !available.isEmpty() && !missing.isEmpty(),
                "Requested " + what + " are not available - requested " + requested + ", available: " + available);
    }

    private static void checkRest(HostConfig wanted) {
        int weight = wanted.blkioWeight();
        refuseIf(weight != 0 && (weight < 10 || weight > 1000), "Range of blkio weight is from 10 to 1000");
        refuseIf(wanted.shmSize() < 0, "SHM size can not be less than 0");
        refuseIf(
                wanted.oomScoreAdj() < -1000 || wanted.oomScoreAdj() > 1000,
                "Invalid value " + wanted.oomScoreAdj() + ", range for oom score adj is [-1000, 1000]");
        for (HostConfig.Ulimit ulimit : wanted.ulimits()) {
            refuseIf(
                    ulimit.hard() >= 0 && (ulimit.soft() > ulimit.hard() || ulimit.soft() < 0),
                    "ulimit soft limit must be less than or equal to hard limit: " + ulimit.soft() + " > "
                            + ulimit.hard());
        }
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw new EngineException.InvalidParameter(message);
        }
    }

    /** Leaves out what the kernel cannot do, and says so. */
    private static final class Fitting {
        private final HostConfig wanted;
        private final CgroupFacts cgroups;
        private final List<String> warnings = new ArrayList<>();

        Fitting(HostConfig wanted, CgroupFacts cgroups) {
            this.wanted = wanted;
            this.cgroups = cgroups;
        }

        ResourceLimits limits() {
            long memory = keep(wanted.memory(), Limit.MEMORY, "memory limit capabilities", "Limitation discarded.");
            long swap = swap(memory);
            long reservation = keep(
                    wanted.memoryReservation(),
                    Limit.MEMORY_RESERVATION,
                    "memory soft limit capabilities",
                    "Limitation discarded.");
            boolean fromCpus = wanted.nanoCpus() > 0;
            long quota = fromCpus ? wanted.nanoCpus() * PERIOD_OF_CPUS / NANO : wanted.cpuQuota();
            long kept = keep(quota, Limit.CPU_QUOTA, "CPU cfs quota", "Quota discarded.");
            long shares = keep(wanted.cpuShares(), Limit.CPU_SHARES, "CPU shares", "Shares discarded.");
            int weight = (int) keep(wanted.blkioWeight(), Limit.BLKIO_WEIGHT, "Block I/O weight", "Weight discarded.");
            return new ResourceLimits(
                    memory,
                    reservation,
                    swap,
                    swappiness(),
                    oomKillDisable(memory),
                    shares,
                    fromCpus ? PERIOD_OF_CPUS : wanted.cpuPeriod(),
                    kept,
                    pids(),
                    weight,
                    List.copyOf(warnings));
        }

        private long keep(long value, Limit limit, String what, String discarded) {
            if (value == 0 || cgroups.has(limit)) {
                return value;
            }
            warnings.add("Your kernel does not support " + what + OR_NOT_MOUNTED + discarded);
            return 0;
        }

        /** Docker's default is as much swap as memory. */
        private long swap(long memory) {
            long asked = wanted.memorySwap() == 0 && memory > 0 ? 2 * memory : wanted.memorySwap();
            if (asked == 0 || cgroups.has(Limit.SWAP)) {
                return asked;
            }
            if (memory > 0 && wanted.memorySwap() >= 0) {
                warnings.add("Your kernel does not support swap limit capabilities" + OR_NOT_MOUNTED
                        + "Memory limited without swap.");
            }
            return 0;
        }

        private OptionalLong swappiness() {
            Long value = wanted.memorySwappiness();
            if (value == null || value == -1) {
                return OptionalLong.empty();
            }
            if (!cgroups.has(Limit.SWAPPINESS)) {
                warnings.add("Your kernel does not support memory swappiness capabilities" + OR_NOT_MOUNTED
                        + "Memory swappiness discarded.");
                return OptionalLong.empty();
            }
            return OptionalLong.of(value);
        }

        private boolean oomKillDisable(long memory) {
            if (!Boolean.TRUE.equals(wanted.oomKillDisable())) {
                return false;
            }
            if (!cgroups.has(Limit.OOM_KILL_DISABLE)) {
                warnings.add("Your kernel does not support OomKillDisable. OomKillDisable discarded.");
                return false;
            }
            if (memory == 0) {
                warnings.add("OOM killer is disabled for the container, but no memory limit is set, this can result"
                        + " in the system running out of resources.");
            }
            return true;
        }

        private OptionalLong pids() {
            Long value = wanted.pidsLimit();
            if (value == null || value == 0) {
                return OptionalLong.empty();
            }
            if (!cgroups.has(Limit.PIDS)) {
                warnings.add("Your kernel does not support PIDs limit capabilities" + OR_NOT_MOUNTED
                        + "PIDs limit discarded.");
                return OptionalLong.empty();
            }
            return OptionalLong.of(value < 0 ? -1 : value);
        }
    }
}
