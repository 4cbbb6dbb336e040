package dev.berth.runtime.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The second half of section D: a data container, its backup, its restore, and what removal leaves. */
final class BackupScene {
    private static final String DATA = "/var/lib/postgresql/data";
    private static final String NAME = "{{range .Mounts}}{{.Name}}{{end}}";

    private final Stage stage;
    private final Path work;

    /** @param work a directory of ours on the host */
    BackupScene(Stage stage, Path work) {
        this.stage = stage;
        this.work = work;
    }

    void play() throws IOException {
        stage.part("A data container, its backup and its restore");
        dataContainer();
        backup();
        removal();
    }

    private void dataContainer() {
        stage.play(List.of("run", "--name", "dbdata", "postgres", "echo", "Data-only container for postgres"))
                .works()
                .prints("Data-only container");
        stage.play("run -d --volumes-from dbdata --name db1 postgres").works();
        insert("db1", "one");
        insert("db1", "two");
        stage.play("rm -f db1").works();
        stage.say("db1 is gone; db2 has its rows");
        stage.play("run -d --volumes-from dbdata --name db2 postgres").works();
        rows("db2").prints("one").prints("two");
    }

    private void insert(String container, String row) {
        stage.play(List.of("exec", container, "sh", "-c", "echo " + row + " >> " + DATA + "/rows && sync"))
                .works();
    }

    private Outcome rows(String container) {
        return stage.play("exec " + container + " cat " + DATA + "/PG_VERSION " + DATA + "/rows")
                .works();
    }

    private void backup() throws IOException {
        stage.say("The backup goes into a directory of the host");
        Path directory = Files.createDirectories(work.resolve("backup"));
        stage.play("run --rm --volumes-from dbdata -v " + directory + ":/backup busybox tar cvf /backup/backup.tar "
                        + DATA)
                .works();
        if (Files.size(directory.resolve("backup.tar")) == 0) {
            throw new DemoFailure("the backup is empty");
        }
        insert("db2", "after-the-backup");
        stage.say("It is restored into a fresh data container");
        stage.play("create --name dbdata2 -v " + DATA + " busybox").works();
        stage.play("run --rm --volumes-from dbdata2 -v " + directory + ":/backup busybox tar xvf /backup/backup.tar")
                .works();
        stage.play("run -d --volumes-from dbdata2 --name db3 postgres").works();
        rows("db3").prints("one").prints("two").hides("after-the-backup");
    }

    private void removal() {
        stage.say(
                "A volume in use is refused; the last container's rm -v takes an anonymous one along, never a named one");
        String volume =
                stage.quietly(List.of("inspect", "-f", NAME, "dbdata2")).works().text();
        stage.play("volume rm " + volume).complains("volume is in use - [");
        stage.play("rm -f db3").works();
        stage.play("volume inspect -f {{.Name}} " + volume).works().prints(volume);
        stage.play("rm -v dbdata2").works();
        stage.play("volume inspect -f {{.Name}} " + volume).exits(1).complains("no such volume");
        stage.play("run --name keeper -v ledger:/ledger busybox true").works();
        stage.play("rm -v keeper").works();
        stage.play("volume ls -q --filter name=ledger").works().prints("ledger");
    }
}
