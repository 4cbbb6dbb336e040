package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Flags;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Resource limits of {@code run}, {@code create} and {@code update} as the API has them; only those given. */
final class Limits {
    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);

    private Limits() {}

    static Map<String, Object> of(Flags flags) {
        Map<String, Object> limits = new LinkedHashMap<>();
        number(flags, limits, "blkio-weight", "BlkioWeight");
        number(flags, limits, "cpu-period", "CpuPeriod");
        number(flags, limits, "cpu-quota", "CpuQuota");
        number(flags, limits, "cpu-rt-period", "CpuRealtimePeriod");
        number(flags, limits, "cpu-rt-runtime", "CpuRealtimeRuntime");
        number(flags, limits, "cpu-shares", "CpuShares");
        number(flags, limits, "pids-limit", "PidsLimit");
        flags.optional("cpuset-cpus").ifPresent(cpus -> limits.put("CpusetCpus", cpus));
        flags.optional("cpuset-mems").ifPresent(mems -> limits.put("CpusetMems", mems));
        if (flags.has("cpus")) {
            limits.put("NanoCpus", flags.read("cpus", Limits::nanoCpus));
        }
        bytes(flags, limits, "memory", "Memory");
        bytes(flags, limits, "memory-reservation", "MemoryReservation");
        bytes(flags, limits, "memory-swap", "MemorySwap");
        if (flags.has("restart")) {
            limits.put("RestartPolicy", restartPolicy(flags.text("restart")));
        }
        return limits;
    }

    private static void number(Flags flags, Map<String, Object> limits, String flag, String key) {
        if (flags.has(flag)) {
            limits.put(key, flags.number(flag));
        }
    }

    private static void bytes(Flags flags, Map<String, Object> limits, String flag, String key) {
        if (flags.has(flag)) {
            limits.put(key, flags.bytes(flag));
        }
    }

    private static long nanoCpus(String text) {
        try {
            return new BigDecimal(text).multiply(NANO).longValueExact();
        } catch (NumberFormatException notANumber) {
            throw new EngineException.InvalidParameter("failed to parse " + text + " as a rational number", notANumber);
        } catch (ArithmeticException tooPrecise) {
            throw new EngineException.InvalidParameter("value is too precise", tooPrecise);
        }
    }

    private static Map<String, Object> restartPolicy(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 2) {
            throw new CliException(1, "invalid restart policy format");
        }
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Name", parts[0]);
        try {
            policy.put("MaximumRetryCount", parts.length == 2 ? Integer.parseInt(parts[1]) : 0);
        } catch (NumberFormatException notANumber) {
            throw new CliException(1, "maximum retry count must be an integer");
        }
        return policy;
    }
}
