package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Walkthrough D15 to D18, D20 to D22: volumes, data containers, backup by tar, removal. */
@OnEngine
class VolumesIT {
    private static String source(Docker docker, String container) {
        return docker.ok("inspect", "-f", "{{(index .Mounts 0).Source}}", container);
    }

    @Test
    void anonymous_isFilledFromTheImageAndSeenFromTheHost(Docker docker) {
        docker.ok("run", "-d", "--name", "box", "-h", "CONTAINER", "-v", "/data", "seeded", "sleep", "600");
        assertThat(docker.ok("exec", "box", "cat", "/data/seed")).isEqualTo("from the image");
        Path place = Path.of(source(docker, "box"));
        docker.onHost("sh", "-c", "echo outside > " + place + "/added");
        assertThat(docker.ok("exec", "box", "cat", "/data/added")).isEqualTo("outside");
        docker.ok("exec", "box", "sh", "-c", "echo inside > /data/back");
        assertThat(docker.onHost("cat", place + "/back")).isEqualTo("inside");
    }

    @Test
    void imageVolume_givesTheSame(Docker docker) {
        docker.ok("create", "--name", "box", "voluminous");
        assertThat(docker.ok("inspect", "-f", "{{(index .Mounts 0).Type}} {{(index .Mounts 0).Destination}}", "box"))
                .isEqualTo("volume /data");
        assertThat(docker.ok("run", "--rm", "--volumes-from", "box", "busybox", "cat", "/data/seed"))
                .isEqualTo("from the image");
    }

    @Test
    void bind_isTheHostsDirectoryAndNothingIsCopied(Docker docker) {
        Path directory = docker.hostDirectory("bind");
        assertThat(docker.ok("run", "--rm", "-v", directory + ":/data", "seeded", "ls", "/data"))
                .isEmpty();
        docker.ok("run", "--rm", "-v", directory + ":/data", "busybox", "sh", "-c", "echo x > /data/file");
        assertThat(docker.onHost("cat", directory + "/file")).isEqualTo("x");
        assertThat(docker.run("run", "--rm", "-v", directory + ":/data:ro", "busybox", "touch", "/data/y")
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void bind_missingSource_isMadeForVAndRefusedForMount(Docker docker) {
        Path parent = docker.hostDirectory("missing");
        docker.ok("run", "--rm", "-v", parent + "/made:/data", "busybox", "true");
        assertThat(docker.onHost("ls", parent.toString())).isEqualTo("made");
        Docker.Result refused = docker.run(
                "run", "--rm", "--mount", "type=bind,source=" + parent + "/absent,target=/data", "busybox", "true");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err()).contains("bind source path does not exist: " + parent + "/absent");
    }

    @Test
    void mount_tmpfsAndVolume(Docker docker) {
        assertThat(docker.ok(
                        "run",
                        "--rm",
                        "--mount",
                        "type=tmpfs,target=/t,tmpfs-size=2m",
                        "busybox",
                        "sh",
                        "-c",
                        "mount | grep ' /t ' | cut -d' ' -f5"))
                .isEqualTo("tmpfs");
        docker.ok("run", "--rm", "--mount", "type=volume,source=named,target=/data", "seeded", "true");
        assertThat(docker.ok("run", "--rm", "-v", "named:/other", "busybox", "cat", "/other/seed"))
                .isEqualTo("from the image");
    }

    @Test
    void volumesFrom_worksFromEveryState(Docker docker) {
        docker.ok("create", "--name", "never", "-v", "/data", "seeded", "true");
        assertThat(docker.ok("run", "--rm", "--volumes-from", "never", "busybox", "cat", "/data/seed"))
                .isEqualTo("from the image");
        docker.ok("run", "--name", "stopped", "-v", "/data", "seeded", "true");
        assertThat(docker.ok("run", "--rm", "--volumes-from", "stopped", "busybox", "cat", "/data/seed"))
                .isEqualTo("from the image");
        docker.ok("run", "-d", "--name", "running", "-v", "/data", "seeded", "sleep", "600");
        assertThat(docker.run("run", "--rm", "--volumes-from", "running:ro", "busybox", "touch", "/data/x")
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void backup_byTarAndRestoreIntoAFreshContainer(Docker docker) {
        Path backup = docker.hostDirectory("backup");
        docker.ok(
                "run", "--name", "dbdata", "-v", "/var/lib/db", "busybox", "sh", "-c", "echo rows > /var/lib/db/table");
        docker.ok(
                "run",
                "--rm",
                "--volumes-from",
                "dbdata",
                "-v",
                backup + ":/backup",
                "busybox",
                "tar",
                "cf",
                "/backup/backup.tar",
                "/var/lib/db");
        docker.ok("create", "--name", "dbdata2", "-v", "/var/lib/db", "busybox", "true");
        docker.ok(
                "run",
                "--rm",
                "--volumes-from",
                "dbdata2",
                "-v",
                backup + ":/backup",
                "busybox",
                "tar",
                "xf",
                "/backup/backup.tar");
        assertThat(docker.ok("run", "--rm", "--volumes-from", "dbdata2", "busybox", "cat", "/var/lib/db/table"))
                .isEqualTo("rows");
    }

    @Test
    void remove_keepsOrTakesAsDocker(Docker docker) {
        docker.ok("create", "--name", "keeps", "-v", "/data", "busybox");
        String kept = docker.ok("inspect", "-f", "{{(index .Mounts 0).Name}}", "keeps");
        docker.ok("rm", "keeps");
        assertThat(docker.ok("volume", "ls", "-q")).contains(kept);
        docker.ok("create", "--name", "takes", "-v", "/data", "-v", "named:/named", "busybox");
        String taken = docker.ok(
                "inspect", "-f", "{{range .Mounts}}{{if ne .Name \"named\"}}{{.Name}}{{end}}{{end}}", "takes");
        docker.ok("rm", "-v", "takes");
        assertThat(docker.ok("volume", "ls", "-q")).contains("named").doesNotContain(taken);
    }

    @Test
    void autoRemove_takesAnonymousVolumesOnly(Docker docker) {
        docker.ok("run", "--rm", "-v", "/data", "-v", "named:/named", "busybox", "true");
        docker.until(() -> docker.ok("volume", "ls", "-q").equals("named"));
    }

    @Test
    void volume_inUse_isRefused(Docker docker) {
        String id = docker.ok("create", "--name", "user", "-v", "named:/data", "busybox");
        Docker.Result refused = docker.run("volume", "rm", "named");
        assertThat(refused.err()).contains("volume is in use - [" + id + "]");
        assertThat(docker.api("DELETE", "/volumes/named").status()).isEqualTo(409);
        docker.ok("rm", "user");
        docker.ok("volume", "rm", "named");
        assertThat(docker.api("DELETE", "/volumes/named").status()).isEqualTo(404);
    }

    @Test
    void volume_createListInspect(Docker docker) {
        assertThat(docker.ok("volume", "create", "--label", "a=b", "vol")).isEqualTo("vol");
        assertThat(docker.ok("volume", "ls", "--filter", "label=a=b", "-q")).isEqualTo("vol");
        assertThat(docker.ok("volume", "inspect", "-f", "{{.Driver}} {{.Scope}} {{.Labels.a}}", "vol"))
                .isEqualTo("local local b");
        assertThat(docker.ok("volume", "ls", "--filter", "dangling=true", "-q")).isEqualTo("vol");
    }

    @Test
    void volume_badName_isRefused(Docker docker) {
        assertThat(docker.run("volume", "create", "a/b").err())
                .contains("includes invalid characters for a local volume name");
    }

    @Test
    void duplicateTarget_isRefused(Docker docker) {
        assertThat(docker.run("create", "-v", "/tmp:/data", "-v", "/etc:/data", "busybox")
                        .err())
                .contains("Duplicate mount point: /data");
    }

    @Test
    void copy_inAndOutOfAVolume(Docker docker) {
        Path directory = docker.hostDirectory("cp");
        docker.onHost("sh", "-c", "echo content > " + directory + "/in");
        docker.ok("create", "--name", "box", "-v", "vol:/data", "busybox");
        docker.ok("cp", directory + "/in", "box:/data/in");
        assertThat(docker.ok("run", "--rm", "-v", "vol:/v", "busybox", "cat", "/v/in"))
                .isEqualTo("content");
        docker.ok("cp", "box:/data/in", directory + "/out");
        assertThat(docker.onHost("cat", directory + "/out")).isEqualTo("content");
        assertThat(docker.run("cp", "box:/no/such", directory.toString()).exit())
                .isEqualTo(1);
    }
}
