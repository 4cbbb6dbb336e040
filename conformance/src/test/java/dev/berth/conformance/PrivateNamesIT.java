package dev.berth.conformance;

import static dev.berth.conformance.harness.Containers.idle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Test;

/** Walkthrough C14: links on user-defined networks, which are names that one container has for another. */
@OnEngine
class PrivateNamesIT {
    @Test
    void link_onAUserNetwork_isAPrivateAlias(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "server", "--network", "net1");
        idle(docker, "linked", "--network", "net1", "--link", "server:alias");
        idle(docker, "unlinked", "--network", "net1");
        assertThat(docker.run("exec", "linked", "ping", "-c", "1", "alias").exit())
                .isZero();
        assertThat(docker.run("exec", "unlinked", "ping", "-c", "1", "alias").exit())
                .isNotZero();
    }

    @Test
    void link_onAUserNetwork_needsNobodyThereAndReservesNothing(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "early", "--network", "net1", "--link", "late:x");
        assertThat(docker.ok("inspect", "-f", "{{json .NetworkSettings.Networks.net1.Links}}", "early"))
                .isEqualTo("[\"late:x\"]");
        assertThat(docker.run("inspect", "early/x").exit()).isNotZero();

        idle(docker, "late", "--network", "net1");

        assertThat(docker.run("exec", "early", "ping", "-c", "1", "x").exit()).isZero();
        assertThat(docker.ok("ps", "--no-trunc", "--format", "{{.Names}}").lines())
                .containsExactly("late", "early");
    }

    @Test
    void networkConnect_withLink_isAPrivateAlias(Docker docker) {
        docker.ok("network", "create", "net1");
        idle(docker, "server", "--network", "net1");
        idle(docker, "client");
        idle(docker, "other", "--network", "net1");

        docker.ok("network", "connect", "--link", "server:y", "net1", "client");

        assertThat(docker.run("exec", "client", "ping", "-c", "1", "y").exit()).isZero();
        assertThat(docker.run("exec", "other", "ping", "-c", "1", "y").exit()).isNotZero();
    }
}
