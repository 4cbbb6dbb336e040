package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.OnEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Backups of volumes, which Docker has not. */
@OnEngine
@Tag("beyond-docker")
@Tag("own-volume-driver")
class BackupIT {
    private static final String BASE = "/berth/v1";
    private static final String DATA = "/var/lib/postgresql/data";
    private static final String BIN = "/usr/lib/postgresql/15/bin/";

    private static JsonNode json(Docker.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException notJson) {
            throw new IllegalStateException(answer.body(), notJson);
        }
    }

    private static JsonNode backup(Docker docker, Path repository, String more, String... volumes) {
        String body = "{\"Volumes\":[\"" + String.join("\",\"", volumes) + "\"],\"Repository\":\"" + repository + "\""
                + more + "}";
        return json(docker.api("POST", BASE + "/backups", body), 201);
    }

    private static Docker.Answer restore(Docker docker, Path repository, String id, String more) {
        return docker.api(
                "POST", BASE + "/backups/" + id + "/restore", "{\"Repository\":\"" + repository + "\"" + more + "}");
    }

    private static String place(Docker docker, String volume) {
        return docker.ok("volume", "inspect", "-f", "{{.Mountpoint}}", volume);
    }

    private static String difference(Docker docker, String one, String other) {
        return docker.onHost(
                "rsync",
                "-aHAXS",
                "--checksum",
                "-n",
                "--delete",
                "-i",
                place(docker, one) + "/",
                place(docker, other) + "/");
    }

    private static void assertWhole(Docker docker, Path repository) {
        assertThat(json(docker.api("POST", BASE + "/backups/verify?repository=" + repository), 200)
                        .path("Problems"))
                .isEmpty();
    }

    @Test
    void volume_isBackedUpAndRestoredWithItsLabels(Docker docker) {
        Path repository = docker.hostDirectory("repository");
        docker.ok("volume", "create", "--label", "tier=db", "harbour");
        docker.ok("run", "--rm", "-v", "harbour:/d", "busybox", "sh", "-c", """
                cd /d; chown 7:8 .; chmod 2750 .; mkdir a; echo one > a/x; ln a/x b; ln -s nowhere l; mkfifo p
                dd if=/dev/zero of=sparse bs=1 count=1 seek=10000000 2>/dev/null; chmod 4711 a/x""");
        JsonNode made = backup(docker, repository, ",\"Tags\":{\"why\":\"test\"}", "harbour");
        assertThat(made.get(0).path("Consistency").asText()).isEqualTo("idle");
        String id = made.get(0).path("Id").asText();
        assertThat(json(docker.api("GET", BASE + "/backups?repository=" + repository), 200)
                        .get(0)
                        .path("Tags")
                        .path("why")
                        .asText())
                .isEqualTo("test");
        assertThat(restore(docker, repository, id, ",\"As\":\"again\"").status())
                .isEqualTo(200);
        assertThat(difference(docker, "harbour", "again")).isEmpty();
        assertThat(docker.ok("volume", "inspect", "-f", "{{.Labels.tier}}", "again"))
                .isEqualTo("db");
        assertThat(restore(docker, repository, id, ",\"As\":\"again\"").status())
                .isEqualTo(409);
        assertThat(restore(docker, repository, id, "").status()).isEqualTo(409);
        assertThat(restore(docker, repository, "ffff", "").status()).isEqualTo(404);
        docker.ok("run", "--rm", "-v", "harbour:/d", "busybox", "rm", "-rf", "/d/a");
        assertThat(restore(docker, repository, id.substring(0, 12), ",\"InPlace\":true")
                        .status())
                .isEqualTo(200);
        assertThat(difference(docker, "again", "harbour")).isEmpty();
        assertWhole(docker, repository);
    }

    @Test
    void volumeInUse_isNotReplaced(Docker docker) {
        Path repository = docker.hostDirectory("repository");
        docker.ok("run", "-d", "--name", "user", "-v", "used:/d", "busybox", "sleep", "1000");
        String id = backup(docker, repository, "", "used").get(0).path("Id").asText();
        Docker.Answer refused = restore(docker, repository, id, ",\"InPlace\":true");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("volume is in use by running containers");
        assertThat(docker.api("POST", BASE + "/volumes/used/rename?name=other").status())
                .isEqualTo(409);
        docker.ok("kill", "user");
        docker.ok("wait", "user");
        assertThat(restore(docker, repository, id, ",\"InPlace\":true").status())
                .isEqualTo(200);
    }

    @Test
    void volumeInUse_isReplacedWhileItsUsersAreFrozen_andTheyGoOnWithTheNewData(Docker docker) {
        Path repository = docker.hostDirectory("repository");
        docker.ok("run", "-d", "--name", "user", "-v", "used:/d", "-w", "/d", "busybox", "sleep", "1000");
        docker.ok("exec", "user", "sh", "-c", "mkdir /d/dir; echo saved > /d/dir/f; chmod 1750 /d; chown 3:4 /d");
        String id = backup(docker, repository, "", "used").get(0).path("Id").asText();
        docker.ok("exec", "user", "sh", "-c", "rm -r /d/dir; echo late > /d/other; chmod 700 /d");
        String started = docker.ok("inspect", "-f", "{{.State.StartedAt}}", "user");
        assertThat(restore(docker, repository, id, ",\"Freeze\":true").status()).isEqualTo(400);
        Docker.Answer answer =
                restore(docker, repository, id, ",\"InPlace\":true,\"Freeze\":true,\"MaxFreezeMilliseconds\":20000");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(docker.ok("exec", "user", "cat", "dir/f")).isEqualTo("saved");
        assertThat(docker.ok("exec", "user", "ls")).isEqualTo("dir");
        assertThat(docker.ok("exec", "user", "stat", "-c", "%a %u:%g", "/d")).isEqualTo("1750 3:4");
        assertThat(docker.ok("inspect", "-f", "{{.State.StartedAt}} {{.State.Status}}", "user"))
                .isEqualTo(started + " running");
        docker.ok("exec", "user", "sh", "-c", "echo more > /d/new");
        assertThat(docker.onHost("cat", place(docker, "used") + "/new")).isEqualTo("more");
        assertThat(docker.onHost("ls", place(docker, "used") + "/..").lines())
                .containsExactlyInAnyOrder("_data", "opts.json");
        docker.ok("run", "-d", "--name", "nested", "-v", "used:/d", "-v", "inner:/d/dir", "busybox", "sleep", "1000");
        Docker.Answer refused = restore(docker, repository, id, ",\"InPlace\":true,\"Freeze\":true");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("/d/dir mounted within the volume");
        assertThat(docker.ok("exec", "user", "cat", "/d/new")).isEqualTo("more");
    }

    @Test
    void daemonKilledWhileDataIsReplacedInPlace_containersSeeOldOrNew(Docker docker, Engine engine) {
        Path repository = docker.hostDirectory("repository");
        docker.ok("run", "-d", "--name", "user", "-v", "swapped:/d", "busybox", "sh", "-c", """
                cd /d; for i in $(seq 3000); do echo old > f$i; done; touch ready; sleep 1000""");
        docker.until(() -> docker.run("exec", "user", "test", "-e", "/d/ready").exit() == 0);
        String id = backup(docker, repository, "", "swapped").get(0).path("Id").asText();
        docker.ok("exec", "user", "sh", "-c", "cd /d; rm -r *; for i in $(seq 2000); do echo new > g$i; done");
        docker.onHost(
                "sh",
                "-c",
                "curl -s --unix-socket /run/engine.sock -H 'Content-Type: application/json' -d '{\"InPlace\":true,"
                        + "\"Freeze\":true,\"MaxFreezeMilliseconds\":60000,\"Repository\":\"" + repository
                        + "\"}' http://engine/berth/v1/backups/" + id + "/restore > /dev/null 2>&1 &"
                        + " for i in $(seq 20000); do ls " + place(docker, "swapped")
                        + "/../_replacement.out > /dev/null 2>&1 && break; done; kill -9 $(cat /run/engine.sock.pid)");
        engine.killed();
        engine.startDaemon();
        assertThat(docker.ok("exec", "user", "sh", "-c", "ls /d | cut -c 1 | sort | uniq -c | tr -d ' '"))
                .isIn("3000f\n1r", "2000g");
        assertThat(docker.onHost("sh", "-c", "ls /run/berth/freezes")).isEmpty();
        assertThat(docker.onHost("ls", place(docker, "swapped") + "/..").lines())
                .containsExactlyInAnyOrder("_data", "opts.json");
    }

    /** Two volumes get the same number, one after the other: a backup of both never has them further apart. */
    @Test
    void writers_areFrozen_soThatTwoVolumesAgree(Docker docker) {
        Path repository = docker.hostDirectory("repository");
        docker.ok("run", "-d", "--name", "writer", "-v", "left:/l", "-v", "right:/r", "busybox", "sh", "-c", """
                i=0; while :; do i=$((i+1)); echo $i > /l/new; mv /l/new /l/n; echo $i > /r/new; mv /r/new /r/n; done""");
        docker.until(() -> docker.run("exec", "writer", "test", "-e", "/r/n").exit() == 0);
        for (int round = 0; round < 5; round++) {
            JsonNode both = backup(docker, repository, ",\"MaxFreezeMilliseconds\":20000", "left", "right");
            assertThat(both.get(0).path("Consistency").asText()).isEqualTo("frozen");
            assertThat(both.get(0).path("FrozenNanoseconds").asLong()).isPositive();
            restore(docker, repository, both.get(0).path("Id").asText(), ",\"As\":\"left" + round + "\"");
            restore(docker, repository, both.get(1).path("Id").asText(), ",\"As\":\"right" + round + "\"");
            long left = Long.parseLong(docker.onHost("cat", place(docker, "left" + round) + "/n"));
            long right = Long.parseLong(docker.onHost("cat", place(docker, "right" + round) + "/n"));
            assertThat(left - right).isBetween(0L, 1L);
        }
        String before = docker.ok("exec", "writer", "cat", "/l/n");
        docker.until(() -> !docker.ok("exec", "writer", "cat", "/l/n").equals(before));
        assertWhole(docker, repository);
    }

    @Test
    void freezeThatWouldBeTooLong_failsOrGoesOnAsAsked(Docker docker) {
        Path repository = docker.hostDirectory("repository");
        docker.ok("run", "-d", "--name", "writer", "-v", "busy:/d", "busybox", "sh", "-c", """
                mkdir /d/many; cd /d/many; seq 20000 | xargs touch; touch /d/ready; while :; do echo x >> /d/x; done""");
        docker.until(
                () -> docker.run("exec", "writer", "test", "-e", "/d/ready").exit() == 0);
        String body = "{\"Volumes\":[\"busy\"],\"Repository\":\"" + repository + "\",\"MaxFreezeMilliseconds\":1";
        Docker.Answer failed = docker.api("POST", BASE + "/backups", body + "}");
        assertThat(failed.status()).as(failed.body()).isEqualTo(503);
        JsonNode live = json(docker.api("POST", BASE + "/backups", body + ",\"OrLive\":true}"), 201);
        assertThat(live.get(0).path("Consistency").asText()).isEqualTo("live");
        assertThat(docker.ok("inspect", "-f", "{{.State.Status}}", "writer")).isEqualTo("running");
        String size = docker.ok("exec", "writer", "wc", "-c", "/d/x");
        docker.until(() -> !docker.ok("exec", "writer", "wc", "-c", "/d/x").equals(size));
    }

    @Test
    void hooks_runBeforeAndAfter(Docker docker) {
        Path repository = docker.hostDirectory("repository");
        docker.ok("run", "-d", "--name", "app", "-v", "hooked:/d", "busybox", "sleep", "1000");
        String hooks = ",\"PreExec\":[{\"Container\":\"app\",\"Command\":\"echo quiet > /d/state\"}],"
                + "\"PostExec\":[{\"Container\":\"app\",\"Command\":\"echo busy > /d/state\"}]";
        String id =
                backup(docker, repository, hooks, "hooked").get(0).path("Id").asText();
        assertThat(docker.ok("exec", "app", "cat", "/d/state")).isEqualTo("busy");
        restore(docker, repository, id, ",\"As\":\"hooked2\"");
        assertThat(docker.onHost("cat", place(docker, "hooked2") + "/state")).isEqualTo("quiet");
        Docker.Answer failed = docker.api(
                "POST",
                BASE + "/backups",
                "{\"Volumes\":[\"hooked\"],\"Repository\":\"" + repository
                        + "\",\"PreExec\":[{\"Container\":\"app\",\"Command\":\"exit 3\"}]}");
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.body()).contains("exited with 3");
    }

    @Test
    void archive_goesOutAndComesIn_andNothingOutsideIsTouched(Docker docker) {
        docker.ok("run", "--rm", "-v", "out:/d", "busybox", "sh", "-c", """
                cd /d; chmod 1770 .; mkdir a; echo x > a/f; ln a/f g; ln -s /etc/passwd l; chown 5:6 a/f""");
        Path files = docker.hostDirectory("files");
        String socket = "/run/engine.sock";
        String url = "http://engine/berth/v1/volumes/";
        docker.onHost("curl", "-sf", "--unix-socket", socket, url + "out/archive", "-o", files + "/out.tar");
        docker.onHost("mkdir", files + "/x");
        docker.onHost("tar", "--xattrs", "-C", files + "/x", "-xpf", files + "/out.tar");
        assertThat(docker.onHost(
                        "rsync",
                        "-aHAX",
                        "--checksum",
                        "-n",
                        "--delete",
                        "-i",
                        files + "/x/",
                        place(docker, "out") + "/"))
                .isEmpty();
        docker.onHost("tar", "--xattrs", "--format=pax", "-C", files + "/x", "-cf", files + "/in.tar", ".");
        docker.onHost("curl", "-sf", "--unix-socket", socket, "-T", files + "/in.tar", url + "in/archive");
        assertThat(difference(docker, "out", "in")).isEmpty();
        docker.onHost(
                "sh",
                "-c",
                "cd " + files + "; mkdir h; echo bad > evil; tar -P -cf hostile.tar --transform"
                        + " 's,^,../../../../../../../tmp/hostile-,' evil; tar -cf short.tar x; truncate -s 700 short.tar");
        for (String archive : List.of("hostile.tar", "short.tar", "evil")) {
            String answer = docker.onHost(
                    "curl",
                    "-s",
                    "-w",
                    "%{http_code}",
                    "--unix-socket",
                    socket,
                    "-T",
                    files + "/" + archive,
                    url + "in/archive?replace=1");
            assertThat(answer).endsWith("400");
            assertThat(difference(docker, "out", "in")).isEmpty();
        }
        docker.onHost("sh", "-c", "test ! -e /tmp/hostile-evil");
        assertThat(docker.api("POST", BASE + "/volumes/in/clone?name=copy").status())
                .isEqualTo(201);
        assertThat(difference(docker, "in", "copy")).isEmpty();
        assertThat(docker.api("POST", BASE + "/volumes/in/rename?name=renamed").status())
                .isEqualTo(200);
        assertThat(docker.run("volume", "inspect", "in").exit()).isNotZero();
        assertThat(difference(docker, "out", "renamed")).isEmpty();
    }

    @Test
    void daemonKilledWhileContainersAreFrozen_thawsThemWhenItReturns(Docker docker, Engine engine) {
        Path repository = docker.hostDirectory("repository");
        docker.ok("run", "-d", "--name", "writer", "-v", "held:/d", "busybox", "sh", "-c", """
                mkdir /d/many; cd /d/many; seq 30000 | xargs touch; touch /d/ready; while :; do echo x >> /d/x; done""");
        docker.until(
                () -> docker.run("exec", "writer", "test", "-e", "/d/ready").exit() == 0);
        docker.onHost(
                "sh",
                "-c",
                "curl -s --unix-socket /run/engine.sock -H 'Content-Type: application/json' -d '{\"Volumes\":[\"held\"],"
                        + "\"MaxFreezeMilliseconds\":60000,\"Repository\":\"" + repository
                        + "\"}' http://engine/berth/v1/backups > /dev/null 2>&1 &"
                        + " for i in $(seq 20000); do ls /run/berth/freezes/* > /dev/null 2>&1 && break; done;"
                        + " kill -9 $(cat /run/engine.sock.pid); ls /run/berth/freezes/*");
        engine.killed();
        engine.startDaemon();
        assertThat(docker.onHost("sh", "-c", "ls /run/berth/freezes")).isEmpty();
        String size = docker.ok("exec", "writer", "wc", "-c", "/d/x");
        docker.until(() -> !docker.ok("exec", "writer", "wc", "-c", "/d/x").equals(size));
        backup(docker, repository, ",\"MaxFreezeMilliseconds\":60000", "held");
        assertWhole(docker, repository);
        docker.ok("rm", "-f", "writer");
        docker.ok("volume", "rm", "held");
    }

    @Test
    void postgresUnderLoad_startsFromItsBackupAndIsConsistent(Docker docker) {
        docker.importRealImages();
        Path repository = docker.hostDirectory("repository");
        serve(docker, "db", "dbdata");
        bench(docker, "db", "-i -s 2 -q");
        docker.ok("exec", "-d", "db", "su", "postgres", "-c", BIN + "pgbench -c 4 -T 3600 postgres");
        docker.until(() -> Long.parseLong(sql(docker, "db", "select count(*) from pgbench_history")) > 100);
        JsonNode made = backup(docker, repository, ",\"MaxFreezeMilliseconds\":30000", "dbdata");
        assertThat(made.get(0).path("Consistency").asText()).isEqualTo("frozen");
        long history = Long.parseLong(sql(docker, "db", "select count(*) from pgbench_history"));
        docker.until(() -> Long.parseLong(sql(docker, "db", "select count(*) from pgbench_history")) > history);
        docker.ok("rm", "-f", "db");
        restore(docker, repository, made.get(0).path("Id").asText(), ",\"As\":\"dbdata2\"");
        serve(docker, "db2", "dbdata2");
        assertThat(sql(docker, "db2", "select count(*) from pgbench_history")).isNotEqualTo("0");
        // What each transaction changes in three tables must agree.
        assertThat(sql(
                        docker,
                        "db2",
                        "select (select sum(abalance) from pgbench_accounts) = (select sum(bbalance) from"
                                + " pgbench_branches) and (select sum(tbalance) from pgbench_tellers) = (select sum(delta) from"
                                + " pgbench_history)"))
                .isEqualTo("t");
        docker.ok("stop", "-t", "20", "db2");
        assertWhole(docker, repository);
    }

    private static void bench(Docker docker, String container, String words) {
        docker.ok("exec", container, "su", "postgres", "-c", BIN + "pgbench " + words + " postgres");
    }

    private static void serve(Docker docker, String name, String volume) {
        String start = "chown -R postgres " + DATA + "; cd /tmp; [ -s " + DATA + "/PG_VERSION ] || su postgres -c '"
                + BIN
                + "initdb -D " + DATA + " >/dev/null'; mkdir -p /run/postgresql; chown postgres /run/postgresql;"
                + " exec su postgres -c '" + BIN + "postgres -D " + DATA + "'";
        docker.ok(
                "run",
                "-d",
                "--name",
                name,
                "-v",
                volume + ":" + DATA,
                "--stop-signal",
                "INT",
                "postgres",
                "sh",
                "-c",
                start);
        docker.until(() -> docker.run("exec", name, "su", "postgres", "-c", "psql -c 'select 1'")
                        .exit()
                == 0);
    }

    private static String sql(Docker docker, String container, String statement) {
        return docker.ok("exec", container, "su", "postgres", "-c", "psql -qAtc \"" + statement + "\"");
    }
}
