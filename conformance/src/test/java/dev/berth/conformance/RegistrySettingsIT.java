package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.LocalRegistry;
import dev.berth.conformance.harness.LocalRegistry.Kind;
import org.junit.jupiter.api.Test;

/** A daemon that was told of a mirror and of a registry without TLS. */
class RegistrySettingsIT {
    @Test
    void mirrorAndInsecureRegistry_areUsed() {
        try (Engine engine = Engine.start(
                        Engine.kindUnderTest(),
                        "--registry-mirror",
                        "http://localhost:5000",
                        "--insecure-registry",
                        "192.0.2.0/24");
                LocalRegistry registry = engine.registry(Kind.OPEN)) {
            Docker docker = engine.docker();
            docker.ok("tag", "busybox", registry.name("library/mirrored:1"));
            docker.ok("push", registry.name("library/mirrored:1"));
            String id = docker.ok("inspect", "-f", "{{.Id}}", "busybox");

            String pulled = docker.ok("pull", "mirrored:1");
            assertThat(pulled).contains("1: Pulling from library/mirrored").endsWith("docker.io/library/mirrored:1");
            assertThat(docker.ok("inspect", "-f", "{{.Id}}", "mirrored:1")).isEqualTo(id);
            assertThat(docker.ok("info", "-f", "{{.RegistryConfig.Mirrors}}")).isEqualTo("[http://localhost:5000/]");

            String other = registry.nameByAddress("team/app:1");
            docker.ok("tag", "busybox", other);
            docker.ok("push", other);
            docker.ok("rmi", other);
            docker.ok("pull", other);

            // what the mirror lacks is asked of Docker Hub, which is not reached from here
            assertThat(docker.run("pull", "lacking:1").err()).contains("https://registry-1.docker.io/v2/");
        }
    }
}
