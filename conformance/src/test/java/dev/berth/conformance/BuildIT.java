package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Docker.Result;
import dev.berth.conformance.harness.OnEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code docker build} around the Dockerfile: output, cache, contexts, limits, failures. See BuildCorpusIT for the rest. */
@OnEngine
class BuildIT {
    /** The harness removes containers, not images. */
    @AfterEach
    void removeOwnImages(Docker docker) {
        docker.run("ps", "-aq").out().lines().forEach(id -> docker.run("rm", "-f", id));
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

    @Test
    void build_output_isTheClassicBuilders(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\nRUN echo said; echo wrong >&2\nCMD [\"true\"]\n");

        String out = docker.ok("build", "-t", "own:1", "-t", "own/other:2", context.toString());

        String id = docker.ok("inspect", "-f", "{{.Id}}", "own:1").substring(7, 19);
        String base = docker.ok("inspect", "-f", "{{.Id}}", "busybox").substring(7, 19);
        assertThat(out.lines()
                        .map(line -> line.replaceAll("(?<= in |container )[0-9a-f]{12}", "ID")
                                .replaceAll("\u001b\\[\\d+m", "")))
                .containsSubsequence(
                        "Step 1/3 : FROM busybox",
                        " ---> " + base,
                        "Step 2/3 : RUN echo said; echo wrong >&2",
                        " ---> Running in ID",
                        "said",
                        "Removing intermediate container ID",
                        "Step 3/3 : CMD [\"true\"]",
                        " ---> " + id,
                        "Successfully built " + id,
                        "Successfully tagged own:1",
                        "Successfully tagged own/other:2");
        assertThat(out).contains("\u001b[91mwrong\n\u001b[0m");
        assertThat(docker.ok("ps", "-aq")).isEmpty();
    }

    @Test
    void build_quiet_printsTheId(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\nENV A=1\n");

        assertThat(docker.ok("build", "-q", "-t", "own:1", context.toString()))
                .isEqualTo(docker.ok("inspect", "-f", "{{.Id}}", "own:1"));
        Path wrong = context(docker, "FROM busybox\nRUN echo why; exit 3\n");
        Result failed = docker.run("build", "-q", wrong.toString());
        assertThat(failed.exit()).isEqualTo(3);
        assertThat(failed.out() + failed.err()).contains("why").contains("returned a non-zero code: 3");
    }

    @Test
    void build_again_usesWhatItMade(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\nENV A=1\nRUN echo 1 > /one\nCOPY file /\nRUN echo 2 > /two\n");
        Path file = Files.writeString(context.resolve("file"), "content");
        docker.ok("build", "-t", "own:1", context.toString());
        String id = docker.ok("inspect", "-f", "{{.Id}}", "own:1");

        String again = docker.ok("build", "-t", "own:1", context.toString());
        assertThat(again.lines().filter(line -> line.equals(" ---> Using cache")))
                .hasSize(4);
        assertThat(docker.ok("inspect", "-f", "{{.Id}}", "own:1")).isEqualTo(id);

        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));
        assertThat(docker.ok("build", context.toString()).lines().filter(line -> line.equals(" ---> Using cache")))
                .as("another time is no other file")
                .hasSize(4);

        Files.writeString(file, "changed");
        assertThat(docker.ok("build", "-t", "own:2", context.toString())
                        .lines()
                        .filter(line -> line.equals(" ---> Using cache")))
                .as("other content is, and what follows is done anew")
                .hasSize(2);
        docker.onHost("chmod", "600", file.toString());
        assertThat(docker.ok("build", context.toString()).lines().filter(line -> line.equals(" ---> Using cache")))
                .as("so is another mode")
                .hasSize(2);
        assertThat(docker.ok("build", "--no-cache", context.toString())).doesNotContain("Using cache");
    }

    @Test
    void build_argument_isPartOfWhatAStepIsKnownBy(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\nARG A\nRUN echo $A > /a\n");
        docker.ok("build", "--build-arg", "A=1", "-t", "own:1", context.toString());

        assertThat(docker.ok("build", "--build-arg", "A=1", context.toString())
                        .lines()
                        .filter(line -> line.equals(" ---> Using cache")))
                .hasSize(2);
        String other = docker.ok("build", "--build-arg", "A=2", "-t", "own:2", context.toString());
        assertThat(other.lines().filter(line -> line.equals(" ---> Using cache")))
                .hasSize(1);
        assertThat(docker.ok("run", "--rm", "own:2", "cat", "/a")).isEqualTo("2");
        assertThat(docker.ok("build", "--build-arg", "NOBODY=1", context.toString()))
                .contains("[Warning] One or more build-args [NOBODY] were not consumed");
    }

    @Test
    void build_cacheFrom_takesStepsOfAnImageThatWasLoaded(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\nENV A=1\nRUN echo $RANDOM > /random\nENV B=2\n");
        Path tar = docker.hostDirectory("saved").resolve("own.tar");
        docker.ok("build", "-t", "own:1", context.toString());
        String random = docker.ok("run", "--rm", "own:1", "cat", "/random");
        docker.ok("save", "-o", tar.toString(), "own:1");
        docker.ok("rmi", "own:1");
        docker.ok("load", "-i", tar.toString());
        assertThat(docker.ok("build", context.toString())).doesNotContain("Using cache");

        String out = docker.ok("build", "--cache-from", "own:1", "-t", "own:2", context.toString());

        assertThat(out.lines().filter(line -> line.equals(" ---> Using cache"))).hasSize(3);
        assertThat(docker.ok("run", "--rm", "own:2", "cat", "/random")).isEqualTo(random);
    }

    @Test
    void build_contexts_comeInEveryForm(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\nCOPY . /all/\nRUN ls -A /all > /list\n");
        Files.writeString(context.resolve(".dockerignore"), "*.log\nsecret\n!keep.log\nDockerfile\n");
        Files.writeString(context.resolve("a.log"), "");
        Files.writeString(context.resolve("keep.log"), "");
        Files.createDirectory(context.resolve("secret"));
        Files.writeString(context.resolve("secret/key"), "");
        docker.ok("build", "-t", "own:1", context.toString());
        assertThat(docker.ok("run", "--rm", "own:1", "cat", "/list").lines())
                .containsExactly(".dockerignore", "keep.log");

        Result fromInput = docker.runWithInput("FROM busybox\nRUN echo alone > /how\n", "build", "-t", "own:2", "-");
        assertThat(fromInput.exit()).as(fromInput.err()).isZero();
        assertThat(docker.ok("run", "--rm", "own:2", "cat", "/how")).isEqualTo("alone");

        Path other = docker.hostDirectory("other").resolve("My.dockerfile");
        Files.writeString(other, "FROM busybox\nCOPY keep.log /\n");
        docker.ok("build", "-t", "own:3", "-f", other.toString(), context.toString());
        assertThat(docker.ok("run", "--rm", "own:3", "ls", "/keep.log")).isEqualTo("/keep.log");
    }

    @Test
    void build_archiveAsContext_compressedOrNot(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\nCOPY f /\n");
        Files.writeString(context.resolve("f"), "in the archive");
        for (String how : new String[] {"cat", "gzip", "bzip2", "xz"}) {
            docker.onHost(
                    "sh",
                    "-c",
                    "tar -C " + context + " -c . | " + how + " | DOCKER_BUILDKIT=0 HOME=/run "
                            + "DOCKER_HOST=unix:///run/engine.sock docker build --no-cache -t own:" + how + " -");
            assertThat(docker.ok("run", "--rm", "own:" + how, "cat", "/f")).isEqualTo("in the archive");
        }
    }

    @Test
    void build_steps_haveNetworkHostsAndLimits(Docker docker) throws IOException {
        Path context = context(docker, """
                FROM busybox
                RUN ls /sys/class/net > /links; cat /etc/hosts > /names
                RUN cat /sys/fs/cgroup/memory/memory.limit_in_bytes > /memory; ulimit -n > /files
                """);
        docker.ok(
                "build",
                "-t",
                "own:1",
                "--add-host",
                "some.where:10.1.2.3",
                "--memory",
                "64m",
                "--ulimit",
                "nofile=321:321",
                context.toString());

        assertThat(docker.ok("run", "--rm", "own:1", "cat", "/links").lines()).contains("lo", "eth0");
        assertThat(docker.ok("run", "--rm", "own:1", "cat", "/names")).contains("10.1.2.3\tsome.where");
        assertThat(docker.ok("run", "--rm", "own:1", "cat", "/memory", "/files"))
                .isEqualTo("67108864\n321");
        docker.ok("build", "--no-cache", "-t", "own:2", "--network", "none", context.toString());
        assertThat(docker.ok("run", "--rm", "own:2", "cat", "/links")).isEqualTo("lo");
    }

    @Test
    void build_failedStep_leavesItsContainerUnlessForced(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\nRUN true\nRUN echo here > /evidence; exit 9\n");

        assertThat(docker.run("build", context.toString()).exit()).isEqualTo(9);
        String left = docker.ok("ps", "-aq");
        assertThat(left.lines()).hasSize(1);
        assertThat(docker.ok("diff", left)).contains("A /evidence");
        docker.ok("rm", left);

        assertThat(docker.run("build", "--force-rm", context.toString()).exit()).isEqualTo(9);
        assertThat(docker.ok("ps", "-aq")).isEmpty();
        docker.ok(
                "build",
                "--rm=false",
                "--no-cache",
                "-t",
                "own:1",
                context(docker, "FROM busybox\nRUN echo > /kept").toString());
        assertThat(docker.ok("diff", docker.ok("ps", "-q", "-a", "-n", "1"))).contains("A /kept");
    }

    @Test
    void build_interrupted_stopsAndCleansUp(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\nRUN touch /begun; sleep 1000\n");
        docker.interruptBuild(context, "[ -n \"$(docker ps -q)\" ]");

        docker.until(() -> docker.ok("ps", "-aq").isEmpty());
        docker.until(() ->
                docker.onHost("sh", "-c", "pgrep -xf 'sleep 1000' || true").isEmpty());
    }

    @Test
    void build_hostileContext_isRefusedOrStaysInside(Docker docker) throws IOException {
        Path place = docker.hostDirectory("hostile");
        Files.writeString(place.resolve("outside"), "never");
        docker.onHost(
                "sh",
                "-c",
                "cd " + place
                        + "; mkdir c; printf 'FROM busybox\\nCOPY up/outside /\\n' > c/Dockerfile; ln -s .. c/up; ln -s "
                        + place + " c/abs");
        Result up = docker.run("build", place.resolve("c").toString());
        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.err()).contains("COPY failed:");
        Files.writeString(place.resolve("c/Dockerfile"), "FROM busybox\nCOPY abs/outside /\n");
        assertThat(docker.run("build", place.resolve("c").toString()).err()).contains("COPY failed:");
        Files.writeString(
                place.resolve("c/Dockerfile"),
                "FROM busybox\nRUN ln -s ../../../../.." + place + " /out\nCOPY Dockerfile /out/planted\n");
        docker.run("build", "-t", "own:1", place.resolve("c").toString());
        assertThat(place.resolve("planted")).doesNotExist();

        docker.onHost(
                "sh", "-c", "cd " + place + "; tar -P --transform 's,^outside,../../escaped,' -cf evil.tar outside");
        String answer = docker.onHost(
                "sh",
                "-c",
                "curl -s --unix-socket /run/engine.sock -X POST -H 'Content-Type: application/x-tar' --data-binary @"
                        + place + "/evil.tar http://engine/v1.41/build");
        assertThat(answer).contains("message").doesNotContain("Successfully");
    }

    @Test
    void add_address_isFetched(Docker docker) throws IOException {
        Path served = docker.hostDirectory("served");
        Files.writeString(served.resolve("page.txt"), "from the web\n");
        docker.onHost("sh", "-c", "busybox httpd -p 127.0.0.1:8123 -h " + served);
        Path context = context(
                docker,
                "FROM busybox\nADD http://127.0.0.1:8123/page.txt /\nADD http://127.0.0.1:8123/page.txt /renamed\n");

        docker.ok("build", "-t", "own:1", context.toString());

        assertThat(docker.ok("run", "--rm", "own:1", "cat", "/page.txt", "/renamed"))
                .isEqualTo("from the web\nfrom the web");
        assertThat(docker.ok("run", "--rm", "own:1", "stat", "-c", "%a", "/page.txt"))
                .isEqualTo("600");
        assertThat(docker.run(
                                "build",
                                context(docker, "FROM busybox\nADD http://127.0.0.1:8123/none /\n")
                                        .toString())
                        .err())
                .contains("404");
        docker.onHost("sh", "-c", "pkill -xf 'busybox httpd -p 127.0.0.1:8123 -h .*'");
    }

    @Test
    void build_image_hasItsStepsInHistoryAndGoesWithThem(Docker docker) throws IOException {
        int before = docker.ok("images", "-aq").lines().toList().size();
        docker.ok(
                "build",
                "-t",
                "own:1",
                context(docker, "FROM busybox\nENV A=1\nRUN true\nENV B=1\n").toString());

        assertThat(docker.ok("history", "-q", "own:1").lines()).hasSize(4).doesNotContain("<missing>");
        assertThat(docker.ok("images", "-aq").lines()).hasSize(before + 3);
        docker.ok("rmi", "own:1");
        assertThat(docker.ok("images", "-aq").lines()).hasSize(before);
    }

    @Test
    void build_refusals_areDockers(Docker docker) throws IOException {
        Path context = context(docker, "FROM busybox\n");
        assertThat(docker.run("build", "-f", context.resolve("none").toString(), context.toString())
                        .exit())
                .isEqualTo(1);
        assertThat(docker.run("build", "-t", "Own", context.toString()).err()).contains("must be lowercase");
        assertThat(docker.run("build", "--squash", context.toString()).exit()).isNotZero();
        Files.writeString(context.resolve("Dockerfile"), "");
        assertThat(docker.run("build", context.toString()).err()).contains("(Dockerfile) cannot be empty");
    }
}
