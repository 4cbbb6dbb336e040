package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Walkthrough A5: limits reach the cgroup. Read through the container's own view of the hierarchy. */
@OnEngine
class LimitsIT {
    @ParameterizedTest
    @CsvSource(textBlock = """
        --memory=32m,                  memory/memory.limit_in_bytes,        33554432
        --cpus=0.5,                    cpu/cpu.cfs_quota_us,                50000
        --cpu-shares=512,              cpu/cpu.shares,                      512
        --cpuset-cpus=0,               cpuset/cpuset.cpus,                  0
        --pids-limit=77,               pids/pids.max,                       77
        """)
    void limit_reachesTheCgroup(String option, String file, String expected, Docker docker) {
        docker.ok("run", "-d", "--name", "box", option, "busybox", "sleep", "600");
        assertThat(docker.cgroupFile("box", file)).isEqualTo(expected);
    }

    /**
     * Not on dockerd: where another mount namespace of the machine has mounted one more v1 hierarchy, such as
     * {@code hugetlb}, /proc/PID/cgroup names it but this host has no mount of it, and containerd then gives up reading
     * the container's cgroup ("cannot find cgroup mount destination"): it hears of no OOM, and dockerd says false for
     * good. No wait helps.
     */
    @Test
    @Tag("beyond-docker")
    void memory_overTheLimit_isKilledAndSaysSo(Docker docker) {
        docker.run(
                "run",
                "--name",
                "hungry",
                "--memory",
                "16m",
                "--memory-swap",
                "16m",
                "busybox",
                "sh",
                "-c",
                "x=a; while :; do x=$x$x; done");
        assertThat(docker.ok("inspect", "--format", "{{.State.OOMKilled}} {{.State.ExitCode}}", "hungry"))
                .isEqualTo("true 137");
    }

    @Test
    void memory_alone_hasAsMuchSwap(Docker docker) {
        docker.ok("create", "--name", "box", "--memory", "16m", "busybox");
        assertThat(docker.ok("inspect", "-f", "{{.HostConfig.MemorySwap}}", "box"))
                .isEqualTo("33554432");
    }

    @Test
    void update_memoryAboveMemoryAndSwap_isRefused(Docker docker) {
        docker.ok("run", "-d", "--name", "box", "--memory", "16m", "busybox", "sleep", "600");
        docker.ok("update", "--memory", "24m", "box");
        assertThat(docker.cgroupFile("box", "memory/memory.limit_in_bytes")).isEqualTo("25165824");

        Docker.Result refused = docker.run("update", "--memory", "64m", "box");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("Memory limit should be smaller than already set memoryswap limit, update the memoryswap at"
                        + " the same time");
        assertThat(docker.cgroupFile("box", "memory/memory.limit_in_bytes")).isEqualTo("25165824");
        docker.ok("update", "--memory", "64m", "--memory-swap", "64m", "box");
    }

    /** A disk of this machine, perhaps a loop device without a file: the kernel limits those as well. */
    private record Disk(String path, String number) {
        static Disk any(Docker docker) {
            String name = docker.onHost("sh", "-c", "cd /sys/block; for d in *; do [ -b /dev/$d ] && echo $d; done")
                    .lines()
                    .findFirst()
                    .orElseThrow();
            return new Disk("/dev/" + name, docker.onHost("cat", "/sys/block/" + name + "/dev"));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        --device-read-bps,   1mb, blkio.throttle.read_bps_device,   1048576
        --device-write-bps,  2mb, blkio.throttle.write_bps_device,  2097152
        --device-read-iops,  70,  blkio.throttle.read_iops_device,  70
        --device-write-iops, 80,  blkio.throttle.write_iops_device, 80
        """)
    void deviceLimit_reachesTheCgroup(String option, String rate, String file, String expected, Docker docker) {
        Disk disk = Disk.any(docker);
        docker.ok("run", "-d", "--name", "box", option, disk.path() + ":" + rate, "busybox", "sleep", "600");
        assertThat(docker.cgroupFile("box", "blkio/" + file)).isEqualTo(disk.number() + " " + expected);
    }

    @Test
    void deviceLimit_ofNoDevice_isRefused(Docker docker) {
        Docker.Result refused = docker.run("run", "--device-read-bps", "/dev/nosuch:1mb", "busybox", "true");
        assertThat(refused.err()).contains("stat /dev/nosuch: no such file or directory");
        assertThat(refused.exit()).isEqualTo(127);
    }

    /** Kernels since 5.0 have no such file: then Docker warns and goes on. */
    @Test
    void blkioWeight_reachesTheCgroupOrIsWarnedOf(Docker docker) {
        Docker.Result run =
                docker.run("run", "-d", "--name", "box", "--blkio-weight", "300", "busybox", "sleep", "600");
        assertThat(run.exit()).isZero();
        if (docker.onHost("ls", "/sys/fs/cgroup/blkio").lines().noneMatch("blkio.weight"::equals)) {
            assertThat(run.err())
                    .contains("Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight"
                            + " discarded.");
        } else {
            assertThat(docker.cgroupFile("box", "blkio/blkio.weight")).isEqualTo("300");
        }
    }

    @Test
    void device_isThere(Docker docker) {
        assertThat(docker.ok(
                        "run",
                        "--rm",
                        "--device",
                        "/dev/null:/dev/other",
                        "busybox",
                        "sh",
                        "-c",
                        "echo x > /dev/other && echo written"))
                .isEqualTo("written");
    }

    @Test
    void memory_belowTheMinimum_isRefused(Docker docker) {
        assertThat(docker.run("create", "--memory", "1m", "busybox").err())
                .contains("Minimum memory limit allowed is 6MB");
    }

    @Test
    void cpus_moreThanThereAre_isRefused(Docker docker) {
        assertThat(docker.run("create", "--cpus", "1000", "busybox").err())
                .containsIgnoringCase("range of CPUs is from 0.01 to");
    }
}
