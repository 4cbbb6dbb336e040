package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Docker.Result;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.OnEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What dockerd needs BuildKit for, and Berth does in the one builder that it has. */
@OnEngine
@Tag("beyond-docker")
class BuildFeaturesIT {
    @AfterEach
    void removeOwnImages(Docker docker) {
        docker.ok("images", "--format", "{{.Repository}}:{{.Tag}}")
                .lines()
                .filter(name -> name.startsWith("own"))
                .forEach(name -> docker.run("rmi", "-f", name));
        docker.ok("image", "prune", "-f");
    }

    private static Path context(Docker docker, String dockerfile) throws IOException {
        Path context = docker.hostDirectory("context");
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        return context;
    }

    private static String run(Docker docker, String script) {
        return docker.ok("run", "--rm", "own:1", "sh", "-c", script);
    }

    @Test
    void heredocs_runAndCopy(Docker docker) throws IOException {
        Path context = context(docker, """
                FROM busybox
                ENV A=value
                RUN <<EOF
                echo one > /one
                echo "$A" > /two
                EOF
                RUN <<EOF
                #!/bin/busybox sh
                echo $0 > /script
                EOF
                RUN cat <<-EOF > /three
                \tindented
                EOF
                COPY <<first <<"second" /files/
                A is $A
                first
                A is $A
                second
                """);
        docker.ok("build", "-t", "own:1", context.toString());

        assertThat(run(docker, "cat /one /two /three /files/first /files/second"))
                .isEqualTo("one\nvalue\nindented\nA is value\nA is $A");
        assertThat(run(docker, "cat /script; ls /dev/pipes 2>&1 || true"))
                .startsWith("/dev/pipes/EOF\n")
                .contains("No such file");
    }

    @Test
    void cacheMount_keepsItsFilesFromBuildToBuildAndOutOfTheImage(Docker docker) throws IOException {
        Path context = context(docker, """
                FROM busybox
                ARG ROUND
                RUN --mount=type=cache,target=/cache/dir echo $ROUND >> /cache/dir/rounds; cat /cache/dir/rounds > /seen
                """);
        docker.ok("build", "--build-arg", "ROUND=1", "-t", "own:1", context.toString());
        docker.ok("build", "--build-arg", "ROUND=2", "-t", "own:1", context.toString());

        assertThat(run(docker, "cat /seen")).isEqualTo("1\n2");
        assertThat(run(docker, "ls /cache 2>&1 || true")).contains("No such file");
        assertThat(docker.api("POST", "/build/prune").body()).contains("CachesDeleted\":[\"");
        docker.ok("build", "--no-cache", "--build-arg", "ROUND=3", "-t", "own:1", context.toString());
        assertThat(run(docker, "cat /seen")).isEqualTo("3");
    }

    @Test
    void bindMounts_showContextStagesAndImages(Docker docker) throws IOException {
        Path context = context(docker, """
                FROM busybox AS maker
                RUN echo made > /made
                FROM busybox
                RUN --mount=target=/context --mount=from=maker,source=/made,target=/stage/made \\
                    cat /context/file /stage/made > /seen; ! touch /context/new 2> /dev/null && echo read-only >> /seen
                RUN --mount=target=/context,rw echo changed > /context/file && cat /context/file >> /seen
                RUN --mount=target=/context cat /context/file >> /seen
                """);
        Files.writeString(context.resolve("file"), "from the context\n");
        docker.ok("build", "-t", "own:1", context.toString());

        assertThat(run(docker, "cat /seen")).isEqualTo("from the context\nmade\nread-only\nchanged\nfrom the context");
        assertThat(run(docker, "ls -d /context /stage 2>/dev/null || true")).isEmpty();
        assertThat(docker.ok("build", context.toString()).lines().filter(line -> line.equals(" ---> Using cache")))
                .hasSize(4);
        Files.writeString(context.resolve("file"), "another\n");
        assertThat(docker.ok("build", context.toString()).lines().filter(line -> line.equals(" ---> Using cache")))
                .as("what is bound counts")
                .hasSize(1);
    }

    @Test
    void tmpfsMountAndNetwork_ofOneStep(Docker docker) throws IOException {
        Path context = context(docker, """
                FROM busybox
                RUN --mount=type=tmpfs,target=/fast,size=1m grep ' /fast tmpfs' /proc/mounts > /seen && touch /fast/lost
                RUN --network=none ls /sys/class/net > /links
                """);
        docker.ok("build", "-t", "own:1", context.toString());

        assertThat(run(docker, "cut -d' ' -f2,3 /seen; cat /links")).isEqualTo("/fast tmpfs\nlo");
        assertThat(run(docker, "ls -d /fast 2>/dev/null || true")).isEmpty();
    }

    @Test
    void copy_modeAndExclude(Docker docker) throws IOException {
        Path context = context(docker, """
                FROM busybox
                COPY --chmod=0711 --link d /d
                COPY --exclude=*.md --exclude=sub/drop d /less
                """);
        Files.createDirectories(context.resolve("d/sub"));
        for (String file : new String[] {"a", "b.md", "sub/drop", "sub/keep"}) {
            Files.writeString(context.resolve("d").resolve(file), "");
        }
        docker.ok("build", "-t", "own:1", context.toString());

        assertThat(run(docker, "find /d | xargs stat -c %a | sort -u")).isEqualTo("711\n755");
        assertThat(run(docker, "cd /less; find . -type f | sort")).isEqualTo("./a\n./sub/keep");
    }

    @Test
    void stages_independentOnes_areBuiltSideBySide(Docker docker) throws IOException {
        Path context = context(docker, """
                FROM busybox AS one
                RUN --mount=type=cache,target=/meet touch /meet/one; until [ -e /meet/two ]; do sleep 0.1; done; echo 1 > /out
                FROM busybox AS two
                RUN --mount=type=cache,target=/meet touch /meet/two; until [ -e /meet/one ]; do sleep 0.1; done; echo 2 > /out
                FROM busybox
                COPY --from=one /out /1
                COPY --from=two /out /2
                """);
        String out = docker.ok("build", "-t", "own:1", context.toString());

        assertThat(run(docker, "cat /1 /2")).isEqualTo("1\n2");
        assertThat(out.lines().filter(line -> line.startsWith("Step ")).map(line -> line.substring(5, 6)))
                .isSorted();
        docker.api("POST", "/build/prune");
    }

    /** As soon as a container runs, and so perhaps between two steps; and while a step with mounts runs. */
    @Test
    void interrupted_leavesNothingBehind(Docker docker, Engine engine) throws IOException {
        Path context = context(docker, """
                FROM busybox AS other
                RUN touch /other
                FROM busybox
                RUN --mount=from=other,target=/mnt --mount=target=/context --mount=type=cache,target=/cache sleep 1001
                """);
        String before = layers(engine);
        for (String moment : List.of("[ -n \"$(docker ps -q)\" ]", "docker ps --no-trunc | grep -q 'sleep 1001'")) {
            docker.interruptBuild(context, moment);

            docker.until(() -> docker.ok("ps", "-aq").isEmpty());
            docker.until(() -> left(engine).isEmpty());
            docker.until(() -> docker.onHost("cat", "/proc/mounts")
                    .lines()
                    .noneMatch(line -> line.contains(engine.dataRoot() + "/tmp")));
            docker.until(() ->
                    docker.onHost("sh", "-c", "pgrep -xf 'sleep 1001' || true").isEmpty());
        }
        docker.ok("image", "prune", "-f");
        assertThat(layers(engine)).isEqualTo(before);
        docker.api("POST", "/build/prune");
    }

    private static List<String> left(Engine engine) throws IOException {
        try (Stream<Path> entries = Files.list(engine.dataRoot().resolve("tmp"))) {
            return entries.map(Path::toString).toList();
        }
    }

    private static String layers(Engine engine) throws IOException {
        try (Stream<Path> entries = Files.list(engine.dataRoot().resolve("layers"))) {
            return entries.map(Path::toString).sorted().collect(Collectors.joining("\n"));
        }
    }

    @Test
    void failure_tellsFileLineAndInstruction(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\n\nRUN true\nRUN exit 4\n");

        Result failed = docker.run("build", context.toString());

        assertThat(failed.err()).contains("returned a non-zero code: 4 (Dockerfile line 4: RUN exit 4)");
    }

    @Test
    void berthBuild_withSecret_keepsItOutOfTheImage(Docker docker) throws IOException {
        Path context = context(docker, """
                FROM busybox
                RUN --mount=type=secret,id=token,required cat /run/secrets/token | wc -c > /length
                RUN --mount=type=secret,id=word,env=WORD echo ${#WORD} >> /length
                RUN ls /run/secrets 2>&1 | grep -c token >> /length; true
                """);
        Files.writeString(context.resolve("token"), "0123456789");
        Files.writeString(context.resolve(".dockerignore"), "token\n");
        String berth = System.getProperty("berth.command");

        String out = docker.onHost(
                "sh",
                "-c",
                "cd " + context + " && WORD=four BERTH_HOST=unix:///run/engine.sock " + berth
                        + " build --secret id=token,src=token --secret id=word,env=WORD -t own:1 --iidfile id . && cat id");

        assertThat(out)
                .contains("Step 2/4 : RUN")
                .contains("Successfully tagged own:1")
                .contains("sha256:");
        assertThat(run(docker, "cat /length")).isEqualTo("10\n4\n0");
        assertThat(docker.run("build", "--no-cache", context.toString()).err()).contains("secret token: not found");
    }
}
