package dev.berth.linux.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("netns")
class TestHostIT {
    @Test
    void start_isAHostOfItsOwn() {
        try (TestHost host = TestHost.start()) {
            assertThat(host.exec("hostname").text()).isEqualTo(host.name());
            assertThat(host.exec("ls", "/sys/class/net").text()).isEqualTo("lo");
            assertThat(Iproute2.in(host).link("lo").up()).isTrue();
            assertThat(host.exec("ls", "/var/lib").text()).isEmpty();
            assertThat(host.exec("cat", "/proc/self/cgroup").text().lines()).allMatch(line -> line.endsWith(":/"));
        }
    }

    @Test
    void command_environmentDirectoryAndInput_reachTheProgram() {
        try (TestHost host = TestHost.start()) {
            Result result = host.command("sh", "-c", "echo $WHO $PWD; cat; exit 3")
                    .env("WHO", "me")
                    .directory("/usr")
                    .input("said")
                    .run();

            assertThat(result).isEqualTo(new Result(3, "me /usr\nsaid", ""));
        }
    }

    @Test
    void command_pastItsTime_isKilled() {
        try (TestHost host = TestHost.start()) {
            HostCommand endless = host.command("sleep", "1000").within(Duration.ofMillis(200));

            assertThatThrownBy(endless::run).isInstanceOf(AssertionError.class).hasMessageContaining("still ran");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !host.exec("pgrep", "-x", "sleep").ok());
        }
    }

    @Test
    void spawn_signal_reachesTheProgram() {
        try (TestHost host = TestHost.start();
                HostProcess program =
                        host.spawn("trap", "sh", "-c", "trap 'echo got it; exit 7' TERM; echo up; read line")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> program.log().contains("up"));

            assertThat(program.terminate(Duration.ofSeconds(30))).isEqualTo(7);
            assertThat(program.log()).isEqualTo("up\ngot it\n");
        }
    }

    @Test
    void spawn_stoppedAndContinued_endsWhenTold() {
        try (TestHost host = TestHost.start();
                HostProcess program = host.spawn("stopped", "sleep", "1000")) {
            long nsenter = ProcessHandle.of(program.pid())
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow()
                    .pid();
            program.signal("STOP");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(Path.of("/proc/" + nsenter + "/stat"))
                            .contains(") T "));
            program.signal("CONT");

            assertThat(program.terminate(Duration.ofSeconds(30))).isEqualTo(128 + 15);
        }
    }

    @Test
    void init_orphan_isReaped() {
        try (TestHost host = TestHost.start()) {
            host.shell("(sleep 0.05 & ) ; exit 0").orFail();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            host.exec("ps", "-eo", "comm=").text().lines().noneMatch(name -> name.contains("sleep")));
        }
    }

    @Test
    void pair_neighbours_reachEachOther() {
        try (TestHost.Pair pair = TestHost.pair()) {
            pair.host()
                    .exec("ping", "-c1", "-W5", TestHost.Pair.NEIGHBOUR_ADDRESS)
                    .orFail();
            pair.neighbour()
                    .exec("ping", "-c1", "-W5", TestHost.Pair.HOST_ADDRESS)
                    .orFail();
        }
    }

    @Test
    void close_leavesNothing() throws IOException {
        TestHost host = TestHost.start();
        host.shell(
                        "mkdir /sys/fs/cgroup/memory/inner /sys/fs/cgroup/unified/inner; mount -t tmpfs x /mnt; sleep 1000 &")
                .orFail();
        List<String> cgroups = Files.readAllLines(host.data().resolve("cgroups"));
        host.close();

        assertThat(cgroups)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(Path.of(line.split(" ", -1)[0])).doesNotExist());
        assertThat(host.data()).doesNotExist();
        assertThat(Path.of("/proc/" + host.pid() + "/ns/net")).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(host.name());
    }

    private static final String BUNDLE = """
            set -e
            mkdir -p rootfs/bin && cp /bin/busybox rootfs/bin/
            %1$s spec
            sed -i -e 's/"terminal": true/"terminal": false/' -e 's|"sh"|"/bin/busybox", "hostname"|' config.json
            %1$s run inner
            """;

    @Test
    void startWithHugetlb_crunAndRuncRunContainers() {
        try (TestHost host = TestHost.startWithHugetlb()) {
            assertThat(host.exec("cat", "/proc/self/cgroup").text()).contains(":hugetlb:/");
            for (String runtime : List.of("crun", "runc")) {
                String bundle = host.data().resolve(runtime).toString();
                host.exec("mkdir", bundle).orFail();

                assertThat(host.command("sh", "-c", BUNDLE.formatted(runtime))
                                .directory(bundle)
                                .run()
                                .text())
                        .isEqualTo(runtime);
            }
        }
    }
}
