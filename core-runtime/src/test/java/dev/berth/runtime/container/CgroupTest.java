package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.MountEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
    @TempDir
    Path top;

    @Test
    void of_version1_hasADirectoryPerController() {
        Cgroup cgroup = Cgroup.of(
                List.of("8:pids:/berth/x", "4:memory:/berth/x", "2:cpu,cpuacct:/berth/x", "0::/elsewhere"),
                List.of(
                        mount("cgroup", "pids", "/", "pids"),
                        mount("cgroup", "memory", "/", "memory"),
                        mount("cgroup", "cpu", "/", "cpu", "cpuacct"),
                        mount("cgroup2", "unified", "/", "rw")));

        assertThat(cgroup.isV2()).isFalse();
        assertThat(cgroup.directory("memory")).contains(top.resolve("memory/berth/x"));
        assertThat(cgroup.directory("cpuacct")).contains(top.resolve("cpu/berth/x"));
        assertThat(cgroup.directory("blkio")).isEmpty();
    }

    @Test
    void of_version2_hasOneDirectory() {
        Cgroup cgroup = Cgroup.of(List.of("0::/berth/x"), List.of(mount("cgroup2", "", "/", "rw")));

        assertThat(cgroup.isV2()).isTrue();
        assertThat(cgroup.directory("memory")).contains(top.resolve("berth/x"));
        assertThat(cgroup.directory("freezer")).contains(top.resolve("berth/x"));
    }

    @Test
    void of_mountThatShowsAPart_isRelativeToIt() {
        Cgroup cgroup = Cgroup.of(List.of("0::/outer/berth/x"), List.of(mount("cgroup2", "", "/outer", "rw")));

        assertThat(cgroup.directory("memory")).contains(top.resolve("berth/x"));
    }

    @Test
    void processes_includesThoseBelow() throws IOException {
        Files.createDirectories(top.resolve("x/below"));
        Files.writeString(top.resolve("x/cgroup.procs"), "30\n10\n");
        Files.writeString(top.resolve("x/below/cgroup.procs"), "20\n");
        Cgroup cgroup = Cgroup.of(List.of("0::/x"), List.of(mount("cgroup2", "", "/", "rw")));

        assertThat(cgroup.processes()).containsExactly(10, 20, 30);
    }

    @Test
    void number_noLimit_isTheLargest() throws IOException {
        Files.createDirectories(top.resolve("x"));
        Files.writeString(top.resolve("x/a"), "18446744073709551615\n");
        Files.writeString(top.resolve("x/b"), "max\n");
        Files.writeString(top.resolve("x/c"), "42\n");
        Cgroup cgroup = Cgroup.of(List.of("0::/x"), List.of(mount("cgroup2", "", "/", "rw")));

        assertThat(cgroup.number("memory", "a")).isEqualTo(Long.MAX_VALUE);
        assertThat(cgroup.number("memory", "b")).isZero();
        assertThat(cgroup.number("memory", "c")).isEqualTo(42);
        assertThat(cgroup.number("memory", "none")).isZero();
    }

    private MountEntry mount(String type, String place, String root, String... options) {
        Path point = place.isEmpty() ? top : top.resolve(place);
        return new MountEntry(1, 0, "0:1", root, point, List.of("rw"), List.of(), type, type, List.of(options));
    }
}
