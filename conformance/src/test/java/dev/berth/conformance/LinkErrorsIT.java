package dev.berth.conformance;

import static dev.berth.conformance.harness.Containers.idle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Test;

/** Walkthrough C13: links that cannot be. */
@OnEngine
class LinkErrorsIT {
    @Test
    void link_toNothing_isAnError(Docker docker) {
        Docker.Result refused = docker.run("run", "-d", "--name", "box", "--link", "nobody", "busybox", "true");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err()).contains("could not get container for nobody");
    }

    @Test
    void link_toAStoppedContainer_isAnErrorAtStart(Docker docker) {
        docker.ok("create", "--name", "idle", "busybox", "true");
        Docker.Result refused = docker.run("run", "-d", "--name", "box", "--link", "idle:x", "busybox", "true");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err()).contains("Cannot link to a non running container: /idle AS /box/x");
    }

    @Test
    void link_toWhatItCannotBeLinkedTo_isRefused(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "apart", "--network", "net1");
        idle(docker, "hosted", "--network", "host");
        idle(docker, "test1");

        assertThat(refusal(docker, "--link", "apart"))
                .contains("Cannot link to /apart, as it does not belong to the default network");
        String undefined = "conflicting options: host type networking can't be used with links. This would result in"
                + " undefined behavior";
        assertThat(refusal(docker, "--link", "hosted")).contains(undefined);
        // docker 20.10 asks no engine
        String ownWords = "links are only supported for user-defined networks";
        assertThat(refusal(docker, "--network", "host", "--link", "test1")).containsAnyOf(undefined, ownWords);
        assertThat(refusal(docker, "--network", "container:test1", "--link", "test1"))
                .containsAnyOf("conflicting options: container type network can't be used with links.", ownWords);
        assertThat(refusal(docker, "--link", ":x"))
                .contains("could not get container for : invalid name or ID supplied: \"\"");
        assertThat(docker.api(
                                "POST",
                                "/containers/create",
                                "{\"Image\":\"busybox\",\"HostConfig\":{\"Links\":[\"nobody\"]}}")
                        .status())
                .isEqualTo(400);
        assertThat(docker.api(
                                "POST",
                                "/containers/create",
                                "{\"Image\":\"busybox\",\"HostConfig\":{\"Links\":[\"a:b:c\"]}}")
                        .body())
                .contains("bad format for links: a:b:c");
    }

    private static String refusal(Docker docker, String... flags) {
        Docker.Result refused = docker.run(
                Docker.join(new String[] {"run", "--name", "refused"}, flags, new String[] {"busybox", "true"}));
        docker.run("rm", "-f", "refused");
        assertThat(refused.exit()).isEqualTo(125);
        return refused.err();
    }
}
