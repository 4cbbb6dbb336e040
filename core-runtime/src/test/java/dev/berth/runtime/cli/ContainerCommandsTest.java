package dev.berth.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.cli.archive.CannedEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that make, run and remove containers, and networks. */
class ContainerCommandsTest extends CliCase {
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
                    .startsWith("POST /v1.51/containers/create?name=web HTTP/1.1")
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
            assertThat(engine.requests().get(1)).startsWith("POST /v1.51/containers/abc/start HTTP/1.1");
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
            assertThat(engine.requests().get(0)).startsWith("DELETE /v1.51/containers/a?force=1&v=1 HTTP/1.1");
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
    void create_macAddress_isWhereTheEngineLooksForIt() throws Exception {
        String[] words = {"create", "--mac-address", "02:42:0a:00:00:63", "--network", "sea", "busybox"};
        String containers = "\"MacAddress\":\"02:42:0a:00:00:63\",";
        String endpoints = "\"EndpointsConfig\":{\"sea\":{\"MacAddress\":\"02:42:0a:00:00:63\"}}";
        try (CannedEngine engine = olderEngine(43, request -> CannedEngine.json(201, "{\"Id\":\"abc\"}"))) {
            run(words);
            assertThat(engine.requests().get(0)).contains(containers, endpoints);
        }
        try (CannedEngine engine = olderEngine(44, request -> CannedEngine.json(201, "{\"Id\":\"abc\"}"))) {
            run(words);
            words[4] = "host";
            run(words);
            assertThat(engine.requests().get(0)).contains(endpoints).doesNotContain(containers);
            assertThat(engine.requests().get(1)).contains(containers).doesNotContain("\"host\":{");
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
    void networkRm_forcedOfWhatIsGone_isNoFailure() throws Exception {
        try (CannedEngine engine = engine(request -> request.contains("/gone")
                ? CannedEngine.json(404, "{\"message\":\"network gone not found\"}")
                : CannedEngine.json(403, "{\"message\":\"network busy has active endpoints\"}"))) {
            assertThat(run("network", "rm", "-f", "gone")).isEqualTo(new Result(0, "", ""));
            assertThat(run("network", "rm", "gone").code()).isEqualTo(1);
            assertThat(run("network", "rm", "-f", "busy"))
                    .isEqualTo(new Result(1, "", "Error response from daemon: network busy has active endpoints\n"));
            assertThat(engine.requests()).hasSize(3);
        }
    }

    @Test
    void volumeRm_forced_isTheEnginesToForce() throws Exception {
        try (CannedEngine engine = engine(request -> request.contains("/busy")
                ? CannedEngine.json(409, "{\"message\":\"remove busy: volume is in use - [c1]\"}")
                : "HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(run("volume", "rm", "-f", "gone", "busy"))
                    .isEqualTo(new Result(
                            1, "gone\n", "Error response from daemon: remove busy: volume is in use - [c1]\n"));
            assertThat(run("volume", "rm", "kept").out()).isEqualTo("kept\n");
            assertThat(engine.requests().get(0)).startsWith("DELETE /v1.51/volumes/gone?force=1 ");
            assertThat(engine.requests().get(2)).startsWith("DELETE /v1.51/volumes/kept ");
        }
    }
}
