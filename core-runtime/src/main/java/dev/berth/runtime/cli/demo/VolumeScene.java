package dev.berth.runtime.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The first half of section D of the walkthrough: volumes, host directories, {@code --volumes-from}. */
final class VolumeScene {
    private static final String SOURCE = "{{range .Mounts}}{{.Source}}{{end}}";

    private final Stage stage;
    private final Path work;

    /** @param work a directory of ours on the host, empty */
    VolumeScene(Stage stage, Path work) {
        this.stage = stage;
        this.work = work;
    }

    void play() throws IOException {
        stage.part("Volumes: data that outlives containers");
        bothSides();
        hostDirectory();
        from();
        named();
    }

    private void bothSides() throws IOException {
        stage.say("A volume starts with what the image has there; host and container see the same files");
        stage.play("run -dit --name container-test -h CONTAINER -v /data seeded sh")
                .works();
        stage.play("exec container-test hostname").works().prints("CONTAINER");
        stage.play("exec container-test ls /data").works().prints("from-image");
        Path source = Path.of(stage.play(List.of("inspect", "-f", SOURCE, "container-test"))
                .works()
                .text());
        expect(Files.readString(source.resolve("from-image")), "the image's own\n", "what the image had");
        stage.line("$ echo written on the host > " + source + "/from-host");
        Files.writeString(source.resolve("from-host"), "written on the host\n");
        stage.play("exec container-test cat /data/from-host").works().prints("written on the host");
        stage.play(List.of("exec", "container-test", "sh", "-c", "echo written inside > /data/from-inside"))
                .works();
        expect(Files.readString(source.resolve("from-inside")), "written inside\n", "what the container wrote");
        stage.say("The image's own VOLUME does the same without -v");
        stage.play("run --rm seeded ls /data").works().prints("from-image").hides("from-host");
    }

    private void hostDirectory() throws IOException {
        stage.say("A directory of the host is mounted as it is, and nothing is copied into it");
        Path home = Files.createDirectories(work.resolve("home-data"));
        Files.writeString(home.resolve("mine"), "mine\n");
        stage.play("run --rm -v " + home + ":/data seeded ls /data")
                .works()
                .prints("mine")
                .hides("from-image");
        stage.play("run --rm -v " + home + ":/data:ro seeded touch /data/new")
                .exits(1)
                .complains("Read-only");
        stage.play("run --rm --mount type=bind,source=" + home + ",target=/data seeded touch /data/new")
                .works();
        expect(String.valueOf(Files.exists(home.resolve("new"))), "true", "the file touched through --mount");
    }

    private void from() {
        stage.say("--volumes-from: of a container that runs, that stopped, and that never ran");
        stage.play("run --rm --volumes-from container-test busybox cat /data/from-host")
                .works()
                .prints("written on the host");
        stage.play("stop -t 1 container-test").works();
        stage.play("run --rm --volumes-from container-test busybox ls /data")
                .works()
                .prints("from-inside");
        stage.play("run --rm --volumes-from container-test:ro busybox touch /data/x")
                .exits(1)
                .complains("Read-only");
        stage.play("create --name never -v /fresh seeded").works();
        stage.play("run --rm --volumes-from never busybox ls -d /fresh /data/from-image")
                .works()
                .prints("/fresh");
        stage.play("start container-test").works();
    }

    private void named() {
        stage.say("Named volumes have labels and can be listed");
        stage.play("volume create --label stage=demo ledger").works().prints("ledger");
        stage.play("run --rm -v ledger:/ledger busybox touch /ledger/page-1").works();
        stage.play("run --rm -v ledger:/ledger busybox ls /ledger").works().prints("page-1");
        stage.play("volume ls --filter label=stage=demo").works().prints("ledger");
    }

    private static void expect(String came, String expected, String what) {
        if (!came.equals(expected)) {
            throw new DemoFailure(
                    "expected " + what + " to be \"" + expected.strip() + "\", got \"" + came.strip() + "\"");
        }
    }
}
