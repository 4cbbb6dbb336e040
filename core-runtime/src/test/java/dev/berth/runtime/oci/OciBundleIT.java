package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.testing.Result;
import dev.berth.linux.testing.TestHost;
import dev.berth.runtime.network.SandboxInfo;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.volume.ResolvedMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What runc makes of the configuration: a busybox looks around in its container on a throw-away host. */
@Tag("netns")
class OciBundleIT {
    private TestHost host;
    private Path bundle;

    @BeforeEach
    void busybox() throws IOException {
        host = TestHost.start();
        bundle = Files.createDirectories(host.data().resolve("bundle"));
        Path bin = Files.createDirectories(bundle.resolve("rootfs/bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        assertThat(bin.resolve("busybox").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(bin.resolve("sh"), Path.of("busybox"));
        Files.createDirectories(bundle.resolve("rootfs/etc"));
        for (String file : List.of("hosts", "hostname", "resolv.conf")) {
            Files.writeString(bundle.resolve(file), file + "\n");
        }
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void run_defaults_confine() throws IOException {
        String output = run(
                "{\"Env\":[\"A=b\"],\"User\":\"5:6\",\"WorkingDir\":\"/made\"}",
                "{\"Sysctls\":{\"net.ipv4.ip_forward\":\"1\"},\"Memory\":67108864,\"PidsLimit\":50}",
                "busybox id -u; busybox id -g; busybox pwd; echo $A; busybox hostname; busybox cat /etc/hosts;"
                        + " busybox grep CapBnd /proc/self/status; busybox grep Seccomp: /proc/self/status;"
                        + " busybox cat /proc/sys/net/ipv4/ip_forward;"
                        + " busybox wc -c < /proc/keys; busybox df -k /dev/shm | busybox tail -n1 | busybox awk '{print $2}'");

        assertThat(output.lines().toList())
                .containsExactly(
                        "5",
                        "6",
                        "/made",
                        "b",
                        "box",
                        "hosts",
                        "CapBnd:\t00000000a80425fb",
                        "Seccomp:\t2",
                        "1",
                        "0",
                        "65536");
    }

    @Test
    void run_unprivileged_mayNeitherMountNorMakeNamespaces() throws IOException {
        String output = run(
                "{}",
                "{}",
                "busybox mount -t tmpfs x /bin 2>/dev/null; echo $?; busybox unshare -U true 2>/dev/null; echo $?;"
                        + " (echo 1 > /proc/sys/kernel/panic) 2>/dev/null; echo $?");

        assertThat(output.lines()).hasSize(3).doesNotContain("0");
    }

    @Test
    void run_privileged_mayMount() throws IOException {
        String output = run(
                "{}",
                "{\"Privileged\":true}",
                "busybox mount -t tmpfs x /etc && echo mounted; busybox grep Seccomp: /proc/self/status;"
                        + " busybox test -c /dev/null && echo device");

        assertThat(output.lines()).containsExactly("mounted", "Seccomp:\t0", "device");
    }

    @Test
    void run_mountsReadOnlyRootAndDevice_areAsAsked() throws IOException {
        Path data = Files.createDirectories(bundle.resolve("data"));
        Files.writeString(data.resolve("file"), "in the volume");
        Files.createDirectories(bundle.resolve("rootfs/data"));
        String output = run(
                "{}",
                "{\"ReadonlyRootfs\":true,\"ShmSize\":1048576,\"Devices\":[{\"PathOnHost\":\"/dev/zero\","
                        + "\"PathInContainer\":\"/dev/nil\"}]}",
                "busybox cat /data/file; echo; busybox touch /x 2>/dev/null; echo $?; busybox touch /data/y; echo $?;"
                        + " busybox head -c 3 /dev/nil | busybox wc -c; busybox touch /dev/shm/z; echo $?",
                new ResolvedMount("bind", data, "/data", List.of("rbind", "rprivate")));

        assertThat(output.lines()).containsExactly("in the volume", "1", "0", "3", "0");
    }

    private String run(String config, String hostConfig, String script, ResolvedMount... mounts) throws IOException {
        ObjectNode container = (ObjectNode) Json.tree(config);
        container.putArray("Cmd").add("sh").add("-c").add(script);
        host.exec("unshare", "--net=" + namespaceFile(), "true").orFail();
        SandboxInfo sandbox = new SandboxInfo(
                Optional.of(bundle.resolve("netns")),
                "box",
                "",
                bundle.resolve("hostname"),
                bundle.resolve("hosts"),
                bundle.resolve("resolv.conf"),
                List.of());
        ObjectNode spec = new OciSpec(HostFacts.read())
                .config(new OciRequest(
                        "look",
                        Json.read(container.toString(), ContainerConfig.class),
                        Json.read(hostConfig, HostConfig.class),
                        bundle.resolve("rootfs"),
                        List.of(mounts),
                        sandbox,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Path.of("/usr/sbin/runc"),
                        Optional.empty()));
        Files.writeString(bundle.resolve("config.json"), spec.toString());
        Result result = host.exec("runc", "--root", "/run/runc", "run", "--bundle", bundle.toString(), "look")
                .orFail();
        return result.out();
    }

    /** A file that unshare(1) can bind the new namespace on. */
    private Path namespaceFile() throws IOException {
        return Files.createFile(bundle.resolve("netns"));
    }
}
