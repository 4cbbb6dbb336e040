package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a container sees of binds, tmpfs, volumes and images, and which of them wins. */
@OnEngine
class MountsIT {
    private static String mountInfo(Docker docker, String... options) {
        return docker.ok(Docker.join(new String[] {"run", "--rm"}, options, new String[] {
            "busybox", "sh", "-c", "grep ' /x ' /proc/self/mountinfo"
        }));
    }

    @Test
    void propagation_followsTheSourcesMount(Docker docker) {
        Path place = docker.hostDirectory("shared");
        docker.onHost("mount", "--bind", place.toString(), place.toString());
        docker.onHost("mount", "--make-private", place.toString());
        try {
            assertThat(docker.run("run", "--rm", "-v", place + ":/x:rshared", "busybox", "true")
                            .err())
                    .contains("path " + place + " is mounted on " + place + " but it is not a shared mount");
            assertThat(docker.run("run", "--rm", "-v", place + ":/x:slave", "busybox", "true")
                            .err())
                    .contains("path " + place + " is mounted on " + place + " but it is not a shared or slave mount");
            docker.onHost("mount", "--make-shared", place.toString());
            assertThat(mountInfo(docker, "-v", place + ":/x:rshared")).contains(" shared:");
            assertThat(mountInfo(docker, "--mount", "type=bind,src=" + place + ",dst=/x,bind-propagation=rslave"))
                    .contains(" master:")
                    .doesNotContain(" shared:");
            assertThat(mountInfo(docker, "-v", place + ":/x")).doesNotContain("shared:", "master:");
        } finally {
            docker.onHost("umount", "-l", place.toString());
        }
    }

    @Test
    void bindOfTheEnginesOwnFiles_followsUnmounting(Docker docker) {
        String root = docker.ok("info", "-f", "{{.DockerRootDir}}");
        docker.ok("create", "--name", "box", "-v", root + ":/x", "busybox");
        assertThat(docker.ok("inspect", "-f", "{{(index .Mounts 0).Propagation}}", "box"))
                .isEqualTo("rslave");
        assertThat(docker.run(
                                "create",
                                "--mount",
                                "type=bind,src=" + root + ",dst=/x,bind-propagation=private",
                                "busybox")
                        .err())
                .contains("must use either propagation mode \"rslave\" or \"rshared\" when mount source is within the"
                        + " daemon root");
    }

    @Test
    void tmpfs_hasItsOptions(Docker docker) {
        String script =
                "grep -E ' /(a|b|c) ' /proc/mounts | cut -d' ' -f2-4; stat -c %a /b; touch /c/x || echo refused";
        assertThat(docker.run(
                                "run",
                                "--rm",
                                "--tmpfs",
                                "/a:size=1m,exec,mode=700",
                                "--mount",
                                "type=tmpfs,dst=/b,tmpfs-size=2m,tmpfs-mode=1770",
                                "--mount",
                                "type=tmpfs,dst=/c,ro",
                                "busybox",
                                "sh",
                                "-c",
                                script)
                        .out()
                        .lines())
                .contains(
                        "/a tmpfs rw,nosuid,nodev,relatime,size=1024k,mode=700",
                        "/b tmpfs rw,nosuid,nodev,noexec,relatime,size=2048k,mode=1770",
                        "1770",
                        "refused");
    }

    /** A directory of the host with another file system below it. */
    private static Path withMountBelow(Docker docker) {
        Path place = docker.hostDirectory("recursive");
        docker.onHost(
                "sh",
                "-c",
                "mkdir " + place + "/below && mount -t tmpfs below " + place + "/below && touch " + place
                        + "/below/file");
        return place;
    }

    @Test
    void bindRecursive_decidesOnMountsBelow(Docker docker) {
        Path place = withMountBelow(docker);
        try {
            assertThat(docker.ok(
                            "run",
                            "--rm",
                            "--mount",
                            "type=bind,src=" + place + ",dst=/x",
                            "busybox",
                            "ls",
                            "/x/below"))
                    .isEqualTo("file");
            // The key of --mount is not the same in every version of the command.
            Docker.Answer created = docker.api(
                    "POST",
                    "/containers/create?name=box",
                    "{\"Image\":\"busybox\",\"Cmd\":[\"ls\",\"/x/below\"],\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\","
                            + "\"Source\":\"" + place
                            + "\",\"Target\":\"/x\",\"BindOptions\":{\"NonRecursive\":true}}]}}");
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            assertThat(docker.ok("start", "-a", "box")).isEmpty();
        } finally {
            docker.onHost("umount", "-l", place + "/below");
        }
    }

    /** As it was for everybody before API 1.44. */
    @Test
    void readOnlyBind_ofAnOldClient_leavesMountsBelowWritable(Docker docker) {
        Path place = withMountBelow(docker);
        try {
            Docker.Answer created = docker.api(
                    "POST",
                    "/containers/create?name=box",
                    "{\"Image\":\"busybox\",\"Cmd\":[\"touch\",\"/x/below/written\"]," + "\"HostConfig\":{\"Binds\":[\""
                            + place + ":/x:ro\"]}}");
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            docker.ok("start", "-a", "box");
        } finally {
            docker.onHost("umount", "-l", place + "/below");
        }
    }

    /** Since API 1.44, which the dockerd beside does not speak, and Debian's docker neither. */
    @Test
    @Tag("beyond-docker")
    void readOnlyBind_ofAClientOfToday_isSoBelow(Docker docker) {
        Path place = withMountBelow(docker);
        try {
            String target = "\"Type\":\"bind\",\"Source\":\"" + place + "\",\"Target\":\"/x\",\"ReadOnly\":true";
            assertThat(touched(docker, "\"Binds\":[\"" + place + ":/x:ro\"]")).contains("Read-only file system");
            assertThat(touched(docker, "\"Mounts\":[{" + target + "}]")).contains("Read-only file system");
            assertThat(touched(
                            docker, "\"Mounts\":[{" + target + ",\"BindOptions\":{\"ReadOnlyForceRecursive\":true}}]"))
                    .contains("Read-only file system");
            assertThat(touched(docker, "\"Mounts\":[{" + target + ",\"BindOptions\":{\"ReadOnlyNonRecursive\":true}}]"))
                    .isEmpty();
            assertThat(docker.berth("run", "--rm", "-v", place + ":/x:ro", "busybox", "touch", "/x/below/written")
                            .err())
                    .contains("Read-only file system");
        } finally {
            docker.onHost("umount", "-l", place + "/below");
        }
    }

    /** What a container of that host configuration says to writing below the mount. */
    private static String touched(Docker docker, String hostConfig) {
        Docker.Answer created = docker.apiRaw(
                "POST",
                "/v1.44/containers/create?name=box",
                "{\"Image\":\"busybox\",\"Cmd\":[\"touch\",\"/x/below/written\"],\"HostConfig\":{" + hostConfig + "}}");
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String said = docker.run("start", "-a", "box").err();
        docker.ok("rm", "box");
        return said;
    }

    @Test
    void precedence_tmpfsThenExplicitThenInheritedThenImage(Docker docker) {
        docker.ok("create", "--name", "source", "-v", "inherited:/data", "-v", "other:/other", "busybox");
        String script = "for d in data other mine; do grep \" /$d \" /proc/mounts | cut -d' ' -f3; ls /$d; done";
        docker.ok("run", "--rm", "-v", "named:/data", "voluminous", "sh", "-c", "echo > /data/named");
        docker.ok("run", "--rm", "-v", "other:/o", "busybox", "sh", "-c", "echo > /o/others");
        assertThat(docker.ok(
                        "run",
                        "--rm",
                        "--volumes-from",
                        "source",
                        "-v",
                        "named:/data",
                        "--tmpfs",
                        "/mine",
                        "voluminous",
                        "sh",
                        "-c",
                        script))
                .contains("named\n", "others\n")
                .endsWith("tmpfs");
    }

    @Test
    void nested_areMountedInTheOrderOfPaths(Docker docker) {
        assertThat(docker.ok(
                        "run",
                        "--rm",
                        "-v",
                        "deep:/a/b/c",
                        "-v",
                        "mid:/a/b",
                        "-v",
                        "top:/a",
                        "busybox",
                        "sh",
                        "-c",
                        "grep -E ' /a' /proc/mounts | cut -d' ' -f2; touch /a/1 /a/b/2 /a/b/c/3"))
                .isEqualTo("/a\n/a/b\n/a/b/c");
        assertThat(docker.ok("run", "--rm", "-v", "mid:/m", "busybox", "ls", "/m"))
                .isEqualTo("2\nc");
    }

    @Test
    void copyUp_takesOwnerAndModeOfTheDirectory(Docker docker) {
        Path build = docker.hostDirectory("owned");
        docker.onHost(
                "sh",
                "-c",
                "cd " + build + " && mkdir -p root/data/empty && echo x > root/data/file && chown 7:8 root/data"
                        + " && chmod 2711 root/data && chown 9:9 root/data/file && chmod 4755 root/data/file"
                        + " && tar -C root -cf owned.tar .");
        docker.ok("import", build + "/owned.tar", "owned");
        docker.ok("create", "--name", "box", "-v", "vol:/data", "owned", "x");
        assertThat(docker.ok("run", "--rm", "-v", "vol:/v", "busybox", "stat", "-c", "%a %u %g", "/v", "/v/file"))
                .isEqualTo("2711 7 8\n4755 9 9");
        assertThat(docker.run("run", "--rm", "-v", "/bin/busybox", "busybox", "true")
                        .err())
                .contains("cannot mount volume over existing file, file exists ");
    }

    @Test
    @Tag("beyond-docker")
    void image_isMountedReadOnly_andItsFilesStayWhileTheContainerDoes(Docker docker) {
        makeImage(docker, "mounted");
        try {
            // Debian's docker has no such type of mount.
            Docker.Result started = docker.berth(
                    "run",
                    "-d",
                    "--name",
                    "box",
                    "--mount",
                    "type=image,src=mounted,dst=/im",
                    "--mount",
                    "type=image,src=mounted,dst=/part,image-subpath=data",
                    "busybox",
                    "sleep",
                    "600");
            assertThat(started.exit()).as(started.err()).isZero();
            assertThat(docker.ok("exec", "box", "cat", "/im/data/seed", "/part/seed"))
                    .isEqualTo("from the image\nfrom the image");
            assertThat(docker.run("exec", "box", "touch", "/im/x").err()).contains("Read-only file system");
            assertThat(docker.ok("inspect", "-f", "{{range .Mounts}}{{.Type}} {{.Name}} {{.RW}};{{end}}", "box"))
                    .isEqualTo("image mounted false;image mounted false;");
            Path out = docker.hostDirectory("image-cp");
            docker.ok("cp", "box:/part/seed", out + "/seed");
            assertThat(docker.onHost("cat", out + "/seed")).isEqualTo("from the image");
            assertThat(docker.run("rmi", "mounted").err()).contains("is using its referenced image");
            docker.ok("rmi", "-f", "mounted");
            docker.ok("restart", "-t", "0", "box");
            assertThat(docker.ok("exec", "box", "cat", "/im/data/seed")).isEqualTo("from the image");
            assertThat(docker.onHost("sh", "-c", "grep -c image-mounts /proc/mounts"))
                    .isNotEqualTo("0");
            docker.ok("commit", "box", "other");
            docker.ok("rm", "-f", "box");
            assertThat(docker.onHost("sh", "-c", "grep -c image-mounts /proc/mounts || true"))
                    .isEqualTo("0");
        } finally {
            docker.run("rm", "-f", "box");
            docker.run("rmi", "other");
        }
    }

    /** One that no other case has, with a file /data/seed. */
    private static void makeImage(Docker docker, String name) {
        Path place = docker.hostDirectory(name);
        docker.onHost("sh", "-c", "cd " + place + " && mkdir -p data && echo 'from the image' > data/seed");
        docker.ok("create", "--name", "again", "busybox");
        docker.ok("cp", place + "/data", "again:/data");
        docker.ok("commit", "again", name);
        docker.ok("rm", "again");
    }

    @Test
    @Tag("beyond-docker")
    void subpath_isAPartOfTheVolumeAndNeverLeavesIt(Docker docker) {
        docker.ok(
                "run",
                "--rm",
                "-v",
                "vol:/v",
                "busybox",
                "sh",
                "-c",
                "mkdir -p /v/a/b; echo deep > /v/a/b/file; ln -s a/b /v/in; ln -s ../../../../etc /v/up;"
                        + " ln -s /etc /v/absolute");
        assertThat(part(docker, "a/b/file", "cat", "/x").out()).isEqualTo("deep\n");
        assertThat(part(docker, "in", "ls", "/x").out()).isEqualTo("file\n");
        for (String leaving : new String[] {"up/passwd", "absolute/passwd", "nothing"}) {
            assertThat(part(docker, leaving, "cat", "/x").err()).contains("cannot access path ", leaving);
        }
    }

    private static Docker.Result part(Docker docker, String subpath, String... command) {
        String body = "{\"Image\":\"busybox\",\"Cmd\":[\"" + String.join("\",\"", command)
                + "\"],\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"vol\",\"Target\":\"/x\","
                + "\"VolumeOptions\":{\"Subpath\":\"" + subpath + "\"}}]}}";
        Docker.Answer created = docker.api("POST", "/containers/create?name=part", body);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        Docker.Result result = docker.run("start", "-a", "part");
        docker.ok("rm", "-f", "part");
        return result;
    }
}
