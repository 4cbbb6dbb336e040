package dev.berth.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.cli.archive.CannedEngine;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line as a whole, and commands that are like no other. */
class CliTest extends CliCase {
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
    void prune_unconfirmed_saysWhatWouldGoAndRemovesNothing(String line, String warning) throws Exception {
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, "{}"))) {
            assertThat(run(line.split(" "))).isEqualTo(new Result(0, question(warning), ""));
            assertThat(engine.requests()).isEmpty();
        }
    }

    private static String question(String warning) {
        return warning.replace("\\n", "\n") + "\nAre you sure you want to continue? [y/N] ";
    }

    /** Engines before API 1.42 take named volumes whatever they are asked. */
    @Test
    void volumePrune_olderEngine_saysThatNamedOnesGoToo() throws Exception {
        try (CannedEngine engine = olderEngine(41, request -> CannedEngine.json(200, "{}"))) {
            assertThat(run("volume", "prune").out())
                    .isEqualTo(question(
                            "WARNING! This will remove all local volumes not used by at least one container."));
            assertThat(run("system", "prune", "--volumes").out())
                    .contains("\n  - all volumes not used by at least one container\n");
            assertThat(engine.requests()).isEmpty();
        }
    }

    @Test
    void volumePrune_all_takesNamedOnes() throws Exception {
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, "{\"SpaceReclaimed\":0}"))) {
            run("volume", "prune", "-f");
            run("volume", "prune", "-f", "--all");
            assertThat(engine.requests().get(0)).startsWith("POST /v1.51/volumes/prune HTTP/1.1");
            assertThat(engine.requests().get(1))
                    .startsWith("POST /v1.51/volumes/prune?filters=%7B%22all%22%3A%5B%22true%22%5D%7D HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "volume prune --all | all | 1.42",
                "stop -s INT web | signal | 1.42",
                "restart --signal INT web | signal | 1.42",
                "create --health-start-interval 1s busybox | health-start-interval | 1.44"
            })
    void run_flagThatTheEngineIsTooOldFor_isRefusedInDockersWords(String line, String flag, String since)
            throws Exception {
        try (CannedEngine engine = olderEngine(41, request -> CannedEngine.json(200, "{}"))) {
            assertThat(run(line.split(" ")))
                    .isEqualTo(new Result(
                            1,
                            "",
                            "\"--" + flag + "\" requires API version " + since
                                    + ", but the Docker daemon API version is 1.41\n"));
            assertThat(engine.requests()).isEmpty();
        }
    }

    @Test
    void run_apiVersionOfTheUser_isAskedForAsItIs() throws Exception {
        InputStream none = InputStream.nullInputStream();
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, "[]"))) {
            assertThat(run(Map.of("DOCKER_API_VERSION", "1.99"), none, "ps").code())
                    .isZero();
            assertThat(run(Map.of("DOCKER_API_VERSION", "v1.30"), none, "ps").code())
                    .isZero();
            assertThat(engine.requests().get(0)).startsWith("GET /v1.99/containers/json ");
            assertThat(engine.requests().get(1)).startsWith("GET /v1.30/containers/json ");
        }
        assertThat(run(Map.of("DOCKER_API_VERSION", "new"), none, "ps"))
                .isEqualTo(new Result(1, "", "DOCKER_API_VERSION: invalid API version: new\n"));
    }

    @Test
    void version_olderEngine_isToldToBeSpokenWith() throws Exception {
        try (CannedEngine engine = olderEngine(41, request -> CannedEngine.json(200, "{\"ApiVersion\":\"1.41\"}"))) {
            assertThat(run("version").out()).contains(" ApiVersion:        1.41 (downgraded from 1.51)\n");
            assertThat(run("version", "-f", "{{.Client.ApiVersion}} {{.Client.DefaultAPIVersion}}")
                            .out())
                    .isEqualTo("1.41 1.51\n");
            assertThat(engine.requests()).hasSize(2);
        }
        Result alone = run("version");
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.out()).contains(" ApiVersion:        1.51\n").doesNotContain("Server");
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
                            "POST /v1.51/images/create?fromSrc=-&repo=busybox&tag=1&changes=CMD%20%5B%22sh%22%5D HTTP/1.1")
                    .contains("\r\n5\r\na tar\r\n0\r\n\r\n");
        }
    }

    @Test
    void completion_bash_knowsCommands() {
        assertThat(run("completion", "bash").out()).contains("network").contains("--volumes-from");
        assertThat(run("completion", "fish").code()).isEqualTo(1);
    }
}
