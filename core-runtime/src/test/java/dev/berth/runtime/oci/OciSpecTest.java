package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.network.SandboxInfo;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.volume.ResolvedMount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciSpecTest {
    private static final String PLAIN = "{\"Cmd\":[\"sh\"]}";

    @TempDir
    Path rootfs;

    @Test
    void config_nothingAsked_isTheGoldenOne() throws IOException {
        ObjectNode config = config("{\"Cmd\":[\"sh\"],\"Env\":[\"A=b\"]}", "{}");
        ((ObjectNode) config.path("root")).put("path", "ROOTFS");
        ((ObjectNode) config.path("linux")).remove("seccomp");

        try (InputStream golden = OciSpecTest.class.getResourceAsStream("config-default.json")) {
            assertThat(golden).isNotNull();
            JsonNode expected = Json.mapper().readTree(golden);
            assertThat(Json.tree(config.toString()).toPrettyString()).isEqualTo(expected.toPrettyString());
        }
    }

    @Test
    void config_privileged_hasAllAndHidesNothing() {
        ObjectNode config = config(PLAIN, "{\"Privileged\":true}");
        JsonNode linux = config.path("linux");

        assertThat(config.path("process").path("capabilities").path("effective"))
                .hasSize(41);
        assertThat(linux.has("seccomp")).isFalse();
        assertThat(linux.path("maskedPaths")).isEmpty();
        assertThat(linux.path("readonlyPaths")).isEmpty();
        assertThat(texts(mount(config, "/sys").path("options"))).contains("rw").doesNotContain("ro");
        assertThat(linux.path("resources").path("devices"))
                .isEqualTo(Json.tree("[{\"allow\":true,\"access\":\"rwm\"}]"));
        assertThat(linux.path("devices").findValuesAsText("path")).contains("/dev/null", "/dev/zero");
    }

    @Test
    void config_shapes_reachTheirPlaces() {
        ObjectNode config = config(
                "{\"Entrypoint\":[\"run\"],\"Cmd\":[\"x\"],\"Tty\":true,\"WorkingDir\":\"/srv\",\"User\":\"5:6\","
                        + "\"Env\":[\"PATH=/p\",\"L=own\",\"TERM\"]}",
                "{\"Init\":true,\"ReadonlyRootfs\":true,\"OomScoreAdj\":7,\"CgroupParent\":\"/teams/a\","
                        + "\"ShmSize\":1024,\"Sysctls\":{\"net.core.somaxconn\":\"9\"},\"UTSMode\":\"host\","
                        + "\"PidMode\":\"private\",\"SecurityOpt\":[\"no-new-privileges\",\"seccomp=unconfined\"],"
                        + "\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":100,\"Hard\":99999},"
                        + "{\"Name\":\"core\",\"Soft\":-1,\"Hard\":-1}],"
                        + "\"DeviceCgroupRules\":[\"c 42:* rmw\"],\"Devices\":[{\"PathOnHost\":\"/dev/null\","
                        + "\"PathInContainer\":\"/dev/mine\",\"CgroupPermissions\":\"r\"}]}");
        JsonNode process = config.path("process");
        JsonNode linux = config.path("linux");

        assertThat(texts(process.path("args"))).containsExactly("/sbin/docker-init", "--", "run", "x");
        assertThat(mount(config, "/sbin/docker-init").path("source").asText()).isEqualTo("/tini");
        assertThat(process.path("cwd").asText()).isEqualTo("/srv");
        assertThat(texts(process.path("env"))).containsExactly("PATH=/p", "HOSTNAME=box", "L=own", "M=link", "HOME=/");
        assertThat(process.path("user")).isEqualTo(Json.tree("{\"uid\":5,\"gid\":6,\"additionalGids\":[6]}"));
        assertThat(process.path("capabilities").has("effective")).isFalse();
        assertThat(process.path("capabilities").path("bounding")).hasSize(14);
        assertThat(process.path("noNewPrivileges").asBoolean()).isTrue();
        assertThat(process.path("oomScoreAdj").asInt()).isEqualTo(7);
        assertThat(process.path("rlimits"))
                .hasToString("[{\"type\":\"RLIMIT_NOFILE\",\"hard\":4096,\"soft\":100},"
                        + "{\"type\":\"RLIMIT_CORE\",\"hard\":18446744073709551615,"
                        + "\"soft\":18446744073709551615}]");
        assertThat(config.has("hostname")).isFalse();
        assertThat(config.path("root").path("readonly").asBoolean()).isTrue();
        assertThat(texts(mount(config, "/etc/hosts").path("options"))).contains("ro");
        assertThat(texts(mount(config, "/dev/shm").path("options")))
                .contains("size=1024")
                .doesNotContain("ro");
        assertThat(linux.has("seccomp")).isFalse();
        assertThat(linux.path("cgroupsPath").asText()).isEqualTo("/teams/a/0123");
        assertThat(linux.path("sysctl").path("net.core.somaxconn").asText()).isEqualTo("9");
        assertThat(linux.path("namespaces").findValuesAsText("type")).containsExactly("mount", "network", "pid", "ipc");
        assertThat(linux.path("devices").path(0).path("path").asText()).isEqualTo("/dev/mine");
        assertThat(linux.path("resources").path("devices").toString())
                .contains(
                        "{\"allow\":true,\"type\":\"c\",\"major\":1,\"minor\":3,\"access\":\"r\"}",
                        "{\"allow\":true,\"type\":\"c\",\"major\":42,\"access\":\"rmw\"}");
    }

    @Test
    void config_usersMounts_winAndComeParentsFirst() {
        ObjectNode config = config(
                PLAIN,
                "{}",
                new ResolvedMount("bind", Path.of("/v/deep"), "/data/deep", List.of("rbind", "rshared")),
                new ResolvedMount("bind", Path.of("/v/data"), "/data", List.of("rbind", "ro")),
                new ResolvedMount("bind", Path.of("/v/hosts"), "/etc/hosts", List.of("rbind")),
                new ResolvedMount("tmpfs", Path.of("tmpfs"), "/dev/shm", List.of("size=1m")));

        assertThat(config.path("mounts").findValuesAsText("destination"))
                .containsExactly(
                        "/proc",
                        "/dev",
                        "/dev/pts",
                        "/sys",
                        "/sys/fs/cgroup",
                        "/dev/mqueue",
                        "/data",
                        "/etc/resolv.conf",
                        "/etc/hostname",
                        "/data/deep",
                        "/etc/hosts",
                        "/dev/shm");
        assertThat(mount(config, "/etc/hosts").path("source").asText()).isEqualTo("/v/hosts");
        assertThat(config.path("linux").path("rootfsPropagation").asText()).isEqualTo("shared");
    }

    @Test
    void config_sharedNamespaces_areJoinedOrLeftOut() {
        HostConfig hostConfig = Json.read(
                "{\"PidMode\":\"container:x\",\"IpcMode\":\"container:y\",\"NetworkMode\":\"host\","
                        + "\"CgroupnsMode\":\"private\"}",
                HostConfig.class);
        SandboxInfo onHost =
                new SandboxInfo(Optional.empty(), "box", "", Path.of("/n"), Path.of("/h"), Path.of("/r"), List.of());
        ObjectNode config = new OciSpec(TestFacts.host())
                .config(new OciRequest(
                        "0123",
                        Json.read(PLAIN, ContainerConfig.class),
                        hostConfig,
                        rootfs,
                        List.of(),
                        onHost,
                        OptionalInt.of(7),
                        OptionalInt.of(8),
                        Path.of("/usr/sbin/runc"),
                        Optional.of(Path.of("/run/y/shm"))));

        assertThat(config.path("linux").path("namespaces"))
                .isEqualTo(Json.tree("[{\"type\":\"mount\"},{\"type\":\"uts\"},"
                        + "{\"type\":\"pid\",\"path\":\"/proc/8/ns/pid\"},"
                        + "{\"type\":\"ipc\",\"path\":\"/proc/7/ns/ipc\"},{\"type\":\"cgroup\"}]"));
        assertThat(mount(config, "/dev/shm").path("source").asText()).isEqualTo("/run/y/shm");
        assertThat(config.path("linux").path("sysctl")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | {} | No command specified",
                "{\"Cmd\":[]} | {} | No command specified",
                "{\"Cmd\":[\"a\"]} | {\"IpcMode\":\"odd\"} | invalid IPC mode: odd",
                "{\"Cmd\":[\"a\"]} | {\"PidMode\":\"odd\"} | invalid PID mode: odd",
                "{\"Cmd\":[\"a\"]} | {\"UTSMode\":\"odd\"} | invalid UTS mode: odd",
                "{\"Cmd\":[\"a\"]} | {\"CapAdd\":[\"odd\"]} | invalid capability: \"CAP_ODD\"",
                "{\"Cmd\":[\"a\"]} | {\"DeviceCgroupRules\":[\"odd\"]} | invalid device cgroup rule format: 'odd'",
                "{\"Cmd\":[\"a\"]} | {\"SecurityOpt\":[\"odd\"]} | invalid --security-opt 1: \"odd\"",
                "{\"Cmd\":[\"a\"]} | {\"SecurityOpt\":[\"seccomp={}\"]} | Decoding seccomp profile failed: no defaultAction",
            })
    void check_wrong_isRefusedWithDockersText(String config, String hostConfig, String message) {
        OciSpec spec = new OciSpec(TestFacts.host());

        assertThatThrownBy(() ->
                        spec.check(Json.read(config, ContainerConfig.class), Json.read(hostConfig, HostConfig.class)))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
    }

    @Test
    void config_missingDevice_isRefusedWithDockersText() {
        assertThatThrownBy(() -> config(PLAIN, "{\"Devices\":[{\"PathOnHost\":\"/dev/none-such\"}]}"))
                .hasMessage("error gathering device information while adding custom device \"/dev/none-such\":"
                        + " no such file or directory");
        assertThatThrownBy(() -> config(PLAIN, "{\"Devices\":[{\"PathOnHost\":\"/etc/passwd\"}]}"))
                .hasMessage("error gathering device information while adding custom device \"/etc/passwd\":"
                        + " not a device node");
    }

    @Test
    void process_exec_isOfTheContainerWithItsOwnOnTop() throws IOException {
        Files.createDirectories(rootfs.resolve("etc"));
        Files.writeString(rootfs.resolve("etc/passwd"), "web:x:33:33::/srv/web:/bin/sh\n");
        ExecProcess exec = new ExecProcess(
                Json.read("{\"Env\":[\"A=1\",\"B=1\"],\"WorkingDir\":\"/w\",\"User\":\"web\"}", ContainerConfig.class),
                Json.read("{}", HostConfig.class),
                List.of("A=0", "LINKED=yes"),
                rootfs,
                "box",
                List.of("env"),
                List.of("B=2"),
                "",
                "",
                true,
                true);

        ObjectNode process = new OciSpec(TestFacts.host()).process(exec);

        assertThat(texts(process.path("env")))
                .containsExactly(
                        "PATH=" + Environment.DEFAULT_PATH,
                        "HOSTNAME=box",
                        "TERM=xterm",
                        "A=1",
                        "LINKED=yes",
                        "B=2",
                        "HOME=/srv/web");
        assertThat(process.path("cwd").asText()).isEqualTo("/w");
        assertThat(process.path("user").path("uid").asInt()).isEqualTo(33);
        assertThat(process.path("capabilities").path("bounding")).hasSize(41);
    }

    private ObjectNode config(String config, String hostConfig, ResolvedMount... mounts) {
        SandboxInfo sandbox = new SandboxInfo(
                Optional.of(Path.of("/netns")),
                "box",
                "example.org",
                Path.of("/files/hostname"),
                Path.of("/files/hosts"),
                Path.of("/files/resolv.conf"),
                List.of("L=link", "M=link"));
        return new OciSpec(TestFacts.host())
                .config(new OciRequest(
                        "0123",
                        Json.read(config, ContainerConfig.class),
                        Json.read(hostConfig, HostConfig.class),
                        rootfs,
                        List.of(mounts),
                        sandbox,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Path.of("/usr/sbin/runc"),
                        Optional.empty()));
    }

    @Test
    void config_forCrun_hasTheFilterCompiledToo() {
        String program = config("/usr/bin/crun")
                .path("annotations")
                .path(SeccompProgram.ANNOTATION)
                .asText();

        assertThat(Base64.getDecoder().decode(program)).hasSizeGreaterThan(1000);
        assertThat(config("/usr/bin/crun").path("linux").path("seccomp").path("syscalls"))
                .isNotEmpty();
        assertThat(config("/usr/sbin/runc").path("annotations").has(SeccompProgram.ANNOTATION))
                .isFalse();
    }

    private ObjectNode config(String runtime) {
        SandboxInfo onHost =
                new SandboxInfo(Optional.empty(), "box", "", Path.of("/n"), Path.of("/h"), Path.of("/r"), List.of());
        return new OciSpec(TestFacts.host())
                .config(new OciRequest(
                        "0123",
                        Json.read(PLAIN, ContainerConfig.class),
                        Json.read("{}", HostConfig.class),
                        rootfs,
                        List.of(),
                        onHost,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Path.of(runtime),
                        Optional.empty()));
    }

    private static JsonNode mount(ObjectNode config, String destination) {
        return StreamSupport.stream(config.path("mounts").spliterator(), false)
                .filter(mount -> mount.path("destination").asText().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
