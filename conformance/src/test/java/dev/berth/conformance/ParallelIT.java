package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hundred containers by eight clients at once on one bridge, and nothing left of them. */
@OnEngine
@Tag("beyond-docker")
class ParallelIT {
    private static final int CONTAINERS = 100;
    private static final int CLIENTS = 8;

    @Test
    void hundredContainers_byEightClients_allAnswerAndLeaveNothing(Docker docker) throws Exception {
        docker.ok("network", "create", "crowd");
        List<String> before = docker.leftovers();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> starts = new ArrayList<>();
            for (int i = 0; i < CONTAINERS; i++) {
                String name = "crowd" + i;
                starts.add(clients.submit(
                        () -> docker.ok("run", "-d", "--name", name, "--network", "crowd", "busybox", "sleep", "600")));
            }
            for (Future<?> start : starts) {
                start.get(180, TimeUnit.SECONDS);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(docker.ok("ps", "-q").lines()).hasSize(CONTAINERS);
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < CONTAINERS; i++) {
            script.append("ping -c 1 -W 3 crowd")
                    .append(i)
                    .append(" >/dev/null || echo silent crowd")
                    .append(i)
                    .append("; ");
        }
        assertThat(docker.ok("exec", "crowd0", "sh", "-c", script.toString())).isEmpty();
        docker.ok(Docker.join(new String[] {"rm", "-f"}, docker.ok("ps", "-aq").split("\n")));
        assertThat(docker.leftovers()).isEqualTo(before);
    }
}
