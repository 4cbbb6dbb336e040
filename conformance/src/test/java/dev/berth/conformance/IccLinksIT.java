package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import org.junit.jupiter.api.Test;

/** Links on a default bridge whose containers do not reach each other. */
class IccLinksIT {
    @Test
    void link_whereContainersAreKeptApart_opensTheExposedPortsOnly() {
        try (Engine engine = Engine.start(Engine.kindUnderTest(), "--icc=false")) {
            Docker docker = engine.docker();
            docker.ok(
                    "run",
                    "-d",
                    "--name",
                    "server",
                    "--expose",
                    "80",
                    "busybox",
                    "sh",
                    "-c",
                    "mkdir -p /www; echo page > /www/index.html; httpd -p 80 -h /www; exec httpd -f -p 81 -h /www");
            docker.ok("run", "-d", "--name", "linked", "--link", "server", "busybox", "sleep", "600");
            docker.ok("run", "-d", "--name", "other", "busybox", "sleep", "600");
            String address = docker.address("server");

            docker.until(() -> fetch(docker, "linked", address + ":80"));
            assertThat(fetch(docker, "linked", address + ":81"))
                    .as("a port that is not exposed")
                    .isFalse();
            assertThat(fetch(docker, "other", address + ":80"))
                    .as("a container without the link")
                    .isFalse();

            docker.ok("rm", "--link", "linked/server");
            docker.ok("stop", "-t", "0", "server");
            docker.ok("start", "server");
            String now = docker.address("server");
            assertThat(fetch(docker, "linked", now + ":80"))
                    .as("after the link is gone")
                    .isFalse();
        }
    }

    private static boolean fetch(Docker docker, String from, String to) {
        return docker.run("exec", from, "timeout", "2", "wget", "-qO-", "http://" + to + "/")
                .out()
                .equals("page\n");
    }
}
