package dev.berth.runtime.cli.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code --full}: the same on a real nginx and a real PostgreSQL, which the launcher had debootstrap build. */
final class RealImages {
    private static final String DATA = "/var/lib/postgresql/data";

    private final Stage stage;
    private final Path directory;

    /** @param environment with {@code BERTH_DEMO_IMAGES}, where {@code nginx.tar} and {@code postgres.tar} are */
    RealImages(Stage stage, Map<String, String> environment) {
        this.stage = stage;
        this.directory = Path.of(environment.getOrDefault("BERTH_DEMO_IMAGES", "/nonexistent"));
    }

    void play() {
        stage.part("The same with real nginx and PostgreSQL");
        importOne("nginx", "real-nginx", "EXPOSE 80", "CMD [\"nginx\", \"-g\", \"daemon off;\"]");
        importOne(
                "postgres",
                "real-postgres",
                "VOLUME " + DATA,
                "EXPOSE 5432",
                "USER postgres",
                "CMD [\"sh\", \"-c\", \"exec $(ls -d /usr/lib/postgresql/*/bin)/postgres -D " + DATA + "\"]");
        nginx();
        postgres();
    }

    private void importOne(String file, String name, String... changes) {
        Path tar = directory.resolve(file + ".tar");
        if (!Files.exists(tar)) {
            throw new DemoFailure("there is no " + tar + ": build it with conformance/images.sh");
        }
        List<String> words = new ArrayList<>(List.of("import"));
        for (String change : changes) {
            words.addAll(List.of("-c", change));
        }
        words.addAll(List.of(tar.toString(), name));
        stage.play(words).works();
    }

    private void nginx() {
        stage.play("run -d --name real1 real-nginx").works();
        stage.play("run -d --name real2 --link real1 real-nginx").works();
        stage.play("exec real2 ping -c 2 real1").works().prints(" 0% packet loss");
        until("exec real2 wget -qO- http://real1/").prints("nginx");
    }

    private void postgres() {
        stage.play(List.of(
                        "run",
                        "--name",
                        "realdata",
                        "--user",
                        "root",
                        "real-postgres",
                        "sh",
                        "-c",
                        "chown postgres " + DATA + " && cd / && exec su postgres -c"
                                + " '$(ls -d /usr/lib/postgresql/*/bin)/initdb -D " + DATA + " >/dev/null'"))
                .works();
        stage.play("run -d --volumes-from realdata --name realdb1 real-postgres")
                .works();
        until("exec realdb1 pg_isready -h /var/run/postgresql");
        stage.play(sql("realdb1", "create table rows(word text); insert into rows values ('one'), ('two')"))
                .works();
        stage.play("rm -f realdb1").works();
        stage.play("run -d --volumes-from realdata --name realdb2 real-postgres")
                .works();
        until("exec realdb2 pg_isready -h /var/run/postgresql");
        stage.play(sql("realdb2", "select word from rows order by word"))
                .works()
                .prints("one")
                .prints("two");
    }

    private static List<String> sql(String container, String statement) {
        return List.of("exec", container, "psql", "-h", "/var/run/postgresql", "-Atc", statement);
    }

    /** Plays a command until it works; a server takes a moment to answer. */
    private Outcome until(String text) {
        List<String> words = List.of(text.split(" "));
        for (int attempt = 0; attempt < 200 && stage.quietly(words).code() != 0; attempt++) {
            Pause.moment();
        }
        return stage.play(words).works();
    }
}
