package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.DebianMirror;
import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.OnEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Dockerfiles of conformance/images: servers out of Debian's packages, fetched and installed by {@code RUN}. */
@OnEngine
class BuildDebianIT {
    private static final Path DOCKERFILES =
            Path.of(System.getProperty("berth.command")).resolveSibling("conformance/images");
    private static final String BIN = "$(ls -d /usr/lib/postgresql/*/bin)";

    @AfterEach
    void removeOwnImages(Docker docker) {
        docker.run("ps", "-aq").out().lines().forEach(id -> docker.run("rm", "-f", "-v", id));
        docker.run("rmi", "-f", "own-supervisord", "own-nginx", "own-postgres", "debian");
        docker.ok("image", "prune", "-f");
    }

    private static void build(Docker docker, String mirror, String name, Path context) {
        docker.ok("build", "--build-arg", "MIRROR=" + mirror, "-t", "own-" + name, context.toString());
    }

    @Test
    void servers_ofDebianPackages_areBuiltAndServe(Docker docker, Engine engine) {
        docker.importDebian();
        try (DebianMirror mirror = engine.debianMirror()) {
            build(docker, mirror.address(), "supervisord", supervisordContext(docker));
            build(docker, mirror.address(), "nginx", DOCKERFILES.resolve("nginx"));
            build(docker, mirror.address(), "postgres", DOCKERFILES.resolve("postgres"));
        }
        assertThat(docker.ok(
                        "inspect",
                        "-f",
                        "{{json .Config.ExposedPorts}} {{json .Config.Volumes}} {{.Author}}",
                        "own-supervisord"))
                .isEqualTo("{\"22/tcp\":{},\"80/tcp\":{}} {\"/var/log/apache2\":{},\"/var/www/html\":{}}"
                        + " Berth <berth@example.org>");

        docker.ok("run", "-d", "--name", "both", "-p", "8080:80", "-p", "2222:22", "own-supervisord");
        docker.ok("run", "-d", "--name", "web", "-p", "8081:80", "own-nginx");
        docker.ok("run", "-d", "--name", "db", "own-postgres", "sh", "-c", """
                cd /; d=/var/lib/postgresql/data; chown postgres $d; mkdir -p /run/postgresql; chown postgres /run/postgresql
                su postgres -c "%1$s/initdb -D $d" > /dev/null; exec su postgres -c "%1$s/postgres -D $d"
                """.formatted(BIN));

        docker.until(() -> docker.fetchAtNeighbour(docker.hostAddress(), 8080).equals("added by the Dockerfile\n"));
        docker.until(() -> greeting(docker).startsWith("SSH-2.0-OpenSSH"));
        docker.until(() -> docker.fetchAtNeighbour(docker.hostAddress(), 8081).contains("Welcome to nginx"));
        docker.until(() -> docker.run("exec", "db", "su", "postgres", "-c", "psql -qAtc 'select 6 * 7'")
                .out()
                .equals("42\n"));
        assertThat(docker.ok("exec", "both", "ps", "-e", "-o", "comm=").lines().map(String::strip))
                .contains("supervisord", "sshd", "apache2");
    }

    /** The directory as it is, and an archive for ADD to unpack. */
    private static Path supervisordContext(Docker docker) {
        Path context = docker.hostDirectory("supervisord");
        docker.onHost("sh", "-ec", """
                cp %1$s/* %2$s; cd %2$s
                echo 'added by the Dockerfile' > index.html; tar -cf site.tar index.html; rm index.html
                """.formatted(DOCKERFILES.resolve("supervisord"), context));
        return context;
    }

    private static String greeting(Docker docker) {
        return docker.onHost(
                "bash", "-c", "read -t 5 -r line < /dev/tcp/" + docker.hostAddress() + "/2222; echo $line");
    }
}
