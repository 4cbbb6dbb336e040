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
import org.junit.jupiter.params.provider.ValueSource;

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
                "run -a stdin -d busybox | 1 | conflicting options: cannot specify both --attach and --detach\\n",
                "run -e =x busybox | 125 | invalid argument \"=x\" for \"-e, --env\" flag: invalid environment variable: =x\\nSee 'berth run --help'.\\n",
                "create -p 99999:80 busybox | 125 | berth: Invalid hostPort: 99999.\\nSee 'berth create --help'.\\n",
                "update a | 1 | you must provide one or more flags when using this command\\n",
                "system df -v --format x | 1 | the verbose and the format options conflict\\n",
                "logs --since x a | 1 | invalid value for \"since\": failed to parse value as time or duration: \"x\"\\n",
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

    @ParameterizedTest
    @ValueSource(strings = {"attach web", "start -a web", "run -t busybox", "run --rm -t busybox"})
    void terminal_endOfOutputBeforeTheExitIsRecorded_exitsWithTheProcess(String line) throws Exception {
        String container = "{\"Id\":\"c1\",\"Config\":{\"Tty\":true},\"State\":{\"Running\":true},\"StatusCode\":4}";
        try (CannedEngine engine = engine(request -> request.contains("/attach?")
                ? "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\n\r\nlast words"
                : CannedEngine.json(200, container))) {
            assertThat(run(line.split(" "))).isEqualTo(new Result(4, "last words", ""));
            assertThat(engine.requests()).isNotEmpty();
        }
    }

    @Test
    void rm_someFail_othersAreRemovedAndTold() throws Exception {
        try (CannedEngine engine = engine(request -> request.contains("/gone")
                ? CannedEngine.json(409, "{\"message\":\"removal of gone is in progress\"}")
                : "HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(run("rm", "-f", "-v", "a", "gone", "b"))
                    .isEqualTo(new Result(1, "a\nb\n", "Error response from daemon: removal of gone is in progress\n"));
            assertThat(engine.requests().get(0)).startsWith("DELETE /v1.41/containers/a?force=1&v=1 HTTP/1.1");
        }
    }

    @Test
    void rm_forcedOfWhatIsGone_isToldAndNoFailure() throws Exception {
        try (CannedEngine engine =
                engine(request -> CannedEngine.json(404, "{\"message\":\"No such container: gone\"}"))) {
            assertThat(run("rm", "-f", "gone"))
                    .isEqualTo(new Result(0, "", "Error response from daemon: No such container: gone\n"));
            assertThat(run("rm", "gone").code()).isEqualTo(1);
            assertThat(engine.requests()).hasSize(2);
        }
    }

    @Test
    void create_refusedByTheEngine_exitsWith1() throws Exception {
        try (CannedEngine engine = engine(request -> CannedEngine.json(409, "{\"message\":\"Conflict.\"}"))) {
            assertThat(run("create", "busybox"))
                    .isEqualTo(new Result(1, "", "Error response from daemon: Conflict.\n"));
            assertThat(engine.requests()).hasSize(1);
        }
    }

    @Test
    void create_systemPathsUnconfined_hidesNothing() throws Exception {
        try (CannedEngine engine = engine(request -> CannedEngine.json(201, "{\"Id\":\"abc\"}"))) {
            run("create", "--security-opt", "systempaths=unconfined", "--security-opt", "no-new-privileges", "busybox");
            assertThat(engine.requests().get(0))
                    .contains("\"MaskedPaths\":[],\"ReadonlyPaths\":[]")
                    .contains("\"SecurityOpt\":[\"no-new-privileges\"]");
        }
    }

    @Test
    void rename_refused_namesTheContainer() throws Exception {
        try (CannedEngine engine = engine(request -> CannedEngine.json(409, "{\"message\":\"Conflict.\"}"))) {
            assertThat(run("rename", "a", "b").err())
                    .isEqualTo("Error response from daemon: Conflict.\nError: failed to rename container named a\n");
            assertThat(run("rename", "a", " ").err()).isEqualTo("Error: Neither old nor new names may be empty\n");
            assertThat(engine.requests()).hasSize(1);
        }
    }

    @Test
    void ps_labelOfARow_isGivenByName() throws Exception {
        String answer = "[{\"Id\":\"0123\",\"Labels\":{\"com.x.foo-bar\":\"1\"}}]";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, answer))) {
            assertThat(run("ps", "--format", "<{{.Label \"com.x.foo-bar\"}}|{{.Label \"no\"}}>")
                            .out())
                    .isEqualTo("<1|>\n");
            assertThat(run("ps", "--format", "table {{.ID}}\t{{.Label \"com.x.foo-bar\"}}")
                            .out())
                    .isEqualTo("CONTAINER ID   foo bar\n0123           1\n");
            assertThat(run("ps", "--format", "json").out()).doesNotContain("\"Label\"");
            assertThat(run("ps", "--format", "{{.Label}}").err())
                    .isEqualTo("failed to execute template: template: :1:2: executing \"\" at <.Label>: wrong number"
                            + " of args for Label: want 1 got 0\n");
            assertThat(engine.requests()).hasSize(4);
        }
    }

    @Test
    void pluginLs_plugins_areATable() throws Exception {
        String answer = "[{\"Id\":\"0123456789abcdef\",\"Name\":\"sea\",\"Enabled\":true,"
                + "\"Config\":{\"Description\":\"at unix:///s\"}}]";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, answer))) {
            assertThat(run("plugin", "ls").out())
                    .isEqualTo("ID             NAME      DESCRIPTION    ENABLED\n"
                            + "0123456789ab   sea       at unix:///s   true\n");
            assertThat(run("plugin", "ls", "-q", "--no-trunc").out()).isEqualTo("0123456789abcdef\n");
            assertThat(engine.requests().get(0)).startsWith("GET ").contains("/plugins");
        }
    }

    @Test
    void events_template_hasDockersNames() throws Exception {
        String event =
                "{\"status\":\"start\",\"id\":\"c1\",\"from\":\"busybox\",\"Type\":\"container\",\"Action\":\"start\","
                        + "\"Actor\":{\"ID\":\"c1\",\"Attributes\":{\"name\":\"a\"}},\"scope\":\"local\",\"time\":7,\"timeNano\":7000000008}";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, event))) {
            String format =
                    "{{.Status}} {{.ID}} {{.From}} {{.Scope}} {{.Time}} {{.TimeNano}} {{.Actor.Attributes.name}}";
            assertThat(run("events", "--until", "1", "--format", format))
                    .isEqualTo(new Result(0, "start c1 busybox local 7 7000000008 a\n", ""));
            assertThat(run("events", "--until", "1", "--format", "json").out()).isEqualTo(event + "\n");
            assertThat(run("events", "--until", "1", "--format", "{{.Foo}}"))
                    .isEqualTo(new Result(
                            64,
                            "",
                            "Error parsing format: template: :1:2: executing \"\" at <.Foo>: can't evaluate field Foo"
                                    + " in type *events.Message\n"));
            assertThat(engine.requests()).hasSize(3);
        }
    }

    @Test
    void version_templateThatDoesNotFit_exitsWith1() throws Exception {
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, "{\"Version\":\"1\",\"Containers\":1}"))) {
            assertThat(run("version", "--format", "{{.Foo}}").code()).isEqualTo(1);
            assertThat(run("info", "--format", "{{.Foo}}").code()).isEqualTo(1);
            assertThat(run("version", "--format", "{{").code()).isEqualTo(64);
            assertThat(engine.requests()).hasSize(3);
        }
    }

    @Test
    void systemDf_verbose_listsEverything() throws Exception {
        String usage = """
                {"LayersSize":3000000,
                 "Images":[{"Id":"sha256:0123456789abcdef","RepoTags":["web:1"],"Created":1,"Size":3000000,"SharedSize":1000000,"Containers":2},
                           {"Id":"sha256:1123456789abcdef","RepoTags":[],"Created":1,"Size":5,"SharedSize":-1,"Containers":-1}],
                 "Containers":[{"Id":"abcdef0123456789","Image":"web:1","Command":"sh","Created":1,"Status":"Up 1 second","Names":["/a"],"SizeRw":12,
                                "Mounts":[{"Driver":"local"},{"Type":"bind"}]}],
                 "Volumes":[{"Name":"v","UsageData":{"Size":7,"RefCount":1}}],"BuildCache":[]}""";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, usage))) {
            assertThat(run("system", "df", "-v")
                            .out()
                            .replaceAll("[0-9]+ years ago", "AGO")
                            .replaceAll(" +", " "))
                    .isEqualTo("""
                            Images space usage:

                            REPOSITORY TAG IMAGE ID CREATED SIZE SHARED SIZE UNIQUE SIZE CONTAINERS
                            web 1 0123456789ab AGO 3MB 1MB 2MB 2
                            <none> <none> 1123456789ab AGO 5B 0B 5B 0

                            Containers space usage:

                            CONTAINER ID IMAGE COMMAND LOCAL VOLUMES SIZE CREATED STATUS NAMES
                            abcdef012345 web:1 "sh" 1 12B AGO Up 1 second a

                            Local Volumes space usage:

                            VOLUME NAME LINKS SIZE
                            v 1 7B

                            Build cache usage: 0B

                            CACHE ID CACHE TYPE SIZE CREATED LAST USED USAGE SHARED
                            """);
            assertThat(engine.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "container prune | WARNING! This will remove all stopped containers.",
                "image prune | WARNING! This will remove all dangling images.",
                "image prune -a | WARNING! This will remove all images without at least one container associated to them.",
                "network prune | WARNING! This will remove all custom networks not used by at least one container.",
                "volume prune | WARNING! This will remove anonymous local volumes not used by at least one container.",
                "volume prune -a | WARNING! This will remove all local volumes not used by at least one container.",
                "system prune --volumes | WARNING! This will remove:\\n  - all stopped containers\\n  - all networks not used by at least one container\\n  - all anonymous volumes not used by at least one container\\n  - all dangling images\\n"
            })
    void prune_unconfirmed_saysWhatWouldGoAndRemovesNothing(String line, String warning) {
        assertThat(run(line.split(" ")))
                .isEqualTo(new Result(
                        0, warning.replace("\\n", "\n") + "\nAre you sure you want to continue? [y/N] ", ""));
    }

    @Test
    void help_ofAGroup_isNarrowerThanATerminal() {
        assertThat(run("volume", "--help").out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(run("volume", "rm", "--help").out()).contains("in use by a container.");
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
