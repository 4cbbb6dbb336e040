package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Walkthrough C11 and D19, D20 with real nginx and PostgreSQL, from Debian's packages. */
@OnEngine
class DatabaseIT {
    private static final String DATA = "/var/lib/postgresql/data";
    private static final String BIN = "/usr/lib/postgresql/15/bin/";
    private static final String SERVE =
            "chown -R postgres " + DATA + "; cd /tmp; [ -s " + DATA + "/PG_VERSION ] || su postgres -c '"
                    + BIN + "initdb -D " + DATA
                    + " >/dev/null'; mkdir -p /run/postgresql; chown postgres /run/postgresql; exec su postgres -c '"
                    + BIN + "postgres -D " + DATA + "'";

    @Test
    void nginx_isLinkedTo(Docker docker) {
        docker.importRealImages();
        docker.ok("run", "-d", "--name", "test1", "nginx");
        docker.ok("run", "-d", "--name", "test2", "--link", "test1", "nginx");
        docker.until(() -> docker.run("exec", "test2", "wget", "-qO-", "http://test1/")
                .out()
                .contains("Welcome to nginx"));
        assertThat(docker.run("exec", "test2", "ping", "-c", "2", "test1").exit())
                .isZero();
        assertThat(docker.ok("exec", "test2", "env")).contains("TEST1_PORT_80_TCP_PROTO=tcp");
    }

    @Test
    void postgres_keepsItsRowsInADataContainerAndABackup(Docker docker) {
        docker.importRealImages();
        docker.ok("run", "--name", "dbdata", "postgres", "echo", "Data-only container for postgres");
        serve(docker, "db1", "dbdata");
        sql(docker, "db1", "create table harbour(name text); insert into harbour values ('pier'), ('quay')");
        docker.ok("stop", "-t", "20", "db1");
        docker.ok("rm", "db1");
        serve(docker, "db2", "dbdata");
        assertThat(sql(docker, "db2", "select count(*) from harbour")).isEqualTo("2");
        docker.ok("stop", "-t", "20", "db2");

        Path backup = docker.hostDirectory("backup");
        docker.ok(
                "run",
                "--rm",
                "--volumes-from",
                "dbdata",
                "-v",
                backup + ":/backup",
                "postgres",
                "tar",
                "cf",
                "/backup/backup.tar",
                DATA);
        docker.ok("run", "--name", "dbdata2", "postgres", "true");
        docker.ok(
                "run",
                "--rm",
                "--volumes-from",
                "dbdata2",
                "-v",
                backup + ":/backup",
                "postgres",
                "tar",
                "-C",
                "/",
                "-xf",
                "/backup/backup.tar");
        serve(docker, "db3", "dbdata2");
        assertThat(sql(docker, "db3", "select name from harbour order by name limit 1"))
                .isEqualTo("pier");
        docker.ok("stop", "-t", "20", "db3");
    }

    private static void serve(Docker docker, String name, String data) {
        docker.ok(
                "run",
                "-d",
                "--name",
                name,
                "--volumes-from",
                data,
                "--stop-signal",
                "INT",
                "postgres",
                "sh",
                "-c",
                SERVE);
        docker.until(() -> docker.run("exec", name, "su", "postgres", "-c", "psql -c 'select 1'")
                        .exit()
                == 0);
    }

    private static String sql(Docker docker, String container, String statement) {
        return docker.ok("exec", container, "su", "postgres", "-c", "psql -qAtc \"" + statement + "\"");
    }
}
