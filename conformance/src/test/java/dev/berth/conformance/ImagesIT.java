package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Docker.Result;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images made, changed, carried away and removed. Every name that a case makes begins with {@code own}. */
@OnEngine
class ImagesIT {
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

    @Test
    void commit_changesOfAContainer_areInTheImage(Docker docker) {
        docker.ok("run", "--name", "box", "seeded", "sh", "-c", "rm /data/seed; echo new > /data/new; mkdir /empty");
        assertThat(docker.ok("diff", "box").lines())
                .containsExactlyInAnyOrder("C /data", "D /data/seed", "A /data/new", "A /empty");

        docker.ok(
                "commit", "-a", "me", "-m", "why", "-c", "ENV A=b", "-c", "CMD [\"cat\", \"/data/new\"]", "box", "own");

        assertThat(docker.ok("run", "--rm", "own")).isEqualTo("new");
        assertThat(docker.ok("run", "--rm", "own", "sh", "-c", "echo $A; ls /data"))
                .isEqualTo("b\nnew");
        assertThat(docker.ok("inspect", "-f", "{{.Author}} {{.Comment}} {{len .RootFS.Layers}}", "own"))
                .isEqualTo("me why 2");
        assertThat(docker.ok("history", "--format", "{{.Comment}}", "own").lines())
                .startsWith("why");
    }

    @Test
    void export_container_isImportedAgain(Docker docker) {
        Path tar = docker.hostDirectory("export").resolve("box.tar");
        docker.ok("run", "--name", "box", "busybox", "sh", "-c", "echo kept > /kept; chmod 4711 /kept; rm /etc/group");
        docker.ok("export", "-o", tar.toString(), "box");
        docker.ok("import", tar.toString(), "own:flat");

        assertThat(docker.ok(
                        "run",
                        "--rm",
                        "own:flat",
                        "sh",
                        "-c",
                        "cat /kept; stat -c %a /kept; ls /etc/group 2>&1 || true"))
                .startsWith("kept\n4711\n")
                .contains("No such file");
    }

    @Test
    void load_whatWasSaved_isTheSameImage(Docker docker) {
        Path tar = docker.hostDirectory("save").resolve("own.tar");
        docker.ok("run", "--name", "box", "busybox", "touch", "/mine");
        docker.ok("commit", "box", "own:1");
        docker.ok("rm", "box");
        String id = docker.ok("inspect", "-f", "{{.Id}}", "own:1");
        docker.ok("save", "-o", tar.toString(), "own:1");
        docker.ok("rmi", "own:1");

        assertThat(docker.ok("load", "-i", tar.toString())).endsWith("Loaded image: own:1");

        assertThat(docker.ok("inspect", "-f", "{{.Id}}", "own:1")).isEqualTo(id);
        assertThat(docker.ok("run", "--rm", "own:1", "ls", "/mine")).isEqualTo("/mine");
    }

    @Test
    void history_ofACommittedImage_namesItsParentToo(Docker docker) {
        docker.ok("run", "--name", "box", "busybox", "touch", "/mine");
        docker.ok("commit", "box", "own:1");
        assertThat(docker.ok("history", "-q", "--no-trunc", "own:1").lines())
                .containsExactly(
                        docker.ok("inspect", "-f", "{{.Id}}", "own:1"),
                        docker.ok("image", "inspect", "-f", "{{.Id}}", "busybox"));
    }

    @Test
    void events_sayWhatIsDoneWithImages(Docker docker) {
        Path tar = docker.hostDirectory("events").resolve("own.tar");
        docker.ok("run", "--name", "box", "busybox", "touch", "/mine");
        docker.ok("export", "-o", tar.toString(), "box");
        String since = docker.now();
        docker.ok("import", tar.toString(), "own:flat");
        String flat = docker.ok("inspect", "-f", "{{.Id}}", "own:flat");
        docker.ok("commit", "box", "own:1");
        String id = docker.ok("inspect", "-f", "{{.Id}}", "own:1");
        docker.ok("tag", "own:1", "own:2");
        docker.ok("save", "-o", tar.toString(), "own:1");
        docker.ok("rmi", "own:1");
        docker.ok("rmi", "own:2");
        docker.ok("load", "-i", tar.toString());

        assertThat(docker.ok(
                                "events",
                                "--since",
                                since,
                                "--until",
                                docker.now(),
                                "--filter",
                                "type=image",
                                "--format",
                                "{{.Action}} {{.Actor.ID}} {{.Actor.Attributes.name}}")
                        .replace(flat, "FLAT")
                        .replace(id, "ID")
                        .lines())
                .containsExactly(
                        "tag FLAT own:flat",
                        "import FLAT FLAT",
                        "tag ID own:1",
                        "tag ID own:2",
                        "save ID ID",
                        "untag ID ID",
                        "untag ID ID",
                        "delete ID ID",
                        "load ID ID");
    }

    @Test
    void loadAndSave_ofWhatIsNone_areRefused(Docker docker) {
        Path file = docker.hostDirectory("load").resolve("file");
        docker.onHost("sh", "-c", "head -c 4096 /dev/urandom > " + file);
        Result refused = docker.run("load", "-i", file.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Error processing tar file(exit status 1): ");
        assertThat(docker.run("save", "-o", file + ".out", "own").err())
                .contains("Error response from daemon: No such image: own\n");
    }

    @Test
    void prune_untilSomeTimeAgo_spares(Docker docker) {
        docker.ok("run", "--name", "box", "busybox", "touch", "/mine");
        docker.ok("commit", "box", "own:1");
        docker.ok("rm", "box");
        assertThat(docker.ok("image", "prune", "-f", "--filter", "until=24h")).doesNotContain("own:1");
        docker.ok("image", "inspect", "own:1");
    }

    @Test
    void prune_all_takesWhatTheFilterNamesAndNoContainerUses(Docker docker) {
        docker.ok("run", "--name", "box", "busybox", "touch", "/mine");
        for (String name : new String[] {"own:free", "own:used"}) {
            docker.ok("commit", "-m", name, "-c", "LABEL mine=1", "box", name);
        }
        docker.ok("create", "--name", "user", "own:used");

        String pruned = docker.ok("image", "prune", "-a", "-f", "--filter", "label=mine=1");

        assertThat(pruned)
                .contains("untagged: own:free", "Total reclaimed space: ")
                .doesNotContain("own:used");
        assertThat(docker.run("image", "inspect", "own:free").exit()).isEqualTo(1);
        docker.ok("image", "inspect", "own:used", "busybox");
    }

    @Test
    void systemDf_countsWhatThereIsAndWhatIsUsed(Docker docker) {
        String images = "{{if eq .Type \"Images\"}}{{.TotalCount}} {{.Active}}{{end}}";
        String containers = "{{if eq .Type \"Containers\"}}{{.TotalCount}} {{.Active}} {{.Size}}{{end}}";
        int before = Integer.parseInt(
                docker.ok("system", "df", "--format", images).strip().split(" ")[0]);
        docker.ok("run", "-d", "--name", "box", "busybox", "sh", "-c", "head -c 2000000 /dev/zero > /big; sleep 2000");
        docker.until(() -> docker.run("exec", "box", "test", "-s", "/big").exit() == 0);
        docker.ok("commit", "box", "own:1");
        docker.ok("create", "--name", "other", "busybox");

        assertThat(docker.ok("system", "df", "--format", images).strip()).isEqualTo((before + 1) + " 1");
        assertThat(docker.ok("system", "df", "--format", containers).strip()).isEqualTo("2 1 2MB");
        assertThat(docker.ok("system", "df", "-v")).containsPattern("own +1 .* 2MB +0");
    }

    @Test
    void commit_pausesTheContainerUnlessToldNotTo(Docker docker) {
        docker.ok("run", "-d", "--name", "box", "busybox", "sleep", "2000");
        String since = docker.now();
        docker.ok("commit", "--pause=false", "box", "own:1");
        docker.ok("commit", "box", "own:2");

        assertThat(docker.ok(
                                "events",
                                "--since",
                                since,
                                "--until",
                                docker.now(),
                                "--filter",
                                "container=box",
                                "--format",
                                "{{.Action}}")
                        .lines())
                .containsExactly("commit", "pause", "commit", "unpause");
        assertThat(docker.ok("inspect", "-f", "{{.State.Status}}", "box")).isEqualTo("running");
    }

    @Test
    void inspect_withoutVariables_saysNull(Docker docker) {
        assertThat(docker.ok("image", "inspect", "-f", "{{json .Config.Env}}", "busybox"))
                .isEqualTo("null");
        docker.ok("create", "--name", "box", "busybox");
        assertThat(docker.ok("inspect", "-f", "{{json .Config.Env}}", "box")).isEqualTo("null");
    }

    @Test
    void rmi_usedByAContainer_isRefused(Docker docker) {
        docker.ok("tag", "busybox", "own:a");
        docker.ok("run", "--name", "maker", "busybox", "touch", "/mine");
        docker.ok("commit", "maker", "own:b");
        String container = docker.ok("create", "own:b");

        Result refused = docker.run("rmi", "own:b");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("conflict: unable to remove repository reference \"own:b\" (must force) - container "
                        + container.substring(0, 12) + " is using its referenced image");
        assertThat(docker.api("DELETE", "/images/own:b").status()).isEqualTo(409);
        assertThat(docker.ok("rmi", "own:a")).isEqualTo("Untagged: own:a");
        docker.ok("rmi", "-f", "own:b");
        assertThat(docker.api("GET", "/images/own:b/json").status()).isEqualTo(404);
        docker.ok("start", "-a", container);
    }

    @Test
    void images_filters_choose(Docker docker) {
        docker.ok("tag", "busybox", "own/deep:1");
        assertThat(docker.ok("images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", "reference=own/*"))
                .isEqualTo("own/deep:1");
        assertThat(docker.ok("images", "-q", "--filter", "dangling=true")).isEmpty();
        assertThat(docker.run("images", "--filter", "odd=1").err()).containsIgnoringCase("invalid filter 'odd'");
    }

    @Test
    void names_wrong_areRefusedWithDockersTexts(Docker docker) {
        assertThat(docker.run("rmi", "own:none").err()).contains("No such image: own:none");
        assertThat(docker.run("tag", "busybox", "Own").exit()).isEqualTo(1);
        assertThat(docker.api("POST", "/images/busybox/tag?repo=Own").body())
                .contains("invalid reference format")
                .contains("lowercase");
        assertThat(docker.api("GET", "/images/own:none/json").status()).isEqualTo(404);
    }

    @Test
    void import_wrongChange_isRefused(Docker docker) {
        docker.ok("run", "--name", "box", "busybox", "true");
        Result refused = docker.run("commit", "-c", "RUN x", "box", "own");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("is not a valid change command");
    }
}
