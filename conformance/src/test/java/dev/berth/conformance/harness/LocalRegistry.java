package dev.berth.conformance.harness;

import dev.berth.linux.testing.HostProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Debian's {@code docker-registry} on the engine's host, with a disk of its own. */
public final class LocalRegistry implements AutoCloseable {
    /** Whom a guarded one knows, with password {@code secret}. */
    public static final String USER = "me";

    private static final String PASSWORD = "$2y$05$LHrLTJ9UCKfAFYQWtmO0NOBWDpGeGGvC5uJVHdMcEFSVn1LCJ7/l2";

    private final Ground ground;
    private final int port;
    private final HostProcess process;

    /** What it asks of its clients. */
    public enum Kind {
        /** Nothing, without TLS. */
        OPEN("http", ""),
        /** A password, without TLS. */
        GUARDED("http", "auth: {htpasswd: {realm: here, path: %1$s/passwords}}\n"),
        /** TLS, with a certificate of its own. */
        TLS("https", "");

        private final String scheme;
        private final String configuration;

        Kind(String scheme, String configuration) {
            this.scheme = scheme;
            this.configuration = configuration;
        }
    }

    LocalRegistry(Ground ground, Kind kind, int port) {
        this.ground = ground;
        this.port = port;
        Path home = ground.freshDirectory("registry");
        String tls = kind == Kind.TLS ? ", tls: {certificate: " + home + "/c.pem, key: " + home + "/k.pem}" : "";
        write(home.resolve("passwords"), USER + ":" + PASSWORD + "\n");
        write(
                home.resolve("config.yml"),
                "version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: "
                        + home + "/data}, delete: {enabled: true}}\nhttp: {addr: \":" + port + "\"" + tls
                        + "}\n" + kind.configuration.formatted(home));
        if (kind == Kind.TLS) {
            certificate(home);
        }
        this.process =
                ground.spawnOnHost("registry", List.of("docker-registry", "serve", home.resolve("config.yml") + ""));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> curl("-o", "/dev/null", kind.scheme + "://127.0.0.1:" + port + "/v2/")
                                .exit()
                        == 0);
    }

    private void certificate(Path home) {
        Docker.Result made = ground.onHost(
                Map.of(),
                "",
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=elsewhere",
                "-keyout",
                home + "/k.pem",
                "-out",
                home + "/c.pem");
        if (made.exit() != 0) {
            throw new IllegalStateException("make a certificate: " + made.err());
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The name of an image in it. */
    public String name(String path) {
        return "localhost:" + port + "/" + path;
    }

    /** The name of an image in it by the host's address, which is not loopback. */
    public String nameByAddress(String path) {
        return ground.hostAddress() + ":" + port + "/" + path;
    }

    /** Sends an open one a manifest. */
    public void putManifest(String repository, String tag, String type, String json) {
        Docker.Result sent = curl(
                "-f",
                "-X",
                "PUT",
                "-H",
                "Content-Type: " + type,
                "--data-binary",
                json,
                "http://127.0.0.1:" + port + "/v2/" + repository + "/manifests/" + tag);
        if (sent.exit() != 0) {
            throw new IllegalStateException("put manifest: " + sent.err());
        }
    }

    /** The digest and the size of a manifest of an open one, apart by a space. */
    public String manifest(String repository, String tag) {
        return manifest(repository, tag, "application/vnd.docker.distribution.manifest.v2+json");
    }

    /** The digest and the size of a manifest of this type, apart by a space. */
    public String manifest(String repository, String tag, String type) {
        String url = "http://127.0.0.1:" + port + "/v2/" + repository + "/manifests/" + tag;
        String head = curl("-I", "-H", "Accept: " + type, url).out();
        return header(head, "docker-content-digest") + " " + header(head, "content-length");
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " in " + head));
    }

    private Docker.Result curl(String... words) {
        return ground.onHost(
                Map.of(), "", Docker.join(new String[] {"curl", "-s", "-S", "-k", "--noproxy", "*"}, words));
    }

    @Override
    public void close() {
        process.close();
    }
}
