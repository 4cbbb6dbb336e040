package dev.berth.runtime.cli.demo;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarMetadata;
import dev.berth.runtime.tar.TarType;
import dev.berth.runtime.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Root file systems made of the one static busybox of this host, imported as images. */
final class DemoImages {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final List<String> APPLETS = List.of(
            "sh",
            "cat",
            "cp",
            "echo",
            "env",
            "false",
            "find",
            "grep",
            "hostname",
            "httpd",
            "id",
            "ip",
            "ls",
            "mkdir",
            "nslookup",
            "ping",
            "rm",
            "sleep",
            "stat",
            "sync",
            "tar",
            "test",
            "touch",
            "true",
            "wget");

    private static final List<String> DIRECTORIES =
            List.of("bin", "dev", "etc", "home", "proc", "root", "sys", "tmp", "var");

    private final Stage stage;

    DemoImages(Stage stage) {
        this.stage = stage;
    }

    /** A file of an image: its path without a leading slash, and what is in it. */
    private record Content(String path, String text) {}

    /** Imports the four images of the demo. */
    void importAll() throws IOException {
        make("busybox", List.of(), "CMD [\"sh\"]");
        make(
                "nginx",
                List.of(new Content("www/index.html", "<h1>Welcome to the demo's web server</h1>\n")),
                "EXPOSE 80",
                "ENV WEB_ROOT=/www",
                "CMD [\"httpd\", \"-f\", \"-p\", \"80\", \"-h\", \"/www\"]");
        make("seeded", List.of(new Content("data/from-image", "the image's own\n")), "VOLUME /data", "CMD [\"sh\"]");
        make(
                "postgres",
                List.of(new Content("var/lib/postgresql/data/PG_VERSION", "15\n")),
                "VOLUME /var/lib/postgresql/data",
                "CMD [\"sleep\", \"100000\"]");
    }

    private void make(String name, List<Content> contents, String... changes) throws IOException {
        List<String> words = new ArrayList<>(List.of("import"));
        for (String change : changes) {
            words.addAll(List.of("-c", change));
        }
        words.addAll(List.of("-", name));
        stage.play(words, archive(contents)).works().prints("sha256:");
    }

    private static byte[] archive(List<Content> contents) throws IOException {
        if (!Files.isExecutable(BUSYBOX)) {
            throw new CliException(1, "there is no " + BUSYBOX + ": install busybox-static");
        }
        List<Content> files = new ArrayList<>(contents);
        files.add(new Content("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n"));
        files.add(new Content("etc/group", "root:x:0:\nnogroup:x:65534:\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(3 << 20);
        try (TarWriter tar = new TarWriter(bytes)) {
            for (String directory : directories(files)) {
                tar.add(TarEntry.directory(directory, mode(directory.equals("tmp") ? 01777 : 0755)));
            }
            byte[] program = Files.readAllBytes(BUSYBOX);
            tar.add(TarEntry.file("bin/busybox", mode(0755), program.length), new ByteArrayInputStream(program));
            for (String applet : APPLETS) {
                tar.add(TarEntry.link("bin/" + applet, TarType.SYMLINK, mode(0777), "busybox"));
            }
            for (Content file : files) {
                byte[] text = file.text().getBytes(StandardCharsets.UTF_8);
                tar.add(TarEntry.file(file.path(), mode(0644), text.length), new ByteArrayInputStream(text));
            }
        }
        return bytes.toByteArray();
    }

    /** Every directory once, each after the one it is in. */
    private static Set<String> directories(List<Content> files) {
        Set<String> directories = new TreeSet<>(DIRECTORIES);
        for (Content file : files) {
            for (int slash = file.path().indexOf('/');
                    slash > 0;
                    slash = file.path().indexOf('/', slash + 1)) {
                directories.add(file.path().substring(0, slash));
            }
        }
        return directories;
    }

    private static TarMetadata mode(int mode) {
        return TarMetadata.of(mode, Instant.EPOCH);
    }
}
