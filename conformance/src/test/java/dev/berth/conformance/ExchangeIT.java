package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.LocalRegistry;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images between Berth, a real dockerd beside it and the containers tools, through a registry and as archives. */
@OnEngine
@Tag("beyond-docker")
class ExchangeIT {
    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String PLATFORM = ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}";

    private LocalRegistry registry;
    private Docker dockerd;

    @BeforeEach
    void start(Engine engine) {
        registry = engine.registry(LocalRegistry.Kind.OPEN);
        dockerd = engine.dockerdBeside();
    }

    @AfterEach
    void close(Docker docker) {
        registry.close();
        docker.ok("images", "--format", "{{.Repository}}:{{.Tag}}")
                .lines()
                .filter(name -> name.startsWith("localhost:") || name.startsWith("own"))
                .forEach(name -> docker.run("rmi", "-f", name));
        docker.ok("image", "prune", "-f");
    }

    private static String made(Docker docker, String name) {
        docker.ok("run", "--name", "box", "--network", "none", "seeded", "sh", "-c", """
                rm /data/seed; mkdir /data/dir; echo x > /data/dir/f; ln /data/dir/f /data/hard
                chown 12:34 /data/hard; chmod 6755 /data/hard""");
        docker.ok("commit", "-c", "ENV WHO=me", "box", name);
        docker.ok("rm", "box");
        return docker.ok("inspect", "-f", "{{.Id}}", name);
    }

    private static String look(Docker docker, String name) {
        return docker.ok("run", "--rm", "--network", "none", name, "sh", "-c", """
                echo $WHO; cd /data; find . | sort; stat -c '%n %a %u %g %h %s' hard dir/f""");
    }

    @Test
    void registry_bothWays_isTheSameImage(Docker docker) {
        String ours = registry.name("team/ours:1");
        String id = made(docker, ours);
        docker.ok("push", ours);
        dockerd.ok("pull", ours);
        assertThat(dockerd.ok("inspect", "-f", "{{.Id}}", ours)).isEqualTo(id);
        assertThat(look(dockerd, ours)).isEqualTo(look(docker, ours));

        String theirs = registry.name("team/theirs:1");
        dockerd.ok("run", "--name", "box", "--network", "none", ours, "sh", "-c", "rm -r /data/dir; mkdir /data/dir");
        dockerd.ok("commit", "box", theirs);
        dockerd.ok("rm", "box");
        dockerd.ok("push", theirs);
        docker.ok("pull", theirs);
        assertThat(docker.ok("inspect", "-f", "{{.Id}}", theirs))
                .isEqualTo(dockerd.ok("inspect", "-f", "{{.Id}}", theirs));
        assertThat(docker.ok("run", "--rm", theirs, "sh", "-c", "ls -A /data /data/dir"))
                .isEqualTo(dockerd.ok("run", "--rm", "--network", "none", theirs, "sh", "-c", "ls -A /data /data/dir"));
        assertThat(docker.ok("push", theirs)).contains("Layer already exists").doesNotContain("Pushed");
    }

    @Test
    void archives_bothWays_areTheSameImage(Docker docker) {
        Path directory = docker.hostDirectory("exchange");
        String id = made(docker, "own/ours:1");
        docker.ok("save", "-o", directory + "/ours.tar", "own/ours:1");
        dockerd.ok("load", "-i", directory + "/ours.tar");
        assertThat(dockerd.ok("inspect", "-f", "{{.Id}}", "own/ours:1")).isEqualTo(id);
        assertThat(look(dockerd, "own/ours:1")).isEqualTo(look(docker, "own/ours:1"));

        dockerd.ok("save", "-o", directory + "/theirs.tar", "own/ours:1");
        docker.ok("rmi", "own/ours:1");
        docker.ok("load", "-i", directory + "/theirs.tar");
        assertThat(docker.ok("inspect", "-f", "{{.Id}}", "own/ours:1")).isEqualTo(id);
    }

    @Test
    void ociLayouts_ofSkopeo_areLoadedAndRead(Docker docker) {
        Path directory = docker.hostDirectory("oci");
        String name = registry.name("team/app:1");
        String id = made(docker, name);
        docker.ok("save", "-o", directory + "/saved.tar", name);
        docker.onHost(
                "skopeo",
                "copy",
                "oci-archive:" + directory + "/saved.tar",
                "oci-archive:" + directory + "/copied.tar:" + name);
        docker.ok("rmi", name);
        docker.ok("load", "-i", directory + "/copied.tar");
        assertThat(docker.ok("inspect", "-f", "{{.Id}}", id)).isEqualTo(id);
        docker.ok("rmi", id);
    }

    @Test
    void zstdLayers_arePulledLoadedAndPushedAgain(Docker docker) {
        Path directory = docker.hostDirectory("zstd");
        String name = registry.name("team/gzip:1");
        String packed = registry.name("team/zstd:1");
        made(docker, name);
        String seen = look(docker, name);
        docker.ok("push", name);
        String[] zstd = {"skopeo", "copy", "-q", "--src-tls-verify=false", "--dest-tls-verify=false", "-f", "oci"};
        String[] format = {"--dest-compress-format", "zstd"};
        docker.onHost(Docker.join(zstd, format, new String[] {"docker://" + name, "docker://" + packed}));
        docker.onHost(Docker.join(
                zstd, format, new String[] {"docker://" + name, "oci-archive:" + directory + "/z.tar:own/zstd:1"}));
        docker.onHost("grep", "-aq", "tar+zstd", directory + "/z.tar");
        docker.ok("rmi", name);

        docker.ok("pull", packed);
        assertThat(look(docker, packed)).isEqualTo(seen);
        docker.ok("rmi", packed);
        assertThat(docker.ok("load", "-i", directory + "/z.tar")).isEqualTo("Loaded image: own/zstd:1");
        assertThat(look(docker, "own/zstd:1")).isEqualTo(seen);

        // dockerd 20.10 knows gzip alone
        String again = registry.name("team/again:1");
        docker.ok("tag", "own/zstd:1", again);
        docker.ok("push", again);
        docker.ok("save", "-o", directory + "/saved.tar", "own/zstd:1");
        assertThat(dockerd.ok("pull", again)).contains("Downloaded newer image");
        assertThat(look(dockerd, again)).isEqualTo(seen);
        assertThat(dockerd.ok("load", "-i", directory + "/saved.tar")).contains("own/zstd:1");
    }

    @Test
    void listInAList_isFollowed(Docker docker) {
        String name = registry.name("team/inner:1");
        String id = made(docker, name);
        docker.ok("push", name);
        String index = "application/vnd.oci.image.index.v1+json";
        registry.putManifest("team/inner", "list", index, list(index, "team/inner", "1", MANIFEST, PLATFORM));
        registry.putManifest("team/inner", "outer", index, list(index, "team/inner", "list", index, ""));
        docker.ok("rmi", name);

        String outer = registry.name("team/inner:outer");
        docker.ok("pull", outer);
        assertThat(docker.ok("inspect", "-f", "{{.Id}}", outer)).isEqualTo(id);
        docker.ok("rmi", outer);

        Path file = docker.hostDirectory("list").resolve("list.tar");
        docker.onHost(
                "skopeo",
                "copy",
                "-q",
                "--all",
                "--src-tls-verify=false",
                "docker://" + registry.name("team/inner:list"),
                "oci-archive:" + file + ":own/listed:1");
        assertThat(docker.ok("load", "-i", file.toString())).isEqualTo("Loaded image: own/listed:1");
        assertThat(docker.ok("run", "--rm", "--network", "none", "own/listed:1", "cat", "/data/dir/f"))
                .isEqualTo("x");
    }

    private String list(String type, String repository, String tag, String entryType, String more) {
        String[] manifest = registry.manifest(repository, tag, entryType).split(" ");
        return "{\"schemaVersion\":2,\"mediaType\":\"" + type + "\",\"manifests\":[{\"mediaType\":\"" + entryType
                + "\",\"digest\":\"" + manifest[0] + "\",\"size\":" + manifest[1] + more + "}]}";
    }

    /** podman wants a short path, and no overlay that lies on one. */
    private static String podman(Docker docker, String script) {
        return docker.onHost(
                "sh",
                "-ec",
                "p='podman --root /run/p/root --runroot /run/p/run --cgroup-manager cgroupfs --events-backend file"
                        + " --tmpdir /run/p/tmp'\n" + script);
    }

    @Test
    void podman_pullsAndRuns_whatWasPushed_andTheOtherWayRound(Docker docker) {
        Path directory = docker.hostDirectory("podman");
        String name = registry.name("team/app:1");
        String theirs = registry.name("team/podman:1");
        String id = made(docker, name);
        String seen = look(docker, name);
        docker.ok("push", name);
        assertThat(podman(docker, """
                $p pull -q --tls-verify=false %1$s >&2
                $p run --name made --network none --cgroups disabled --security-opt seccomp=unconfined %1$s sh -c \
                  'echo $WHO; cd /data; find . | sort; stat -c "%%n %%a %%u %%g %%h %%s" hard dir/f; touch theirs'
                $p commit -q made %2$s >&2
                $p push -q --tls-verify=false %2$s >&2
                $p save -q -o %3$s/docker.tar %1$s
                $p save -q --format oci-archive -o %3$s/oci.tar %2$s
                """.formatted(name, theirs, directory))).isEqualTo(seen);

        docker.ok("pull", theirs);
        assertThat(docker.ok("run", "--rm", "--network", "none", theirs, "ls", "/data/theirs", "/data/hard"))
                .isEqualTo("/data/hard\n/data/theirs");
        docker.ok("rmi", theirs, name);
        docker.ok("load", "-i", directory + "/docker.tar");
        assertThat(docker.ok("inspect", "-f", "{{.Id}}", name)).isEqualTo(id);
        docker.ok("load", "-i", directory + "/oci.tar");
        assertThat(docker.ok("run", "--rm", "--network", "none", theirs, "ls", "/data/theirs"))
                .isEqualTo("/data/theirs");

        docker.ok("tag", name, "own/saved:1");
        docker.ok("save", "-o", directory + "/ours.tar", "own/saved:1");
        assertThat(podman(docker, "$p load -q -i " + directory + "/ours.tar")).contains("own/saved:1");
    }
}
