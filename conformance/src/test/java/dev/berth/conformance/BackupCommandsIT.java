package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The commands for backups, archives and copies of volumes, which Docker has not. {@link BackupIT} has their API. */
@OnEngine
@Tag("beyond-docker")
@Tag("own-volume-driver")
class BackupCommandsIT {
    private static String berth(Docker docker, String... words) {
        Docker.Result result = docker.berth(words);
        assertThat(result.exit()).as(result.err()).isZero();
        return result.out().stripTrailing();
    }

    private static String place(Docker docker, String volume) {
        return docker.ok("volume", "inspect", "-f", "{{.Mountpoint}}", volume);
    }

    private static void assertSame(Docker docker, String one, String other) {
        assertThat(docker.onHost("rsync", "-aHAXS", "--checksum", "-n", "--delete", "-i", one + "/", other + "/"))
                .isEmpty();
    }

    /** The command as a shell is to begin it. */
    private static String shell(Docker docker) {
        return "BERTH_BUILD=no HOME=/run BERTH_HOST=unix://" + docker.socket() + " "
                + System.getProperty("berth.command");
    }

    private static void fill(Docker docker, String volume) {
        docker.ok("run", "--rm", "-v", volume + ":/d", "busybox", "sh", "-c", """
                cd /d; chown 7:8 .; chmod 2750 .; mkdir a; echo one > a/x; ln a/x b; ln -s nowhere l; mkfifo p; : > empty
                dd if=/dev/urandom of=large bs=100000 count=30 2>/dev/null; touch -d '2001-02-03 04:05:06' a/x
                dd if=/dev/zero of=sparse bs=1 count=1 seek=10000000 2>/dev/null""");
    }

    @Test
    void backup_restore_verify_forget(Docker docker) {
        String repository = docker.hostDirectory("repository").toString();
        fill(docker, "harbour");
        String told = berth(docker, "volume", "backup", "--repo", repository, "-t", "why=test", "harbour");
        assertThat(told).matches("[0-9a-f]{12}  harbour: 9 files, .*; read .*, stored .* in \\d+ ms; nobody wrote");
        String id = told.substring(0, 12);
        assertThat(berth(docker, "volume", "backups", "--repo", repository))
                .contains(id, "harbour", "idle", "why=test");
        assertThat(berth(docker, "volume", "restore", "--repo", repository, "--as", "again", id))
                .isEqualTo("again");
        assertSame(docker, place(docker, "harbour"), place(docker, "again"));
        docker.ok("run", "--rm", "-v", "harbour:/d", "busybox", "rm", "/d/large");
        berth(docker, "volume", "restore", "--repo", repository, "--in-place", id);
        assertSame(docker, place(docker, "harbour"), place(docker, "again"));
        assertThat(berth(docker, "volume", "verify", "--repo", repository)).contains("1");
        berth(docker, "volume", "backup", "--repo", repository, "harbour");
        berth(docker, "volume", "forget", "--repo", repository, "--keep-last", "1", "--prune");
        assertThat(berth(docker, "volume", "backups", "-q", "--repo", repository)
                        .lines())
                .hasSize(1)
                .noneMatch(left -> left.startsWith(id));
        assertThat(docker.berth("volume", "backup", "--if-unreadable", "maybe", "harbour")
                        .err())
                .contains("--if-unreadable is fail or continue, not \"maybe\"");
    }

    @Test
    void restoreInPlaceUnderARunningContainer_freezesIt(Docker docker) {
        String repository = docker.hostDirectory("repository").toString();
        docker.ok("run", "-d", "--name", "user", "-v", "used:/d", "busybox", "sleep", "1000");
        docker.ok("exec", "user", "sh", "-c", "mkdir /d/dir; echo saved > /d/dir/f");
        String told = berth(docker, "volume", "backup", "--max-freeze", "20s", "--repo", repository, "used");
        assertThat(told).matches(".*; writers frozen for \\d+ ms");
        String id = told.substring(0, 12);
        docker.ok("exec", "user", "sh", "-c", "rm -r /d/dir; echo late > /d/other");
        Docker.Result refused = docker.berth("volume", "restore", "--repo", repository, "--in-place", id);
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("volume is in use by running containers");
        berth(docker, "volume", "restore", "--repo", repository, "--in-place", "--freeze", "--max-freeze", "20s", id);
        assertThat(docker.ok("exec", "user", "cat", "/d/dir/f")).isEqualTo("saved");
        assertThat(docker.ok("exec", "user", "ls", "/d")).isEqualTo("dir");
        String body =
                "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"1000\"],\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\","
                        + "\"Source\":\"used\",\"Target\":\"/part\",\"VolumeOptions\":{\"Subpath\":\"dir\"}}]}}";
        assertThat(docker.api("POST", "/containers/create?name=part", body).status())
                .isEqualTo(201);
        docker.ok("start", "part");
        Docker.Result part = docker.berth(
                "volume", "restore", "--repo", repository, "--in-place", "--freeze", "--max-freeze", "20s", id);
        assertThat(part.exit()).isNotZero();
        assertThat(part.err()).contains("has a part of the volume mounted, dir, and would go on with the old one");
        assertThat(docker.ok("exec", "part", "cat", "/part/f")).isEqualTo("saved");
        assertThat(docker.ok("exec", "user", "cat", "/d/dir/f")).isEqualTo("saved");
        assertThat(docker.onHost("ls", place(docker, "used") + "/..").lines())
                .containsExactlyInAnyOrder("_data", "opts.json");
    }

    /** Through a pipe, which the engine writes to itself, to a file, and by the API's stream: the same archive. */
    @Test
    void export_import_clone_rename(Docker docker) {
        fill(docker, "out");
        Path files = docker.hostDirectory("files");
        String command = shell(docker);
        docker.onHost("sh", "-c", command + " volume export out | cat > " + files + "/piped.tar");
        docker.onHost("sh", "-c", command + " volume export out > " + files + "/redirected.tar");
        berth(docker, "volume", "export", "-o", files + "/file.tar", "out");
        docker.onHost("cmp", files + "/piped.tar", files + "/file.tar");
        docker.onHost("cmp", files + "/redirected.tar", files + "/file.tar");
        docker.onHost("mkdir", files + "/x");
        docker.onHost("tar", "--xattrs", "-C", files + "/x", "-xpf", files + "/piped.tar");
        assertSame(docker, files + "/x", place(docker, "out"));
        assertThat(berth(docker, "volume", "import", "in", files + "/piped.tar"))
                .isEqualTo("in");
        assertSame(docker, place(docker, "out"), place(docker, "in"));
        docker.onHost("sh", "-c", "tar -C " + files + "/x -cf - . | " + command + " volume import piped -");
        assertSame(docker, place(docker, "out"), place(docker, "piped"));
        berth(docker, "volume", "clone", "in", "copy");
        assertSame(docker, place(docker, "out"), place(docker, "copy"));
        berth(docker, "volume", "rename", "copy", "renamed");
        assertSame(docker, place(docker, "out"), place(docker, "renamed"));
    }

    @Test
    void export_intoAPipeThatEnds_orOfNoVolume_fails(Docker docker) {
        fill(docker, "out");
        String command = shell(docker);
        assertThat(docker.onHost("bash", "-c", command + " volume export out | head -c 0; echo ${PIPESTATUS[0]}"))
                .isEqualTo("1");
        assertThat(docker.onHost("bash", "-c", command + " volume export nothing 2>&1 | cat"))
                .contains("no such volume");
    }
}
