package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.Engine;
import dev.berth.conformance.harness.OnEngine;
import dev.berth.conformance.harness.ServedPlugins;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Berth's drivers in a process of their own, used by the engine as plugins. */
@OnEngine
class PluginsIT {
    private static final String[] ON_NET1 = {"--network", "net1", "busybox", "sleep", "600"};
    private static ServedPlugins plugins;

    @BeforeAll
    static void serve(Engine engine) {
        plugins = engine.servePlugins("bridge", "ipam", "volume");
    }

    /** dockerd asks a plugin that it has used once ever again, for 15 seconds each time it lists volumes. */
    @AfterAll
    static void stop(Engine engine) {
        plugins.close();
        engine.killDaemon();
        engine.startDaemon();
    }

    private static void createNetwork(Docker docker) {
        docker.ok("network", "create", "-d", "berth-bridge", "--ipam-driver", "berth-ipam", "net1");
    }

    private static void run(Docker docker, String name, String... words) {
        docker.ok(Docker.join(new String[] {"run", "-d", "--name", name}, words));
    }

    @Test
    void network_containersReachEachOtherByName(Docker docker) {
        createNetwork(docker);
        run(docker, "server", ON_NET1);
        run(docker, "client", Docker.join(new String[] {"--network-alias", "other"}, ON_NET1));
        String address = docker.ok("inspect", "-f", "{{.NetworkSettings.Networks.net1.IPAddress}}", "server");
        assertThat(docker.ok("exec", "client", "ping", "-c", "2", "server")).contains(address);
        assertThat(docker.ok("exec", "server", "ping", "-c", "2", "other")).contains("2 packets received");
        assertThat(docker.ok("exec", "client", "nslookup", address)).contains("server.net1");
        assertThat(docker.ok("network", "inspect", "-f", "{{.Driver}} {{.IPAM.Driver}}", "net1"))
                .isEqualTo("berth-bridge berth-ipam");
    }

    @Test
    void network_publishesPorts_andReachesOut(Docker docker) {
        createNetwork(docker);
        run(docker, "web", "--network", "net1", "-p", "8085:80", "busybox", "sh", "-c", """
                mkdir /www; echo published > /www/index.html; exec httpd -f -h /www""");
        docker.until(() -> docker.fetchAtNeighbour(docker.hostAddress(), 8085).contains("published"));
        assertThat(docker.fetchOnHost("127.0.0.1", 8085)).contains("published");
        assertThat(docker.fetchOnHost(docker.hostAddress(), 8085)).contains("published");
        assertThat(docker.atNeighbour(() -> docker.ok("exec", "web", "nc", docker.neighbourAddress(), "7000")))
                .isEqualTo(docker.hostAddress());
        docker.ok("stop", "-t", "0", "web");
        assertThat(docker.fetchAtNeighbour(docker.hostAddress(), 8085)).isEmpty();
    }

    @Test
    void network_connectedWhileRunning(Docker docker) {
        createNetwork(docker);
        run(docker, "server", ON_NET1);
        run(docker, "box", "busybox", "sleep", "600");
        docker.ok("network", "connect", "net1", "box");
        assertThat(docker.ok("exec", "box", "ping", "-c", "1", "server")).contains("1 packets received");
        docker.ok("network", "disconnect", "net1", "box");
        assertThat(docker.ok("exec", "box", "ls", "/sys/class/net")).doesNotContain("eth1");
    }

    @Test
    void network_removed_leavesNothing(Docker docker) {
        createNetwork(docker);
        docker.ok("network", "rm", "net1");
        String before = plugins.leftovers();
        createNetwork(docker);
        run(docker, "web", Docker.join(new String[] {"-p", "8086:80"}, ON_NET1));
        assertThat(plugins.leftovers()).isNotEqualTo(before);
        docker.ok("rm", "-f", "web");
        docker.ok("network", "rm", "net1");
        assertThat(plugins.leftovers()).isEqualTo(before);
    }

    @Test
    void volume_survivesContainers_andIsShared(Docker docker) {
        docker.ok("volume", "create", "-d", "berth-volume", "v1");
        docker.ok("run", "--rm", "-v", "v1:/data", "busybox", "sh", "-c", "echo kept > /data/file");
        run(docker, "holder", "-v", "v1:/data", "busybox", "sleep", "600");
        assertThat(docker.ok("run", "--rm", "--volumes-from", "holder", "busybox", "cat", "/data/file"))
                .isEqualTo("kept");
        assertThat(docker.ok("volume", "ls", "--format", "{{.Driver}} {{.Name}}"))
                .contains("berth-volume v1");
        assertThat(docker.run("volume", "rm", "v1").err()).contains("volume is in use");
        docker.ok("rm", "-f", "holder");
        docker.ok("volume", "rm", "v1");
        assertThat(docker.ok("volume", "ls", "-q")).isEmpty();
    }

    @Test
    void volume_isFilledFromTheImage_andCopiedTo(Docker docker) throws Exception {
        docker.ok("volume", "create", "-d", "berth-volume", "v1");
        run(docker, "box", "-v", "v1:/data", "seeded", "sleep", "600");
        assertThat(docker.ok("exec", "box", "cat", "/data/seed")).isEqualTo("from the image");
        String place = docker.hostDirectory("copied").toString();
        docker.onHost("sh", "-c", "echo copied > " + place + "/file");
        docker.ok("cp", place + "/file", "box:/data/file");
        assertThat(docker.ok("exec", "box", "cat", "/data/file")).isEqualTo("copied");
        docker.ok("cp", "box:/data/seed", place + "/seed");
        assertThat(docker.onHost("cat", place + "/seed")).isEqualTo("from the image");
        assertThat(docker.ok("exec", "box", "touch", "/data/still-there")).isEmpty();
    }

    @Test
    void volume_ofTheRun_isMadeByTheNamedDriver(Docker docker) {
        docker.ok("run", "--rm", "--volume-driver", "berth-volume", "-v", "v2:/data", "busybox", "touch", "/data/a");
        assertThat(docker.ok("volume", "inspect", "-f", "{{.Driver}}", "v2")).isEqualTo("berth-volume");
    }

    @Test
    void plugins_killedAndStartedAgain_hurtNoContainer(Docker docker) {
        createNetwork(docker);
        docker.ok("volume", "create", "-d", "berth-volume", "v1");
        run(docker, "server", Docker.join(new String[] {"-v", "v1:/data", "-p", "8087:80"}, ON_NET1));
        run(docker, "client", ON_NET1);
        docker.ok("exec", "-d", "server", "httpd", "-h", "/data");
        docker.ok("exec", "server", "sh", "-c", "echo alive > /data/index.html");
        plugins.kill();
        assertThat(docker.ok("exec", "client", "ping", "-c", "1", "server")).contains("1 packets received");
        assertThat(docker.ok("exec", "client", "wget", "-qO-", "http://server/"))
                .isEqualTo("alive");
        docker.until(() -> docker.fetchAtNeighbour(docker.hostAddress(), 8087).contains("alive"));
        plugins.start();
        assertThat(docker.ok("run", "--rm", "-v", "v1:/data", ON_NET1[0], ON_NET1[1], "busybox", "sh", "-c", """
                cat /data/index.html; wget -qO- http://server/"""))
                .isEqualTo("alive\nalive");
        docker.ok("restart", "-t", "0", "client");
        assertThat(docker.ok("exec", "client", "ping", "-c", "1", "server")).contains("1 packets received");
        docker.ok("rm", "-f", "server", "client");
        docker.ok("network", "rm", "net1");
        docker.ok("volume", "rm", "v1");
    }

    /** dockerd lists only plugins that it has installed. */
    @Test
    @Tag("beyond-docker")
    void plugins_thatAreThere_areListed(Docker docker) {
        docker.ok("volume", "create", "-d", "berth-volume", "listed");
        assertThat(docker.ok("plugin", "ls", "--format", "{{.Name}} {{.Enabled}}"))
                .contains("berth-bridge true", "berth-ipam true", "berth-volume true");
        assertThat(docker.ok("plugin", "ls", "--filter", "capability=volumedriver", "--format", "{{.Name}}"))
                .contains("berth-volume")
                .doesNotContain("berth-bridge");
        assertThat(docker.ok("plugin", "inspect", "-f", "{{.Config.Interface.Types}}", "berth-volume"))
                .contains("docker.volumedriver/1.0");
        // docker 20.10 puts it into words of its own
        assertThat(docker.run("plugin", "inspect", "nosuch").err())
                .containsAnyOf("plugin \"nosuch\" not found", "No such plugin: nosuch");
        assertThat(docker.run("plugin", "disable", "berth-volume").err()).contains("Berth installs no plugins");
    }
}
