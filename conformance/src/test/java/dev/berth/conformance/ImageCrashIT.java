package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.LocalRegistry;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The daemon killed while it works on images. {@code -Dberth.crashes=100} for more than a run of the suite takes. */
@OnEngine
@Tag("beyond-docker")
class ImageCrashIT {
    private static final String CHECK = "cat /f1 /f2 /f3 | md5sum";

    /** What is interrupted. */
    private enum Act {
        PULL("docker pull -q %s"),
        LOAD("docker load -q -i %s"),
        COMMIT("docker commit box own/committed"),
        RMI("docker rmi %s");

        private final String command;

        Act(String command) {
            this.command = command;
        }
    }

    @Test
    void kill_atAnyMoment_theStoreIsWholeAndTheNextTrySucceeds(Docker docker, Engine engine) {
        Random random = new Random(Long.getLong("berth.seed", 42));
        try (LocalRegistry registry = engine.registry(LocalRegistry.Kind.OPEN)) {
            String name = registry.name("team/crash:1");
            Path archive = docker.hostDirectory("crash").resolve("image.tar");
            make(docker, name);
            docker.ok("push", name);
            docker.ok("save", "-o", archive.toString(), name);
            String sum = docker.ok("run", "--rm", name, "sh", "-c", CHECK);
            docker.ok("run", "--name", "box", "busybox", "sh", "-c", "head -c 8000000 /dev/urandom > /change");
            for (int round = 0; round < Integer.getInteger("berth.crashes", 10); round++) {
                Act act = Act.values()[round % Act.values().length];
                boolean present = docker.run("inspect", name).exit() == 0;
                if (act == Act.RMI && !present) {
                    docker.ok("pull", "-q", name);
                } else if (act != Act.RMI && present) {
                    docker.ok("rmi", name);
                }
                String command = act.command.formatted(act == Act.LOAD ? archive : name);
                interrupt(docker, engine, command, random.nextInt(900));
                assertWhole(docker, engine, act);
                again(docker, act, command, name, sum);
            }
            docker.run("rmi", name, "own/committed");
        }
    }

    private static void make(Docker docker, String name) {
        String from = "busybox";
        for (int layer = 1; layer <= 3; layer++) {
            docker.ok("run", "--name", "make", from, "sh", "-c", "head -c 8000000 /dev/urandom > /f" + layer);
            docker.ok("commit", "make", name);
            docker.ok("rm", "make");
            from = name;
        }
    }

    private static void interrupt(Docker docker, Engine engine, String command, int milliseconds) {
        docker.onHost(
                "sh",
                "-c",
                "DOCKER_HOST=unix://" + engine.socket() + " HOME=/run " + command + " > /run/act 2>&1 & sleep "
                        + String.format(Locale.ROOT, "%.3f", milliseconds / 1000.0));
        engine.killDaemon();
        engine.startDaemon();
    }

    /** Nothing half, and every image that is listed can be read to its last byte. */
    private static void assertWhole(Docker docker, Engine engine, Act act) {
        assertThat(docker.onHost("sh", "-c", "ls " + engine.dataRoot() + "/tmp"))
                .as("%s", act)
                .isEmpty();
        for (String id :
                docker.ok("images", "-aq", "--no-trunc").lines().distinct().toList()) {
            docker.onHost(
                    "sh",
                    "-ec",
                    "DOCKER_HOST=unix://" + engine.socket() + " HOME=/run docker save -o /run/whole " + id
                            + "; tar -tf /run/whole > /dev/null; rm /run/whole");
        }
    }

    private static void again(Docker docker, Act act, String command, String name, String sum) {
        if (act == Act.RMI) {
            docker.run("rmi", name);
            assertThat(docker.run("inspect", name).exit()).isEqualTo(1);
            return;
        }
        docker.ok(command.substring("docker ".length()).split(" "));
        if (act == Act.COMMIT) {
            assertThat(docker.ok("run", "--rm", "own/committed", "sh", "-c", "wc -c < /change"))
                    .isEqualTo("8000000");
        } else {
            assertThat(docker.ok("run", "--rm", name, "sh", "-c", CHECK)).isEqualTo(sum);
        }
    }
}
