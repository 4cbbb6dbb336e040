package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Docker.Answer;
import dev.berth.conformance.harness.Docker.Result;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.LocalRegistry;
import dev.berth.conformance.harness.LocalRegistry.Kind;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images to and from Debian's {@code docker-registry}. */
@OnEngine
class RegistryIT {
    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

    private LocalRegistry registry;

    @BeforeEach
    void start(Engine engine) {
        registry = engine.registry(Kind.OPEN);
    }

    @AfterEach
    void removeOwnImages(Docker docker) {
        registry.close();
        docker.run("ps", "-aq").out().lines().forEach(id -> docker.run("rm", "-f", id));
        docker.ok("images", "--digests", "--format", "{{.Repository}} {{.Tag}} {{.Digest}}")
                .lines()
                .filter(line -> line.startsWith("localhost:"))
                .map(line -> line.split(" "))
                .forEach(name ->
                        docker.run("rmi", "-f", name[0] + (name[1].equals("<none>") ? "@" + name[2] : ":" + name[1])));
        docker.ok("image", "prune", "-f");
    }

    /** An image of two layers that has everything a layer can have; its name. */
    private String thorough(Docker docker) {
        String name = registry.name("team/thorough:1");
        docker.ok("run", "--name", "box", "--cap-add", "MKNOD", "seeded", "sh", "-c", """
                rm /data/seed /etc/group; mkdir /data/new; echo deep > /data/new/file; ln /data/new/file /data/linked
                ln -s new/file /data/symbolic; mknod /data/zero c 1 5; mkfifo /data/fifo
                echo suid > /data/suid; chown 1234:70000 /data/suid; chmod 4711 /data/suid
                touch -d '2001-02-03 04:05:06' /data/old""");
        docker.ok("commit", "-c", "CMD [\"cat\", \"/data/new/file\"]", "box", name);
        docker.ok("rm", "box");
        return name;
    }

    private static String tree(Docker docker, String image) {
        return docker.ok("run", "--rm", "--network", "none", image, "sh", "-c", """
                cd /data; stat -c '%n %f %u %g %h %s %t %T %Y' fifo linked new/file suid symbolic zero old | \
                  sed 's/ [0-9]*$//'; ls -A /data; ls /etc/group 2>&1; readlink symbolic""");
    }

    @Test
    void push_thenPull_isTheSameImage(Docker docker) {
        String name = thorough(docker);
        String id = docker.ok("inspect", "-f", "{{.Id}}", name);
        String tree = tree(docker, name);

        String pushed = docker.ok("push", name);
        String digest = docker.ok("inspect", "-f", "{{index .RepoDigests 0}}", name);
        docker.ok("rmi", name);
        String pulled = docker.ok("pull", name);

        assertThat(pushed)
                .contains("The push refers to repository [" + registry.name("team/thorough") + "]")
                .contains(": Pushed")
                .contains("1: digest: " + digest.substring(digest.indexOf('@') + 1) + " size: ");
        assertThat(pulled)
                .contains("1: Pulling from team/thorough")
                .contains(": Pull complete")
                .contains("Digest: " + digest.substring(digest.indexOf('@') + 1))
                .contains("Status: Downloaded newer image for " + name);
        assertThat(docker.ok("inspect", "-f", "{{.Id}}", name)).isEqualTo(id);
        assertThat(docker.ok("inspect", "-f", "{{index .RepoDigests 0}}", name)).isEqualTo(digest);
        assertThat(tree(docker, name)).isEqualTo(tree);
        assertThat(docker.ok("run", "--rm", name)).isEqualTo("deep");
        assertThat(docker.ok("pull", name)).contains("Status: Image is up to date for " + name);
    }

    @Test
    void push_whatIsThere_doesNotTravel(Docker docker) {
        String one = registry.name("team/one");
        String two = registry.name("team/two");
        docker.ok("tag", "busybox", one);
        docker.ok("tag", "busybox", two);

        assertThat(docker.ok("push", one)).contains(": Pushed");
        assertThat(docker.ok("push", one)).contains(": Layer already exists");
        assertThat(docker.ok("push", two)).contains(": Mounted from team/one");
        assertThat(docker.ok("inspect", "-f", "{{len .RepoDigests}}", one)).isEqualTo("2");
    }

    @Test
    void push_thenPull_anImageOnTop_movesOneLayer(Docker docker) {
        String base = registry.name("team/base");
        String top = registry.name("team/top");
        docker.ok("tag", "busybox", base);
        docker.ok("run", "--name", "box", base, "touch", "/on-top");
        docker.ok("commit", "box", top);
        docker.ok("rm", "box");
        docker.ok("push", base);
        assertThat(docker.ok("push", top)).contains(": Mounted from team/base").contains(": Pushed");

        docker.ok("rmi", top);
        String pulled = docker.ok("pull", top);

        assertThat(pulled).contains(": Already exists").contains(": Pull complete");
        assertThat(docker.ok("run", "--rm", top, "ls", "/on-top")).isEqualTo("/on-top");
    }

    @Test
    void pull_byDigest_hasNoTag(Docker docker) {
        String name = registry.name("team/app:1");
        docker.ok("tag", "busybox", name);
        docker.ok("push", name);
        String digest = docker.ok("inspect", "-f", "{{index .RepoDigests 0}}", name);
        assertThat(docker.ok("rmi", name)).contains("Untagged: " + name).contains("Untagged: " + digest);

        docker.ok("pull", digest);

        assertThat(docker.ok("images", "--digests", "--format", "{{.Repository}} {{.Tag}} {{.Digest}}"))
                .contains(digest.replace("@", " <none> "));
        assertThat(docker.ok("run", "--rm", digest, "echo", "ran")).isEqualTo("ran");
        assertThat(docker.ok("rmi", digest)).contains("Untagged: " + digest);
    }

    @Test
    void pull_allTags_bringsEach(Docker docker) {
        for (String tag : new String[] {"a", "b"}) {
            docker.ok("tag", "busybox", registry.name("team/app:" + tag));
        }
        docker.ok("push", "-a", registry.name("team/app"));
        docker.ok("rmi", registry.name("team/app:a"), registry.name("team/app:b"));

        assertThat(docker.ok("pull", "-a", registry.name("team/app")))
                .contains("a: Pulling from team/app")
                .contains("b: Pulling from team/app");
        docker.ok("inspect", registry.name("team/app:a"), registry.name("team/app:b"));
    }

    @Test
    void pull_platform_choosesOfTheList(Docker docker) {
        for (String machine : new String[] {"amd64", "arm64"}) {
            docker.ok("run", "--name", machine, "busybox", "touch", "/" + machine);
            docker.ok("commit", machine, registry.name("team/many:" + machine));
            docker.ok("push", registry.name("team/many:" + machine));
            docker.ok("rm", machine);
        }
        registry.putManifest(
                "team/many",
                "all",
                LIST,
                "{\"schemaVersion\":2,\"mediaType\":\"" + LIST + "\",\"manifests\":[" + entry("arm64") + ","
                        + entry("amd64") + "]}");

        String all = registry.name("team/many:all");
        docker.ok("pull", all);
        assertThat(docker.ok("run", "--rm", all, "ls", "/amd64")).isEqualTo("/amd64");
        docker.ok("pull", "--platform", "linux/arm64", all);
        assertThat(docker.ok("inspect", "-f", "{{.Id}}", all))
                .isEqualTo(docker.ok("inspect", "-f", "{{.Id}}", registry.name("team/many:arm64")));
        assertThat(docker.run("pull", "--platform", "linux/s390x", all).err())
                .contains("no matching manifest for linux/s390x in the manifest list entries");
        assertThat(docker.api("GET", "/distribution/" + all + "/json").body()).contains("arm64", "amd64");
    }

    private String entry(String machine) {
        String[] manifest = registry.manifest("team/many", machine).split(" ");
        return "{\"mediaType\":\"" + MANIFEST + "\",\"digest\":\"" + manifest[0] + "\",\"size\":" + manifest[1]
                + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + machine + "\"}}";
    }

    @Test
    void guarded_registry_wantsALogin(Docker docker, Engine engine) {
        try (LocalRegistry guarded = engine.registry(Kind.GUARDED)) {
            String name = guarded.name("team/app:1");
            String server = guarded.name("").replace("/", "");
            docker.ok("tag", "busybox", name);
            assertThat(docker.run("push", name).err()).contains("no basic auth credentials");
            Result wrong = docker.run("login", "-u", LocalRegistry.USER, "-p", "wrong", server);
            assertThat(wrong.exit()).isEqualTo(1);
            assertThat(wrong.err()).contains("401 Unauthorized");

            assertThat(docker.ok("login", "-u", LocalRegistry.USER, "-p", "secret", server))
                    .contains("Login Succeeded");
            docker.ok("push", name);
            docker.ok("rmi", name);
            docker.ok("pull", name);
            docker.ok("logout", server);

            assertThat(docker.run("pull", name).err()).contains("no basic auth credentials");
        }
    }

    @Test
    void tls_onLoopback_anyCertificateWillDo(Docker docker, Engine engine) {
        try (LocalRegistry tls = engine.registry(Kind.TLS)) {
            String name = tls.name("team/app:1");
            docker.ok("tag", "busybox", name);
            docker.ok("push", name);
            docker.ok("rmi", name);
            docker.ok("pull", name);
        }
    }

    @Test
    void withoutTls_elsewhereThanLoopback_isRefused(Docker docker) {
        String name = registry.nameByAddress("team/app:1");
        docker.ok("tag", "busybox", name);
        assertThat(docker.run("push", name).err()).contains("http: server gave HTTP response to HTTPS client");
        assertThat(docker.run("pull", name).err()).contains("http: server gave HTTP response to HTTPS client");
        docker.ok("rmi", name);
    }

    @Test
    void failures_areToldInDockersWords(Docker docker) {
        String none = registry.name("team/none");
        assertThat(docker.run("pull", none).err())
                .contains("manifest for " + none + ":latest not found: manifest unknown: manifest unknown");
        Answer answer = docker.api("POST", "/images/create?fromImage=" + none + "&tag=1");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(docker.run("pull", "localhost:4999/x").err())
                .contains("Get \"http://localhost:4999/v2/\": dial tcp 127.0.0.1:4999: connect: connection refused");
        assertThat(docker.api("POST", "/images/create?fromImage=localhost:4999/x&tag=1")
                        .status())
                .isEqualTo(500);
        assertThat(docker.run("push", none).err()).contains("An image does not exist locally with the tag: " + none);
        docker.ok("tag", "busybox", none);
        assertThat(docker.run("push", none + ":2").err()).contains("tag does not exist: " + none + ":2");
        assertThat(docker.api("POST", "/images/create?fromImage=Upper").status())
                .isEqualTo(400);
        assertThat(docker.api("GET", "/distribution/" + none + ":3/json").status())
                .isEqualTo(404);
    }

    @Test
    void run_pullPolicies_areFollowed(Docker docker) {
        String name = registry.name("team/app:1");
        docker.ok("tag", "busybox", name);
        docker.ok("push", name);
        docker.ok("rmi", name);

        assertThat(docker.run("run", "--rm", "--pull", "never", name, "true").err())
                .contains("No such image: " + name);
        assertThat(docker.run("run", "--rm", name, "true").err())
                .contains("Unable to find image '" + name + "' locally")
                .contains("Downloaded newer image");
        assertThat(docker.run("run", "--rm", "--pull", "always", name, "true").err())
                .contains("Image is up to date");
    }

    @Test
    void manifestInspect_showsWhatTheRegistryHas(Docker docker) {
        String name = registry.name("team/app:1");
        docker.ok("tag", "busybox", name);
        docker.ok("push", name);

        assertThat(docker.ok("manifest", "inspect", "--insecure", name).replaceAll("\\s", ""))
                .startsWith("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":{")
                .contains("\"layers\":[{");
        assertThat(docker.run("manifest", "inspect", "--insecure", name + "none")
                        .err())
                .contains("no such manifest");
    }

    @Test
    @Tag("beyond-docker")
    void manifestInspect_ofBerth_saysTheSame(Docker docker) {
        String name = registry.name("team/app:1");
        docker.ok("tag", "busybox", name);
        docker.ok("push", name);

        Result ours = docker.berth("manifest", "inspect", "--insecure", name);

        assertThat(ours.exit()).as(ours.err()).isZero();
        assertThat(ours.out().replaceAll("\\s", ""))
                .isEqualTo(docker.ok("manifest", "inspect", "--insecure", name).replaceAll("\\s", ""));
        assertThat(docker.berth("manifest", "inspect", "--insecure", name + "none")
                        .err())
                .contains("no such manifest");
    }

    /** docker-registry has no index to search in, so its catalog is read; dockerd gives up. */
    @Test
    @Tag("beyond-docker")
    void search_registryOfOnesOwn_readsItsCatalog(Docker docker) {
        for (String path : new String[] {"team/app", "team/tool"}) {
            docker.ok("tag", "busybox", registry.name(path));
            docker.ok("push", registry.name(path));
        }

        assertThat(docker.ok("search", "--format", "{{.Name}}", registry.name("app")))
                .isEqualTo("team/app");
        assertThat(docker.ok("search", "--format", "{{.Name}}", registry.name("team"))
                        .lines())
                .containsExactlyInAnyOrder("team/app", "team/tool");
        assertThat(docker.berth("search", "--format", "{{.Name}}", registry.name("tool"))
                        .out())
                .isEqualTo("team/tool\n");
    }

    @Test
    void load_whatSkopeoMade_andTheOtherWay(Docker docker) {
        String name = thorough(docker);
        String tree = tree(docker, name);
        String id = docker.ok("inspect", "-f", "{{.Id}}", name);
        docker.ok("push", name);
        Path directory = docker.hostDirectory("skopeo");
        String plain = "--src-tls-verify=false";
        docker.onHost("skopeo", "copy", plain, "docker://" + name, "docker-archive:" + directory + "/a.tar:" + name);
        docker.ok("rmi", name);
        docker.ok("load", "-i", directory + "/a.tar");
        assertThat(docker.ok("inspect", "-f", "{{.Id}}", name)).isEqualTo(id);
        assertThat(tree(docker, name)).isEqualTo(tree);

        docker.ok("save", "-o", directory + "/b.tar", name);
        String copy = registry.name("team/copy:1");
        docker.onHost(
                "skopeo",
                "copy",
                "--dest-tls-verify=false",
                "docker-archive:" + directory + "/b.tar:" + name,
                "docker://" + copy);
        docker.ok("pull", copy);
        assertThat(tree(docker, copy)).isEqualTo(tree);
    }
}
