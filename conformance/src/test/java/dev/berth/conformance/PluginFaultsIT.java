package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.FaultPlugin;
import dev.berth.conformance.harness.FaultPlugin.Fault;
import dev.berth.conformance.harness.OnEngine;
import dev.berth.conformance.harness.ServedPlugins;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A plugin that hangs or lies hurts nobody but its own users, and these not for ever. dockerd waits, often for ever. */
@OnEngine
@Tag("beyond-docker")
class PluginFaultsIT {
    /** A call's deadline, that of the calls which undo what was begun, and what a slow machine adds. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final int ASKED = 200;

    /** On a machine that has nothing else to do, which conformance/bench-plugins.sh is for. */
    private static final double MOST_SHOWING_MILLIS = 100;

    private static final List<String> SHOWN = List.of(
            "/containers/json?all=1",
            "/volumes",
            "/networks",
            "/containers/user/json",
            "/volumes/v1",
            "/networks/net1",
            "/info");

    /** The time that 99 of 100 requests stay within, ms, without the program that asks. */
    private static double p99(Engine engine, String path) {
        String urls = "http://e/v1.41" + path + (path.contains("?") ? "&" : "?") + "number=[1-" + ASKED + "]";
        double[] times = Arrays.stream(engine.docker()
                        .onHost(
                                "curl",
                                "-s",
                                "-o",
                                "/dev/null",
                                "-w",
                                "%{time_total}\\n",
                                "--max-time",
                                "60",
                                "--unix-socket",
                                engine.socket().toString(),
                                urls)
                        .split("\n"))
                .mapToDouble(Double::parseDouble)
                .sorted()
                .toArray();
        return times[times.length * 99 / 100 - 1] * 1000;
    }

    private static Duration took(Runnable body) {
        long begin = System.nanoTime();
        body.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void useAll(Docker docker) {
        docker.ok("network", "create", "-d", "berth-bridge", "--ipam-driver", "berth-ipam", "net1");
        docker.ok("volume", "create", "-d", "berth-volume", "v1");
        docker.ok("run", "-d", "--name", "user", "--network", "net1", "-v", "v1:/data", "busybox", "sleep", "600");
    }

    /** Runs the body with Berth's drivers beside the engine, and clears away what it made. */
    private static void withPlugins(Engine engine, Consumer<ServedPlugins> body) {
        try (ServedPlugins plugins = engine.servePlugins("bridge", "ipam", "volume")) {
            try {
                body.accept(plugins);
            } finally {
                plugins.thaw();
                engine.empty();
            }
        }
    }

    @Test
    void stoppedPlugin_isWaitedForByNothingThatShows_andNotForLongByItsUsers(Engine engine, Docker docker) {
        withPlugins(engine, plugins -> {
            useAll(docker);
            Map<String, Double> usual = new TreeMap<>();
            SHOWN.forEach(path -> usual.put(path, p99(engine, path)));
            plugins.freeze();
            SHOWN.forEach(path -> assertThat(p99(engine, path))
                    .as("p99 of %s, ms; %s with the plugin at work", path, usual.get(path))
                    .isLessThanOrEqualTo(Math.max(MOST_SHOWING_MILLIS, 3 * usual.get(path))));
            assertThat(docker.ok("volume", "ls", "-q")).isEqualTo("v1");
            assertFailsInTime(docker, "plugin berth-volume", "-v", "v1:/data");
            assertFailsInTime(docker, "plugin berth-(ipam|bridge)", "--network", "net1");
            assertThat(docker.ok("run", "--rm", "busybox", "echo", "unharmed")).isEqualTo("unharmed");
            plugins.thaw();
            assertThat(docker.ok("run", "--rm", "-v", "v1:/data", "--network", "net1", "busybox", "echo", "again"))
                    .isEqualTo("again");
        });
    }

    private static void assertFailsInTime(Docker docker, String naming, String... options) {
        Duration took = took(() -> assertThat(
                        docker.run(Docker.join(new String[] {"run", "--rm"}, options, new String[] {"busybox", "true"}))
                                .err())
                .containsPattern(naming));
        assertThat(took).as("run %s", String.join(" ", options)).isLessThan(DEADLINE);
    }

    @Test
    void stoppedPlugin_doesNotHoldUpTheDaemonsStart(Engine engine, Docker docker) {
        withPlugins(engine, plugins -> {
            useAll(docker);
            docker.ok("run", "-d", "--name", "ends", "--network", "net1", "-v", "v1:/data", "busybox", "sleep", "600");
            engine.killDaemon();
            Duration usual = took(engine::startDaemon);
            String pid = docker.ok("inspect", "-f", "{{.State.Pid}}", "ends");
            engine.killDaemon();
            plugins.freeze();
            docker.onHost("kill", "-9", pid);
            assertThat(took(engine::startDaemon)).isLessThan(usual.plusSeconds(5));
            assertThat(docker.ok("ps", "--format", "{{.Names}}")).contains("user");
            plugins.thaw();
            docker.until(() ->
                    docker.ok("inspect", "-f", "{{.State.Status}}", "ends").equals("exited"));
            assertThat(docker.ok("exec", "user", "touch", "/data/still-there")).isEmpty();
        });
    }

    @Test
    void deadPlugin_isToldAtTheNextUseWhatWasGivenBackMeanwhile(Engine engine, Docker docker) {
        withPlugins(engine, plugins -> {
            useAll(docker);
            docker.ok("rm", "-f", "user");
            String unused = plugins.leftovers();
            docker.ok("run", "-d", "--name", "user", "--network", "net1", "busybox", "sleep", "600");
            plugins.kill();
            docker.run("rm", "-f", "user");
            plugins.start();
            assertThat(plugins.leftovers()).as("the plugin has not heard of it").isNotEqualTo(unused);
            assertThat(docker.ok("run", "--rm", "--network", "net1", "busybox", "echo", "served"))
                    .isEqualTo("served");
            assertThat(plugins.leftovers()).isEqualTo(unused);
        });
    }

    @Test
    void unknownDriver_isSaidAtOnce(Docker docker) {
        assertThat(took(() -> assertThat(docker.run("volume", "create", "-d", "nobody", "v9")
                                .err())
                        .contains("plugin \"nobody\" not found")))
                .isLessThan(Duration.ofSeconds(4));
        assertThat(took(() -> assertThat(docker.run("network", "create", "-d", "nobody", "net9")
                                .err())
                        .contains("plugin \"nobody\" not found")))
                .isLessThan(Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void fault_isReportedInTime_andHurtsNobodyElse(Fault fault, Engine engine, Docker docker) {
        try (FaultPlugin faulty = engine.serveFaults("faulty", fault)) {
            try {
                assertThat(took(() -> useVolumeInVain(docker))).isLessThan(DEADLINE);
                assertThat(took(() -> useNetworkInVain(docker))).isLessThan(DEADLINE);
                assertThat(docker.ok("run", "--rm", "-v", "mine:/d", "busybox", "echo", "unharmed"))
                        .isEqualTo("unharmed");
                assertThat(docker.ok("network", "ls", "-q", "--filter", "type=custom"))
                        .isEmpty();
                assertThat(docker.run("volume", "ls").exit()).isZero();
            } finally {
                docker.run("volume", "rm", "-f", "v1");
            }
            assertThat(faulty.socket()).exists();
        }
    }

    private static void useVolumeInVain(Docker docker) {
        Docker.Result run = docker.run("run", "--rm", "-v", "v1:/d", "--volume-driver", "faulty", "busybox", "true");
        assertThat(run.exit()).as(run.out() + run.err()).isNotZero();
        assertThat(run.err()).containsAnyOf("faulty", "v1", "/nowhere/at/all");
    }

    private static void useNetworkInVain(Docker docker) {
        Docker.Result create = docker.run("network", "create", "-d", "faulty", "--ipam-driver", "faulty", "net1");
        assertThat(create.exit()).as(create.out() + create.err()).isNotZero();
    }
}
