package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFactsTest {
    @TempDir
    Path cgroups;

    @Test
    void limitsOf_lines_hasThoseThatAreLimited() {
        List<String> lines = List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max cpu time              unlimited            unlimited            seconds   ",
                "Max open files            1024                 20000                files     ",
                "Max nice priority         0                    0                    ");

        assertThat(HostFacts.limitsOf(lines)).isEqualTo(Map.of("RLIMIT_NOFILE", 20000L, "RLIMIT_NICE", 0L));
    }

    @Test
    void read_thisHost_isPlausible() {
        HostFacts host = HostFacts.read();

        assertThat(host.cpus()).isPositive();
        assertThat(host.lastCapability()).isBetween(30, 63);
        assertThat(host.architecture()).isNotEmpty();
    }

    @Test
    void cgroups_v1_areProbedByFile() throws IOException {
        for (String file : List.of("memory/memory.limit_in_bytes", "cpuset/cpuset.cpus", "cpuset/cpuset.mems")) {
            Files.createDirectories(cgroups.resolve(file).getParent());
            Files.writeString(cgroups.resolve(file), "0-3\n");
        }

        assertThat(CgroupFacts.read(cgroups))
                .isEqualTo(new CgroupFacts(
                        false, java.util.Set.of(CgroupFacts.Limit.MEMORY, CgroupFacts.Limit.CPUSET), "0-3", "0-3"));
    }

    @Test
    void cgroups_v2_areToldByItsControllers() throws IOException {
        Files.writeString(cgroups.resolve("cgroup.controllers"), "cpuset cpu pids hugetlb\n");
        Files.writeString(cgroups.resolve("cpuset.cpus.effective"), "0\n");

        CgroupFacts facts = CgroupFacts.read(cgroups);

        assertThat(facts.v2()).isTrue();
        assertThat(facts.cpus()).isEqualTo("0");
        assertThat(facts.limits())
                .containsExactlyInAnyOrder(
                        CgroupFacts.Limit.CPUSET,
                        CgroupFacts.Limit.CPU_SHARES,
                        CgroupFacts.Limit.CPU_QUOTA,
                        CgroupFacts.Limit.PIDS);
    }
}
