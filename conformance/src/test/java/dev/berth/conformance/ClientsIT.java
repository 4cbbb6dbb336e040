package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.OnEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Other clients than the newest docker command: docker-java (Testcontainers' own), Compose, an older docker. */
@OnEngine
class ClientsIT {
    @Test
    void dockerJava_livesThroughAContainer(Engine engine) throws Exception {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + engine.socketFromOutside())
                .build();
        try (ZerodepDockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build();
                DockerClient client = DockerClientImpl.getInstance(config, http)) {
            assertThat(client.infoCmd().exec().getOsType()).isEqualTo("linux");
            CreateContainerResponse made = client.createContainerCmd("busybox")
                    .withName("viajava")
                    .withCmd("sh", "-c", "echo spoken; exit 4")
                    .withExposedPorts(ExposedPort.tcp(80))
                    .withHostConfig(HostConfig.newHostConfig().withPortBindings(PortBinding.parse("80")))
                    .exec();
            client.startContainerCmd(made.getId()).exec();
            assertThat(client.waitContainerCmd(made.getId()).start().awaitStatusCode(60, TimeUnit.SECONDS))
                    .isEqualTo(4);
            StringBuilder log = new StringBuilder();
            client.logContainerCmd(made.getId())
                    .withStdOut(true)
                    .exec(new ResultCallback.Adapter<Frame>() {
                        @Override
                        public void onNext(Frame frame) {
                            log.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                        }
                    })
                    .awaitCompletion(60, TimeUnit.SECONDS);
            assertThat(log).hasToString("spoken\n");
            client.removeContainerCmd(made.getId()).exec();
            Assertions.assertThatThrownBy(
                            () -> client.inspectContainerCmd(made.getId()).exec())
                    .isInstanceOf(NotFoundException.class);
        }
    }

    /** Testcontainers 2 and docker 29 speak no older version; the dockerd beside does not know it. */
    @Test
    @Tag("beyond-docker")
    void clientsOfToday_speak1_44(Engine engine) throws Exception {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + engine.socketFromOutside())
                .withApiVersion(RemoteApiVersion.create(1, 44))
                .build();
        try (ZerodepDockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build();
                DockerClient client = DockerClientImpl.getInstance(config, http)) {
            String id = client.createContainerCmd("busybox")
                    .withCmd("sleep", "600")
                    .exec()
                    .getId();
            client.startContainerCmd(id).exec();
            InspectContainerResponse inspected = client.inspectContainerCmd(id).exec();
            assertThat(inspected.getState().getRunning()).isTrue();
            assertThat(client.inspectImageCmd("busybox").exec().getSize()).isPositive();
            assertThat(client.listContainersCmd().exec()).hasSize(1);
            client.removeContainerCmd(id).withForce(true).exec();
        }
    }

    @Test
    void compose_bringsUpAndTakesDown(Docker docker) throws IOException {
        Path project = docker.hostDirectory("project");
        Files.writeString(project.resolve("docker-compose.yml"), """
                version: "2.4"
                services:
                  server:
                    image: busybox
                    command: sleep 600
                    volumes: ["shared:/data"]
                  client:
                    image: busybox
                    command: sleep 600
                    depends_on: [server]
                    volumes: ["shared:/data"]
                volumes:
                  shared: {}
                """);
        String file = project.resolve("docker-compose.yml").toString();
        docker.compose(file, "up", "-d");
        assertThat(docker.compose(file, "exec", "-T", "client", "ping", "-c", "1", "server"))
                .contains("1 packets received");
        docker.compose(file, "exec", "-T", "server", "sh", "-c", "echo shared > /data/file");
        assertThat(docker.compose(file, "exec", "-T", "client", "cat", "/data/file"))
                .isEqualTo("shared");
        docker.compose(file, "down", "-v", "-t", "0");
        assertThat(docker.ok("ps", "-aq")).isEmpty();
        assertThat(docker.ok("volume", "ls", "-q")).isEmpty();
    }

    @Test
    void olderDocker_runs(Docker docker) {
        Docker.Result result = docker.runOld("run", "--rm", "busybox", "echo", "hello");
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(docker.runOld("ps").exit()).isZero();
        assertThat(docker.runOld("system", "df").exit()).isZero();
    }
}
