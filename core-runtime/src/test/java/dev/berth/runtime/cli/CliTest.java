package dev.berth.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.cli.archive.CannedEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
    @TempDir
    Path directory;

    private record Result(int code, String out, String err) {}

    private Result run(String... words) {
        return run(InputStream.nullInputStream(), words);
    }

    private Result run(InputStream in, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> environment = Map.of("BERTH_HOST", "unix://" + directory.resolve("s"), "FROM_HERE", "x");
        int code = new Cli(
                        environment,
                        in,
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8))
                .run(List.of(words));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private CannedEngine engine(Function<String, String> answers) throws Exception {
        return CannedEngine.start(directory.resolve("s"), answers);
    }

    private static String frame(int stream, String text) {
        return "" + (char) stream + "\0\0\0\0\0\0" + (char) text.length() + text;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ps --x | 125 | unknown flag: --x\\nSee 'berth ps --help'.\\n",
                "frob | 1 | berth: 'frob' is not a berth command.\\nSee 'berth --help'\\n",
                "ps a | 1 | \"berth ps\" accepts no arguments.\\nSee 'berth ps --help'.\\n\\nUsage:  berth ps [OPTIONS]\\n\\nList containers\\n",
                "rm | 1 | \"berth rm\" requires at least 1 argument.\\nSee 'berth rm --help'.\\n\\nUsage:  berth rm [OPTIONS] CONTAINER [CONTAINER...]\\n\\nRemove one or more containers\\n",
                "rename a | 1 | \"berth rename\" requires exactly 2 arguments.\\nSee 'berth rename --help'.\\n\\nUsage:  berth rename CONTAINER NEW_NAME\\n\\nRename a container\\n",
                "run -m x busybox | 125 | invalid argument \"x\" for \"-m, --memory\" flag: invalid size: 'x'\\nSee 'berth run --help'.\\n",
                "run -p 99999:80 busybox | 125 | berth: Invalid hostPort: 99999.\\nSee 'berth run --help'.\\n",
                "run --restart on-failure:x busybox | 125 | berth: maximum retry count must be an integer.\\nSee 'berth run --help'.\\n"
            })
    void run_wrongCommandLine_isToldInDockersWords(String line, int code, String words) {
        Result result = run(line.split(" "));
        assertThat(result.err()).isEqualTo(words.replace("\\n", "\n"));
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void run_noDaemon_isOneLine() {
        Result result = run("ps");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo(
                        "Cannot connect to the Berth daemon at unix://" + directory + "/s. Is the daemon running?\n");
    }

    @Test
    void run_noDaemon_runExits125() {
        Result result = run("run", "busybox");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).startsWith("berth: Cannot connect to the Berth daemon at ");
    }

    @Test
    void help_everyCommand_hasUsageAndPurpose() {
        for (String path : Commands.names()) {
            String[] words = (path + " --help").split(" ");
            Result result = run(words);
            assertThat(result.code()).as(path).isZero();
            assertThat(result.out()).as(path).startsWith("\nUsage:  berth " + path);
        }
    }

    @Test
    void ps_containers_areATable() throws Exception {
        String answer = """
                [{"Id":"0123456789abcdef","Names":["/web"],"Image":"nginx","Command":"nginx -g 'daemon off;'","Created":1,
                 "State":"running","Status":"Up 2 hours",
                 "Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"},
                          {"IP":"0.0.0.0","PrivatePort":81,"PublicPort":8081,"Type":"tcp"},
                          {"PrivatePort":443,"Type":"tcp"}]}]""";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, answer))) {
            Result result = run("ps", "-a", "--filter", "name=web");
            assertThat(result.err()).isEmpty();
            assertThat(result.out().lines().toList().get(0))
                    .matches("CONTAINER ID   IMAGE     COMMAND {18}CREATED +STATUS       PORTS +NAMES");
            assertThat(result.out().lines().toList().get(1))
                    .startsWith("0123456789ab   nginx     \"nginx -g 'daemon of…\"   ")
                    .endsWith("   Up 2 hours   0.0.0.0:8080-8081->80-81/tcp, 443/tcp   web");
            assertThat(engine.requests().get(0))
                    .startsWith("GET /v1.41/containers/json?all=1&filters=%7B%22name%22%3A%5B%22web%22%5D%7D HTTP/1.1");
        }
    }

    @Test
    void run_detached_sendsWhatTheFlagsSay() throws Exception {
        try (CannedEngine engine =
                engine(request -> CannedEngine.json(201, "{\"Id\":\"abc\",\"Warnings\":[\"careful\"]}"))) {
            Result result = run(
                    "run",
                    "-d",
                    "--name",
                    "web",
                    "-p",
                    "8080:80",
                    "-v",
                    "/data",
                    "-v",
                    "/a:/b:ro",
                    "-e",
                    "A=b",
                    "-e",
                    "FROM_HERE",
                    "--link",
                    "db",
                    "-m",
                    "64m",
                    "--cpus",
                    "1.5",
                    "nginx",
                    "sh",
                    "-x");
            assertThat(result).isEqualTo(new Result(0, "abc\n", "WARNING: careful\n"));
            assertThat(engine.requests().get(0))
                    .startsWith("POST /v1.41/containers/create?name=web HTTP/1.1")
                    .contains("\"Cmd\":[\"sh\",\"-x\"]")
                    .contains("\"Env\":[\"A=b\",\"FROM_HERE=x\"]")
                    .contains("\"Volumes\":{\"/data\":{}}")
                    .contains("\"Binds\":[\"/a:/b:ro\"]")
                    .contains("\"ExposedPorts\":{\"80/tcp\":{}}")
                    .contains("\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}]}")
                    .contains("\"Links\":[\"db\"]")
                    .contains("\"NanoCpus\":1500000000")
                    .contains("\"Memory\":67108864")
                    .contains("\"AttachStdout\":false");
            assertThat(engine.requests().get(1)).startsWith("POST /v1.41/containers/abc/start HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec: \"x\": executable file not found in $PATH | 127",
                "exec: \"/data\": permission denied | 126",
                "driver failed programming external connectivity | 125"
            })
    void run_startRefused_exitsAsAShellWould(String reason, int code) throws Exception {
        String refusal = "{\"message\":\"" + reason.replace("\"", "\\\"") + "\"}";
        try (CannedEngine engine = engine(request -> request.contains("/start ")
                ? CannedEngine.json(400, refusal)
                : CannedEngine.json(201, "{\"Id\":\"abc\"}"))) {
            Result result = run("run", "-d", "busybox");
            assertThat(result.code()).isEqualTo(code);
            assertThat(result.err()).startsWith("berth: Error response from daemon: " + reason + ".");
            assertThat(engine.requests()).hasSize(2);
        }
    }

    @Test
    void exec_withoutTerminal_splitsStreamsAndExitsWithTheProcess() throws Exception {
        try (CannedEngine engine = engine(request -> {
            if (request.contains("/start ")) {
                return "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\n\r\n" + frame(1, "to out\n")
                        + frame(2, "to err\n");
            }
            return CannedEngine.json(200, "{\"Id\":\"e1\",\"ExitCode\":7}");
        })) {
            assertThat(run("exec", "-e", "A=b", "web", "ls", "-l")).isEqualTo(new Result(7, "to out\n", "to err\n"));
            assertThat(engine.requests().get(0))
                    .contains("\"Cmd\":[\"ls\",\"-l\"]")
                    .contains("\"Env\":[\"A=b\"]");
        }
    }

    @Test
    void rm_someFail_othersAreRemovedAndTold() throws Exception {
        try (CannedEngine engine = engine(request -> request.contains("/gone")
                ? CannedEngine.json(404, "{\"message\":\"No such container: gone\"}")
                : "HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(run("rm", "-f", "-v", "a", "gone", "b"))
                    .isEqualTo(new Result(1, "a\nb\n", "Error response from daemon: No such container: gone\n"));
            assertThat(engine.requests().get(0)).startsWith("DELETE /v1.41/containers/a?force=1&v=1 HTTP/1.1");
        }
    }

    @Test
    void import_ofStandardInput_sendsItInChunks() throws Exception {
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, "{\"status\":\"sha256:1\"}"))) {
            InputStream tar = new ByteArrayInputStream("a tar".getBytes(StandardCharsets.UTF_8));
            assertThat(run(tar, "import", "-c", "CMD [\"sh\"]", "-", "busybox:1"))
                    .isEqualTo(new Result(0, "sha256:1\n", ""));
            assertThat(engine.requests().get(0))
                    .startsWith(
                            "POST /v1.41/images/create?fromSrc=-&repo=busybox&tag=1&changes=CMD%20%5B%22sh%22%5D HTTP/1.1")
                    .contains("\r\n5\r\na tar\r\n0\r\n\r\n");
        }
    }

    @Test
    void inspect_ofNothing_printsAnEmptyListAndComplains() throws Exception {
        try (CannedEngine engine = engine(request -> CannedEngine.json(404, "{\"message\":\"No such thing\"}"))) {
            assertThat(run("inspect", "nothing")).isEqualTo(new Result(1, "[]\n", "Error: No such object: nothing\n"));
            assertThat(engine.requests()).hasSize(4);
        }
    }

    @Test
    void inspect_object_isIndentedAsGoDoes() throws Exception {
        try (CannedEngine engine =
                engine(request -> CannedEngine.json(200, "{\"A\":1,\"B\":[],\"C\":{},\"D\":[\"<x>\"]}"))) {
            assertThat(run("inspect", "x").out()).isEqualTo("""
                    [
                        {
                            "A": 1,
                            "B": [],
                            "C": {},
                            "D": [
                                "<x>"
                            ]
                        }
                    ]
                    """);
            assertThat(run("inspect", "-f", "{{.A}} {{json .D}}", "x").out()).isEqualTo("1 [\"<x>\"]\n");
            assertThat(engine.requests()).hasSize(2);
        }
    }

    @Test
    void completion_bash_knowsCommands() {
        assertThat(run("completion", "bash").out()).contains("network").contains("--volumes-from");
        assertThat(run("completion", "fish").code()).isEqualTo(1);
    }
}
