package dev.berth.conformance;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.LocalRegistry;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The daemon killed while it works on images, twenty times: at any moment between an act's beginning and a little after
 * the time that it takes when nothing happens. ImageStoreCrashIT has eighty moments more. {@code -Dberth.crashes=N} and
 * {@code -Dberth.seed=N} for others.
 */
@OnEngine
@Tag("beyond-docker")
class ImageCrashIT {
    private static final int CRASHES = 20;

    /** What is interrupted, what it is begun from, and an image that there is afterwards. */
    private enum Act {
        PULL("docker pull -q $name", "docker rmi $name", "$name"),
        LOAD("docker load -q -i image.tar", "docker rmi $name", "$name"),
        BUILD("docker build -q -t own/built .", "docker rmi own/built; docker image prune -f", "own/built"),
        COMMIT("docker commit box own/committed", "docker rmi own/committed", "own/committed"),
        RMI("docker rmi $name", "docker load -q -i image.tar", "");

        private final String command;
        private final String undo;
        private final String done;

        Act(String command, String undo, String image) {
            this.command = command;
            this.undo = undo;
            this.done = image.isEmpty()
                    ? "[ -z \"$(docker images -q $name)\" ]"
                    : "[ -n \"$(docker images -q " + image + ")\" ]";
        }
    }

    /** Nothing half, nothing that nobody needs, and every image can be read to its last byte, which checks the digests. */
    private static final String WHOLE = """
            docker ps -aq --no-trunc --filter name=^box$ > box
            docker ps -aq --no-trunc | { grep -vFf box || true; } | xargs -r docker rm -f > log
            [ -z "$(ls $root/tmp)" ] || { echo "left in tmp:"; ls -R $root/tmp; exit 1; } >&2
            docker images -aq --no-trunc | sort -u > images
            docker inspect -f '{{range .RootFS.Layers}}{{println .}}{{end}}' $(cat images) | sed -n 's/sha256://p' | sort -u > needed
            ls $root/layers | sed 's/.tar.gz//' | sort -u > there
            cmp needed there || { diff needed there; exit 1; } >&2
            own=$(comm -13 before images)
            [ -z "$own" ] || { docker save -o saved.tar $own; tar -tf saved.tar > log; }
            """;

    private record Place(Docker docker, Engine engine, Path directory, String name) {
        String run(String script) {
            return docker.onHost(
                    "bash",
                    "-ec",
                    "cd " + directory + "; export HOME=/run DOCKER_BUILDKIT=0 DOCKER_HOST=unix://" + engine.socket()
                            + "\nname=" + name + " root=" + engine.dataRoot() + "\n" + script);
        }
    }

    @Test
    void kill_atAnyMoment_theStoreIsWholeAndTheNextTrySucceeds(Docker docker, Engine engine) {
        Random random = new Random(Long.getLong("berth.seed", 42));
        try (LocalRegistry registry = engine.registry(LocalRegistry.Kind.OPEN)) {
            Place place = new Place(docker, engine, docker.hostDirectory("crash"), registry.name("team/crash:1"));
            prepare(place);
            Map<Act, Long> nanoseconds = new EnumMap<>(Act.class);
            for (Act act : Act.values()) {
                nanoseconds.put(act, measure(place, act));
            }
            for (int round = 0; round < Integer.getInteger("berth.crashes", CRASHES); round++) {
                Act act = Act.values()[round % Act.values().length];
                double after = random.nextDouble()
                        * 1.2
                        * nanoseconds.get(act)
                        / Duration.ofSeconds(1).toNanos();
                place.run("rm -f ended; " + undo(act) + "{ " + act.command
                        + " || true; touch ended; } > act 2>&1 & sleep " + String.format(Locale.ROOT, "%.3f", after));
                engine.killDaemon();
                // a command that is slow to begin would otherwise ask the next daemon, and be at work while that is
                // looked at
                docker.until(() -> Files.exists(place.directory.resolve("ended")));
                engine.startDaemon();
                String what = "# " + act + " killed after " + after + " s, round " + round + "\n";
                place.run(what + WHOLE + act.done + " || " + act.command + " > log\n" + act.done);
            }
            place.run(WHOLE + "docker rm -f box > log; docker rmi -f $name own/built own/committed > log 2>&1 || true");
        }
    }

    /** An image of three layers, in the registry and in an archive; a container with changes; a context. */
    private static void prepare(Place place) {
        place.run("""
                docker images -aq --no-trunc | sort -u > before
                from=busybox
                for layer in 1 2 3; do
                  docker run --name make $from sh -c "head -c 2000000 /dev/urandom > /f$layer"
                  docker commit make $name; docker rm make; from=$name
                done
                docker push -q $name; docker save -o image.tar $name
                docker run --name box busybox sh -c 'head -c 4000000 /dev/urandom > /change'
                head -c 2000000 /dev/urandom > copied
                printf 'FROM busybox\\nCOPY copied /\\nRUN cp /copied /again\\nWORKDIR /new/place\\nCMD ["true"]\\n' > Dockerfile
                printf '*\\n!copied\\n' > .dockerignore
                """);
    }

    /** There may be nothing to undo. */
    private static String undo(Act act) {
        return "{ " + act.undo + "; } > log 2>&1 || true\n";
    }

    private static long measure(Place place, Act act) {
        place.run(undo(act));
        long began = System.nanoTime();
        place.run(act.command);
        return System.nanoTime() - began;
    }
}
