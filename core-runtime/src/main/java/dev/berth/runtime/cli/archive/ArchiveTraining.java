package dev.berth.runtime.cli.archive;

import dev.berth.runtime.cli.Cli;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads every command, and runs the common ones against prepared answers, so that the classes they need of others are
 * loaded too when the JVM ends.
 */
public final class ArchiveTraining {
    private static final String CONTAINER = """
            {"Id":"0123456789abcdef","Names":["/a"],"Image":"busybox","Command":"sh","Created":1700000000,
             "State":"running","Status":"Up 1 second","Labels":{"a":"b"},"SizeRw":1.5,
             "Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}],
             "NetworkSettings":{"Networks":{"bridge":{}}},"Mounts":[{"Name":"v","Driver":"local"}],
             "StatusCode":0,"ExitCode":0,"Warnings":[],"Config":{"Tty":false},"Mountpoint":"/","Name":"a",
             "Driver":"local","Scope":"local","RepoTags":["busybox:latest"],"Size":1200000,
             "Volume":"v","Files":1,"Bytes":1200000,"Consistency":"idle","Tags":{"a":"b"}}""";

    private ArchiveTraining() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        Class.forName("dev.berth.runtime.BerthMain");
        OwnClasses.load(OwnClasses::isCommand);
        Path directory = Files.createTempDirectory("berth-archive");
        Path socket = directory.resolve("s");
        try (CannedEngine engine = CannedEngine.start(socket, ArchiveTraining::answer)) {
            for (String line : List.of(
                    "--version",
                    "ps -a",
                    "ps --format {{.Names}}",
                    "images",
                    "run -d -p 8080:80 -v /a:/b -e A=b --name x --link y busybox sh",
                    "run --rm busybox true",
                    "exec a ls",
                    "logs a",
                    "inspect -f {{.Name}} a",
                    "inspect a",
                    "start a",
                    "stop a",
                    "rm -f a",
                    "network ls",
                    "volume ls",
                    "volume create v",
                    "volume backup v",
                    "volume backups",
                    "info",
                    "version",
                    "ps --help",
                    "ps --unknown",
                    "--help")) {
                run(socket, line.split(" "));
            }
            if (engine.requests().isEmpty()) {
                throw new IllegalStateException("no command reached the engine at " + socket);
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(directory);
        }
    }

    private static void run(Path socket, String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Cli cli = new Cli(Map.of("BERTH_HOST", "unix://" + socket), InputStream.nullInputStream(), nowhere, nowhere);
        cli.run(List.of(words));
    }

    private static String answer(String request) {
        if (request.contains("/logs?")) {
            return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        }
        if (request.contains("/attach?") || request.contains("/exec/") && request.contains("/start")) {
            return "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
        }
        String path = request.split(" ")[1];
        boolean list = path.matches("(/v[0-9.]+)?/(containers/json|images/json|networks|berth/v1/backups).*");
        if (path.endsWith("/volumes")) {
            return CannedEngine.json(200, "{\"Volumes\":[" + CONTAINER + "]}");
        }
        return CannedEngine.json(200, list ? "[" + CONTAINER + "]" : CONTAINER);
    }
}
