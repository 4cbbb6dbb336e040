package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is refused with Docker's status and words, leaves nothing behind, and the engine lives on. */
@OnEngine
class BadInputIT {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET    | /containers/nobody/json            |                                   | 404 | No such container: nobody
        POST   | /containers/nobody/start           |                                   | 404 | No such container: nobody
        POST   | /containers/nobody/kill            |                                   | 404 | No such container: nobody
        DELETE | /containers/nobody                 |                                   | 404 | No such container: nobody
        POST   | /containers/create                 | {"Image":"no-such-image"}         | 404 | No such image: no-such-image:latest
        POST   | /containers/create                 | {"Image":"busybox","Cmd":         | 400/500 |
        POST   | /containers/create?name=a%2Fb      | {"Image":"busybox"}               | 400 | Invalid container name (a/b)
        POST   | /containers/create                 | {"Image":"busybox","HostConfig":{"Binds":["a:b:c:d"]}}        | 400/500 | invalid volume specification: 'a:b:c:d'
        POST   | /containers/create                 | {"Image":"busybox","HostConfig":{"Binds":["/a:relative"]}}    | 400/500 | invalid
        POST   | /containers/create                 | {"Image":"busybox","HostConfig":{"RestartPolicy":{"Name":"sometimes"}}} | 400 | invalid restart policy
        POST   | /containers/create                 | {"Image":"busybox","HostConfig":{"Memory":1000}}              | 400 | Minimum memory limit allowed is 6MB
        PUT    | /containers/nobody/archive?path=/  |                                   | 404 | No such container: nobody
        GET    | /networks/nobody                   |                                   | 404 | network nobody not found
        POST   | /networks/create                   | {"Name":"x","Driver":"no-driver"} | 404 | no-driver
        POST   | /networks/create                   | {"Name":"bridge"}                 | 403 |
        GET    | /volumes/nobody                    |                                   | 404 | no such volume
        GET    | /images/nobody/json                |                                   | 404 | No such image: nobody
        GET    | /exec/nobody/json                  |                                   | 404 | No such exec instance: nobody
        GET    | /no/such/path                      |                                   | 404 | page not found
        """)
    void request_thatIsWrong_hasDockersStatusAndMessage(
            String method, String path, String body, String statuses, String message, Docker docker) {
        Docker.Answer answer = docker.api(method, path, body == null ? "" : body);
        assertThat(answer.status()).as(answer.body()).isIn(statuses(statuses));
        if (message != null) {
            assertThat(answer.body()).contains(message);
        }
        assertThat(docker.ok("ps", "-aq")).isEmpty();
        assertThat(docker.ok("volume", "ls", "-q")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        run --no-such-flag busybox                  | 125 | unknown flag: --no-such-flag
        run -p 99999:80 busybox true                | 125 | nvalid
        run -v /a:/b:wrongly busybox true           | 125 | invalid mode: wrongly
        run --network none --link x busybox true    | 125 |
        exec nobody true                            | 1   | No such container: nobody
        logs nobody                                 | 1   | No such container: nobody
        rm nobody                                   | 1   | No such container: nobody
        volume inspect nobody                       | 1   | nobody
        network inspect nobody                      | 1   | nobody
        """)
    void command_thatIsWrong_failsWithItsReason(String command, int exit, String message, Docker docker) {
        Docker.Result result = docker.run(command.trim().split(" "));
        assertThat(result.exit()).as(result.err()).isEqualTo(exit);
        if (message != null) {
            assertThat(result.err()).contains(message);
        }
        docker.ok("info", "--format", "{{.ID}}");
    }

    /** Docker's status now, and the oracle's own where dockerd 20.10 answered 500 to a user's mistake. */
    private static List<Integer> statuses(String text) {
        return Stream.of(text.split("/")).map(Integer::valueOf).toList();
    }

    @Test
    void archive_intoWhatIsNoDirectory_isRefused(Docker docker) {
        docker.ok("create", "--name", "box", "busybox");
        Docker.Answer missing = docker.api("PUT", "/containers/box/archive?path=/nope");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.body()).contains("Could not find the file /nope in container box");
        Docker.Answer file = docker.api("PUT", "/containers/box/archive?path=/bin/sh");
        assertThat(file.status()).isIn(400, 500);
        assertThat(file.body()).contains("extraction point is not a directory");
    }

    @Test
    void version_unknown_isRefused(Docker docker) {
        assertThat(docker.apiRaw("GET", "/v9.99/info").status()).isEqualTo(400);
    }

    @Test
    void exec_inAStoppedContainer_isAConflict(Docker docker) {
        docker.ok("create", "--name", "box", "busybox");
        Docker.Answer answer = docker.api("POST", "/containers/box/exec", "{\"Cmd\":[\"true\"]}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("is not running");
    }
}
