package dev.berth.runtime.oci;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/** A host for tests: two processors, cgroup v1 with everything, an init, all capabilities. */
final class TestFacts {
    private TestFacts() {}

    static HostFacts host() {
        return host(new CgroupFacts(false, EnumSet.allOf(CgroupFacts.Limit.class), "0-1", "0"));
    }

    static HostFacts host(CgroupFacts cgroups) {
        return host(cgroups, BigInteger.ONE.shiftLeft(41).subtract(BigInteger.ONE));
    }

    static HostFacts host(CgroupFacts cgroups, BigInteger capabilities) {
        return new HostFacts(
                cgroups,
                2,
                capabilities,
                40,
                Map.of("RLIMIT_NOFILE", 4096L),
                Optional.of(Path.of("/tini")),
                "amd64",
                true);
    }
}
