package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code docker cp} with mounts in mounts, and with containers that want it to touch the host. */
@OnEngine
class CopySafetyIT {
    private static Path file(Docker docker) {
        Path directory = docker.hostDirectory("cp-in");
        docker.onHost("sh", "-c", "echo content > " + directory + "/file");
        return directory.resolve("file");
    }

    /** dockerd 20.10 cannot at all where the outer mount is read-only; newer ones at random. */
    @Test
    @Tag("beyond-docker")
    void nestedMounts_theDeepestDecides(Docker docker) {
        Path file = file(docker);
        docker.ok("create", "--name", "box", "-v", "v1:/a:ro", "-v", "v2:/a/b", "-v", "v3:/a/b/c:ro", "busybox");
        docker.ok("cp", file.toString(), "box:/a/b/file");
        assertThat(docker.ok("run", "--rm", "-v", "v2:/v", "busybox", "cat", "/v/file"))
                .isEqualTo("content");
        assertThat(docker.run("cp", file.toString(), "box:/a/file").err())
                .contains("mounted volume is marked read-only");
        assertThat(docker.run("cp", file.toString(), "box:/a/b/c/file").err())
                .contains("mounted volume is marked read-only");
        assertThat(docker.api("PUT", "/containers/box/archive?path=/a", "x").status())
                .isEqualTo(403);
    }

    @Test
    void linksOutOfTheContainer_leadNowhereOnTheHost(Docker docker) {
        Path secret = docker.hostDirectory("secret");
        docker.onHost("sh", "-c", "echo secret > " + secret + "/file");
        docker.ok(
                "run",
                "--name",
                "box",
                "-v",
                "vol:/v",
                "busybox",
                "sh",
                "-c",
                "ln -s " + secret + " /out; ln -s ../../../../../../.." + secret + " /v/up; ln -s / /v/root");
        Path file = file(docker);
        for (String target : new String[] {"/out/new", "/v/up/new"}) {
            docker.run("cp", file.toString(), "box:" + target);
        }
        docker.ok("cp", file.toString(), "box:/v/root/marker-of-cp");
        assertThat(docker.onHost("ls", secret.toString())).isEqualTo("file");
        assertThat(docker.onHost("sh", "-c", "ls / | grep -c marker-of-cp || true"))
                .isEqualTo("0");
        assertThat(docker.run("cp", "-L", "box:/out/file", secret + "/stolen").exit())
                .isNotZero();
        assertThat(docker.run("cp", "-L", "box:/v/up/file", secret + "/stolen").exit())
                .isNotZero();
    }

    /** CVE-2018-15664: what was a directory when it was looked at is a link when it is used. */
    @Test
    void linkPutInTheWayMeanwhile_isNotFollowed(Docker docker) {
        docker.ok(
                "run",
                "-d",
                "--name",
                "box",
                "-v",
                "vol:/v",
                "busybox",
                "sh",
                "-c",
                "while :; do mkdir -p /v/d/tmp /d/tmp; rm -rf /v/d /d; ln -s / /v/d; ln -s / /d; rm -f /v/d /d; done");
        Path out = docker.hostDirectory("cp-out");
        docker.onHost("sh", "-c", "echo host > /tmp/marker-of-race-host");
        docker.onHost("sh", "-c", "echo x > " + out + "/marker-of-race");
        for (int i = 0; i < 15; i++) {
            docker.run("cp", out + "/marker-of-race", "box:/v/d/tmp/");
            docker.run("cp", out + "/marker-of-race", "box:/d/tmp/");
            docker.run("cp", "box:/v/d/tmp", out + "/got" + i);
        }
        docker.ok("rm", "-f", "box");
        assertThat(docker.onHost("sh", "-c", "ls /tmp | grep '^marker-of-race' "))
                .isEqualTo("marker-of-race-host");
        assertThat(docker.onHost("sh", "-c", "find " + out + " -name marker-of-race-host"))
                .isEmpty();
        docker.onHost("rm", "/tmp/marker-of-race-host");
    }

    /**
     * CVE-2019-14271 and the like of 2026: nothing of the container's is run for a copy, neither its libraries nor its
     * decompressor.
     */
    @Test
    void programsOfTheContainer_areNotRun(Docker docker) {
        Path place = docker.hostDirectory("cp-xz");
        docker.onHost(
                "sh",
                "-c",
                "cd " + place + "; echo content > file; tar -cf f.tar file; xz f.tar; tar -cf g.tar file; gzip g.tar;"
                        + " mkdir -p usr/local/sbin; printf '#!/bin/sh\\ntouch /was-run\\n' > usr/local/sbin/xz;"
                        + " chmod 755 usr/local/sbin/xz; for p in unxz gzip unpigz tar id; do"
                        + " cp usr/local/sbin/xz usr/local/sbin/$p; done");
        docker.ok("create", "--name", "box", "busybox", "ls", "/was-run", "/tmp/file");
        docker.ok("cp", place + "/usr", "box:/");
        for (String archive : new String[] {"f.tar.xz", "g.tar.gz"}) {
            assertThat(put(docker, place + "/" + archive)).isEqualTo("200");
        }
        Docker.Result listed = docker.run("start", "-a", "box");
        assertThat(listed.out()).isEqualTo("/tmp/file\n");
        assertThat(listed.err()).contains("/was-run: No such file");
    }

    /** Sends an archive as {@code docker cp} does. @return the status */
    private static String put(Docker docker, String archive) {
        return docker.onHost(
                "curl",
                "-s",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "--unix-socket",
                docker.socket(),
                "-X",
                "PUT",
                "-H",
                "Content-Type: application/x-tar",
                "--data-binary",
                "@" + archive,
                "http://engine/v1.41/containers/box/archive?path=/tmp");
    }

    @Test
    void archiveOfEachCompression_isUnpacked(Docker docker) {
        putCompressed(docker, "cat", "gzip", "bzip2", "xz");
    }

    /** dockerd takes these from version 23 on. */
    @Test
    @Tag("beyond-docker")
    void archiveCompressedByZstd_isUnpacked(Docker docker) {
        putCompressed(docker, "zstd");
    }

    private static void putCompressed(Docker docker, String... programs) {
        Path place = docker.hostDirectory("cp-compressed");
        docker.ok("create", "--name", "box", "busybox", "cat", "/tmp/file");
        for (String program : programs) {
            docker.onHost(
                    "sh",
                    "-c",
                    "cd " + place + "; echo by " + program + " > file; tar -cf - file | " + program + " > archive");
            assertThat(put(docker, place + "/archive")).as(program).isEqualTo("200");
            assertThat(docker.run("start", "-a", "box").out()).isEqualTo("by " + program + "\n");
        }
    }

    @Test
    void mountBehindALinkOfTheImage_isCopiedTo(Docker docker) {
        docker.ok("run", "--name", "made", "busybox", "sh", "-c", "mkdir -p /run/real; ln -s /run/real /linked");
        docker.ok("commit", "made", "linking");
        docker.ok("rm", "made");
        Path file = file(docker);
        docker.ok("create", "--name", "box", "-v", "vol:/linked/data", "linking", "true");
        docker.ok("start", "box");
        docker.ok("cp", file.toString(), "box:/linked/data/file");
        assertThat(docker.ok("run", "--rm", "-v", "vol:/v", "busybox", "cat", "/v/file"))
                .isEqualTo("content");
        docker.ok("rm", "-f", "box");
        docker.ok("rmi", "linking");
    }
}
