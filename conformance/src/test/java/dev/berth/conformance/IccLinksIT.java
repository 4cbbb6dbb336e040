package dev.berth.conformance;

import static dev.berth.conformance.harness.Containers.idle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Containers;
import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Links on a default bridge of both families whose containers do not reach each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IccLinksIT {
    private static final String SERVE =
            "mkdir -p /www; echo page > /www/index.html; httpd -p 80 -h /www; exec httpd -f -p 81 -h /www";

    private Engine engine;
    private Docker docker;

    @BeforeAll
    void start() {
        engine =
                Engine.start(Engine.kindUnderTest(), "--icc=false", "--ipv6", "--fixed-cidr-v6", "fd00:dead:beef::/64");
        docker = engine.docker();
    }

    @AfterEach
    void empty() {
        engine.empty();
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private void serve(String name) {
        docker.ok("run", "-d", "--name", name, "--expose", "80", "busybox", "sh", "-c", SERVE);
    }

    @Test
    void link_whereContainersAreKeptApart_opensTheExposedPortsOnly() {
        serve("server");
        idle(docker, "linked", "--link", "server");
        idle(docker, "other");
        String address = docker.address("server");

        docker.until(() -> fetch("linked", address + ":80"));
        assertThat(fetch("linked", address + ":81"))
                .as("a port that is not exposed")
                .isFalse();
        assertThat(fetch("other", address + ":80"))
                .as("a container without the link")
                .isFalse();

        docker.ok("rm", "--link", "linked/server");
        docker.ok("stop", "-t", "0", "server");
        docker.ok("start", "server");
        String now = docker.address("server");
        assertThat(fetch("linked", now + ":80")).as("after the link is gone").isFalse();
    }

    @Test
    void link_bothFamilies_hasALineOfEach() {
        serve("server");
        idle(docker, "linked", "--link", "server:s");
        String names = "\ts " + Containers.shortId(docker, "server") + " server";

        assertThat(docker.ok("exec", "linked", "cat", "/etc/hosts").lines())
                .containsSubsequence(
                        docker.address("server") + names, Containers.address6(docker, "bridge", "server") + names);
        assertThat(docker.ok("exec", "linked", "env")).contains("S_PORT=tcp://" + docker.address("server") + ":80");
    }

    @Test
    @Tag("beyond-docker")
    void link_bothFamilies_opensBothAndFollowsARestart() {
        serve("server");
        idle(docker, "linked", "--link", "server:s");
        String six = Containers.address6(docker, "bridge", "server");
        assertThat(docker.ok("exec", "linked", "env")).contains("S_PORT_80_TCP_ADDR6=" + six);
        docker.until(() -> fetch("linked", "[" + six + "]:80"));
        assertThat(fetch("linked", "[" + six + "]:81")).isFalse();

        docker.ok("stop", "-t", "0", "server");
        idle(docker, "squatter");
        docker.ok("start", "server");

        String now = Containers.address6(docker, "bridge", "server");
        assertThat(docker.ok("exec", "linked", "cat", "/etc/hosts").lines().filter(line -> line.contains("\ts ")))
                .hasSize(2)
                .anyMatch(line -> line.startsWith(docker.address("server") + "\t"))
                .anyMatch(line -> line.startsWith(now + "\t"));
        docker.until(() -> fetch("linked", "[" + now + "]:80"));
    }

    private boolean fetch(String from, String to) {
        return docker.run("exec", from, "timeout", "2", "wget", "-qO-", "http://" + to + "/")
                .out()
                .equals("page\n");
    }
}
