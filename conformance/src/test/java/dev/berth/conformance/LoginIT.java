package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.LocalRegistry;
import dev.berth.conformance.harness.LocalRegistry.Kind;
import dev.berth.conformance.harness.OnEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logins where Docker's command keeps them, and what uses them: pull, push, build. */
@OnEngine
class LoginIT {
    /** Keeps what it is given in files beside itself. */
    private static final String HELPER = """
            #!/bin/sh
            kept=$(dirname "$0")/kept; mkdir -p "$kept"
            given=$(cat)
            url=$(printf %s "$given" | sed 's/.*"ServerURL":"\\([^"]*\\)".*/\\1/')
            file=$kept/$(printf %s "$url" | tr '/:' '__')
            case $1 in
            store) printf %s "$given" > "$file" ;;
            get) cat "$file" 2> /dev/null || { echo 'credentials not found in native keychain'; exit 1; } ;;
            erase) rm -f "$file" ;;
            list) echo "{$(sed -s 's/.*"ServerURL":"\\([^"]*\\)".*/"\\1":"me"/' "$kept"/* 2> /dev/null | paste -sd,)}" ;;
            esac
            """;

    private LocalRegistry registry;
    private String server;
    private String name;
    private Path home;

    @BeforeEach
    void start(Engine engine, Docker docker) throws IOException {
        registry = engine.registry(Kind.GUARDED);
        name = registry.name("team/app:1");
        server = name.substring(0, name.indexOf('/'));
        home = docker.hostDirectory("login");
        Path helper = Files.writeString(home.resolve("docker-credential-box"), HELPER);
        docker.onHost("chmod", "755", helper.toString());
        Files.writeString(home.resolve("Dockerfile"), "FROM " + name + "\nLABEL mine=1\n");
        docker.ok("tag", "busybox", name);
    }

    @AfterEach
    void stop(Docker docker) {
        registry.close();
        docker.run("rmi", "-f", name, "own");
    }

    private String run(Docker docker, Engine engine, String command) {
        return docker.onHost(
                "sh",
                "-c",
                String.format(
                        Locale.ROOT,
                        "export DOCKER_CONFIG=%1$s PATH=%1$s:$PATH DOCKER_HOST=unix://%2$s BERTH_HOST=unix://%2$s"
                                + " DOCKER_BUILDKIT=0 BERTH_BUILD=no; %3$s 2>&1 || echo \"failed with $?\"",
                        home,
                        engine.socket(),
                        command));
    }

    private void use(Docker docker, Engine engine, String program) {
        String login = program + " login -u " + LocalRegistry.USER + " --password-stdin " + server;
        assertThat(run(docker, engine, "echo secret | " + login)).contains("Login Succeeded");
        assertThat(run(docker, engine, program + " push " + name)).contains("digest: ");
        docker.ok("rmi", name);
        assertThat(run(docker, engine, program + " pull " + name)).contains("Downloaded newer image");
        docker.ok("rmi", name);
        assertThat(run(docker, engine, program + " build -t own " + home)).contains("Successfully tagged own:latest");
        docker.ok("rmi", "own", name);
        assertThat(run(docker, engine, program + " logout " + server)).contains("Removing login credentials");
        assertThat(run(docker, engine, program + " pull " + name)).contains("no basic auth credentials");
        assertThat(run(docker, engine, program + " build -t own " + home)).contains("no basic auth credentials");
    }

    private void configure(String json) throws IOException {
        Files.writeString(home.resolve("config.json"), json);
    }

    @Test
    void docker_configFile(Docker docker, Engine engine) throws IOException {
        configure("{\"HttpHeaders\":{\"X\":\"y\"}}");
        use(docker, engine, "docker");
    }

    @Test
    void docker_helper(Docker docker, Engine engine) throws IOException {
        configure("{\"credHelpers\":{\"" + server + "\":\"box\"}}");
        use(docker, engine, "docker");
    }

    @Test
    @Tag("beyond-docker")
    void berth_configFile_keepsWhatItDoesNotKnow(Docker docker, Engine engine) throws IOException {
        configure("{\"HttpHeaders\":{\"X\":\"y\"}}");
        use(docker, engine, System.getProperty("berth.command"));
        assertThat(home.resolve("config.json"))
                .content()
                .contains("\"X\": \"y\"")
                .doesNotContain("\"auth\"");
    }

    @Test
    @Tag("beyond-docker")
    void berth_helpers_keepTheSecretAlone(Docker docker, Engine engine) throws IOException {
        for (String json : new String[] {
            "{\"credsStore\":\"box\"}", "{\"credsStore\":\"missing\",\"credHelpers\":{\"" + server + "\":\"box\"}}"
        }) {
            configure(json);
            use(docker, engine, System.getProperty("berth.command"));
            assertThat(home.resolve("config.json")).content().doesNotContain("\"auth\"");
            docker.ok("tag", "busybox", name);
        }
    }
}
