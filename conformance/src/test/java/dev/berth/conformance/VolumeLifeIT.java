package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Volumes from their making to their end: who refers to them, options, events, prune. */
@OnEngine
class VolumeLifeIT {
    private static List<String> names(Docker docker) {
        return docker.ok("volume", "ls", "-q").lines().toList();
    }

    @Test
    void volumesFrom_outlivesItsSource(Docker docker) {
        docker.ok(
                "run", "--name", "source", "-v", "named:/data", "-v", "/anonymous", "seeded", "touch", "/anonymous/x");
        docker.ok("run", "--name", "user", "--volumes-from", "source", "busybox", "ls", "/data", "/anonymous");
        docker.ok("rm", "source");
        assertThat(docker.ok("start", "-a", "user")).contains("seed", "x");
        assertThat(docker.run("volume", "rm", "named").err()).contains("volume is in use");
        docker.ok("rm", "-v", "user");
        // One that had a name where it came from has one here.
        assertThat(names(docker)).containsExactly("named");
    }

    /** dockerd refers to a named volume at the first start only, and then it may be gone. */
    @Test
    @Tag("beyond-docker")
    void volumesFrom_isReferredToFromCreateOn(Docker docker) {
        docker.ok("create", "--name", "source", "-v", "named:/data", "seeded");
        docker.ok("create", "--name", "user", "--volumes-from", "source", "busybox", "cat", "/data/seed");
        docker.ok("rm", "source");
        assertThat(docker.ok("volume", "ls", "-q", "--filter", "dangling=true")).isEmpty();
        assertThat(docker.run("volume", "rm", "-f", "named").err()).contains("volume is in use");
        assertThat(docker.ok("start", "-a", "user")).isEqualTo("from the image");
    }

    @Test
    void events_tellOfEachStep(Docker docker) {
        String since = docker.now();
        docker.ok("volume", "create", "vol");
        docker.ok("run", "--rm", "--name", "box", "-v", "vol:/data:ro", "busybox", "true");
        docker.ok("volume", "rm", "vol");
        docker.until(() -> docker.ok("ps", "-aq").isEmpty());
        String events = docker.ok(
                "events",
                "--since",
                since,
                "--until",
                docker.now(),
                "--filter",
                "type=volume",
                "--format",
                "{{.Actor.ID}} {{.Action}} {{json .Actor.Attributes}}");
        assertThat(events.replaceAll("[0-9a-f]{64}", "ID").lines())
                .containsSubsequence(
                        "vol create {\"driver\":\"local\"}",
                        "vol mount {\"container\":\"ID\",\"destination\":\"/data\",\"driver\":\"local\","
                                + "\"propagation\":\"\",\"read/write\":\"false\"}",
                        "vol unmount {\"container\":\"ID\",\"driver\":\"local\"}",
                        "vol destroy {\"driver\":\"local\"}");
    }

    @Test
    void prune_ofOldClients_takesNamedVolumesWithoutOptions(Docker docker) {
        docker.ok("volume", "create", "--label", "keep=yes", "kept");
        docker.ok("volume", "create", "gone");
        docker.ok("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "optioned");
        docker.ok("create", "--name", "box", "-v", "used:/data", "busybox");
        Docker.Answer pruned = docker.api("POST", "/volumes/prune?filters=%7B%22label%21%22%3A%5B%22keep%22%5D%7D");
        assertThat(pruned.status()).as(pruned.body()).isEqualTo(200);
        assertThat(pruned.body()).contains("\"VolumesDeleted\":[\"gone\"]");
        // dockerd 20.10 prunes those with options too; newer ones do not.
        assertThat(names(docker)).contains("kept", "used");
    }

    @Test
    @Tag("beyond-docker")
    void prune_ofNewClients_takesAnonymousOnesUnlessAllAreMeant(Docker docker) {
        String since = docker.now();
        docker.ok("volume", "create", "named");
        docker.ok("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "optioned");
        docker.ok("volume", "create");
        assertThat(docker.apiRaw("POST", "/v1.42/volumes/prune").status()).isEqualTo(200);
        assertThat(names(docker)).containsExactly("named", "optioned");
        docker.apiRaw("POST", "/v1.42/volumes/prune?filters=%7B%22all%22%3A%5B%22true%22%5D%7D");
        assertThat(names(docker)).containsExactly("optioned");
        assertThat(docker.ok(
                        "events",
                        "--since",
                        since,
                        "--until",
                        docker.now(),
                        "--filter",
                        "event=prune",
                        "--format",
                        "{{.Type}} {{json .Actor.Attributes}}"))
                .contains("volume {\"reclaimed\":\"");
    }

    @Test
    void localOptions_mountTmpfsAndBinds(Docker docker) {
        docker.ok("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "-o", "o=size=1m,uid=7", "memory");
        assertThat(docker.ok(
                        "run",
                        "--rm",
                        "-v",
                        "memory:/m",
                        "busybox",
                        "sh",
                        "-c",
                        "stat -c %u /m; head -c 2000000 /dev/zero > /m/x 2>/dev/null || echo full"))
                .isEqualTo("7\nfull");
        Path device = docker.hostDirectory("device");
        docker.onHost("sh", "-c", "echo kept > " + device + "/file");
        docker.ok("volume", "create", "-o", "type=none", "-o", "o=bind", "-o", "device=" + device, "bound");
        assertThat(docker.ok("run", "--rm", "-v", "bound:/b", "busybox", "cat", "/b/file"))
                .isEqualTo("kept");
        docker.until(() -> docker.ok("ps", "-aq").isEmpty());
        docker.ok("volume", "rm", "bound", "memory");
        assertThat(docker.onHost("cat", device + "/file")).isEqualTo("kept");
        docker.ok("volume", "create", "-o", "type=none", "-o", "o=bind", "-o", "device=/no/such", "bad");
        assertThat(docker.run("run", "--rm", "-v", "bad:/b", "busybox", "true").err())
                .contains(
                        "error while mounting volume '",
                        "failed to mount local volume: mount /no/such:",
                        "no such file");
    }

    /** dockerd shows and keeps them in clear. */
    @Test
    @Tag("beyond-docker")
    void passwords_areShownKeptAndLoggedNowhere(Docker docker) {
        String options = "addr=127.0.0.1,username=u,password=hunter2secret";
        docker.ok("volume", "create", "-o", "type=cifs", "-o", "device=//127.0.0.1/s", "-o", "o=" + options, "share");
        assertThat(docker.ok("volume", "inspect", "share"))
                .contains("password=********")
                .doesNotContain("hunter2");
        docker.ok(
                "create",
                "--name",
                "box",
                "--mount",
                "type=volume,src=other,dst=/s,volume-opt=type=cifs,volume-opt=device=//127.0.0.1/s,\"volume-opt=o="
                        + options + "\"",
                "busybox");
        assertThat(docker.ok("inspect", "box")).contains("password=********").doesNotContain("hunter2");
        assertThat(docker.run("start", "box").err())
                .contains("password=********")
                .doesNotContain("hunter2");
        String root = docker.ok("info", "-f", "{{.DockerRootDir}}");
        assertThat(docker.onHost("sh", "-c", "grep -rla hunter2secret " + root + " /run --exclude-dir=cgroup || true"))
                .isEmpty();
    }

    @Test
    @Tag("beyond-docker")
    void fiftyCreatesAtOnceOnOneEmptyVolume_giveOneWholeTree(Docker docker) {
        String body = "{\"Image\":\"busybox\",\"HostConfig\":{\"Binds\":[\"vol:/bin\"]}}";
        docker.onHost(
                "sh",
                "-c",
                "seq 50 | xargs -P 50 -I{} curl -sf -o /dev/null --unix-socket " + docker.socket()
                        + " -H 'Content-Type: application/json' -d '" + body + "' http://engine/containers/create");
        assertThat(docker.ok("ps", "-aq", "--filter", "volume=vol").lines()).hasSize(50);
        String place = docker.ok("volume", "inspect", "-f", "{{.Mountpoint}}", "vol");
        String inImage = docker.ok("run", "--rm", "busybox", "sh", "-c", "ls /bin | sort | sha256sum");
        assertThat(docker.onHost("sh", "-c", "ls " + place + " | LC_ALL=C sort | sha256sum"))
                .isEqualTo(inImage);
        docker.onHost(
                "sh", "-c", "curl -s --unix-socket " + docker.socket() + " -X POST http://engine/containers/prune");
    }
}
