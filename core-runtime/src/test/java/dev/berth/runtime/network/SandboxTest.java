package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.PoolRequest;
import dev.berth.plugin.name.HostFilesSpec.HostLine;
import dev.berth.plugin.name.SandboxNames;
import dev.berth.plugin.network.PortBinding;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.state.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest extends FakeHostTest {
    private static final String PORTS =
            "{\"NetworkMode\":\"NET\",\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"8080\"}]}}";

    @Test
    void setUp_defaultBridge_hasAddressRouteAndFilesButNoResolver() {
        SandboxInfo info = host.run("web", "{}");

        EndpointState endpoint = host.endpoint("web", "bridge");
        assertThat(endpoint.ipAddress()).isEqualTo("172.17.0.2");
        assertThat(endpoint.ipPrefixLen()).isEqualTo(16);
        assertThat(endpoint.gateway()).isEqualTo("172.17.0.1");
        assertThat(endpoint.macAddress()).isEqualTo("02:42:00:00:00:01");
        assertThat(info.namespace()).contains(host.sandbox("web"));
        assertThat(host.kernel.sandboxes.get(host.sandbox("web"))).containsExactly("eth0 [172.17.0.2/16]");
        assertThat(host.defaultRoutes("web")).containsExactly("172.17.0.1 dev eth0");
        assertThat(host.names.sandboxes).isEmpty();
        assertThat(host.names.records).isEmpty();
        assertThat(host.names.files.get(host.directory("web")).resolver().embedded())
                .isFalse();
        assertThat(host.events).extracting(NetworkEvent::action).containsExactly("connect");
    }

    @Test
    void settings_running_areDockersJson() {
        host.run("web", "{\"ExposedPorts\":{\"443/tcp\":{}}}", PORTS.replace("NET", "bridge"));

        String json = Json.write(host.service.settings(FakeHost.id("web")));

        assertThat(json)
                .contains("\"SandboxKey\":\"" + host.sandbox("web") + "\"")
                .contains("\"Ports\":{\"443/tcp\":null,\"80/tcp\":[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"8080\"}]}")
                .contains("\"IPAddress\":\"172.17.0.2\",\"IPPrefixLen\":16,\"IPv6Gateway\":\"\"")
                .contains("\"Networks\":{\"bridge\":{\"IPAMConfig\":null,\"Links\":null,\"Aliases\":null");
    }

    @Test
    void setUp_userNetwork_registersNamesAndAnswersThem() {
        host.service.create(NetworkCreate.bridge("front"));
        EndpointSettings settings =
                Json.read("{\"Aliases\":[\"www\"],\"Links\":[\"db:data\"]}", EndpointSettings.class);
        host.service.setUp(host.container("web", "{}", "{\"NetworkMode\":\"front\"}", Map.of("front", settings)));

        String shortId = FakeHost.id("web").substring(0, 12);
        assertThat(host.names.records.values()).singleElement().satisfies(record -> {
            assertThat(record.names()).containsExactly("web", "www", shortId);
            assertThat(record.networkName()).isEqualTo("front");
        });
        SandboxNames names = host.names.sandboxes.get(FakeHost.id("web"));
        assertThat(names.links()).isEqualTo(Map.of("data", "db"));
        assertThat(names.internal()).isFalse();
        assertThat(host.endpoint("web", "front").aliases()).containsExactly("www", shortId);
        assertThat(host.endpoint("web", "front").dnsNames()).containsExactly("web", "www", shortId);
    }

    @Test
    void setUp_chosenInterfaceNameAndSysctls_areGiven() {
        host.service.create(NetworkCreate.bridge("front"));
        EndpointSettings settings = Json.read(
                "{\"DriverOpts\":{\"com.docker.network.endpoint.ifname\":\"wan0\","
                        + "\"com.docker.network.endpoint.sysctls\":"
                        + "\"net.ipv4.conf.IFNAME.log_martians=1,net.ipv6.conf.IFNAME.accept_ra=2\"}}",
                EndpointSettings.class);
        host.service.setUp(host.container("web", "{}", "{\"NetworkMode\":\"front\"}", Map.of("front", settings)));

        assertThat(host.kernel.sandboxes.get(host.sandbox("web"))).containsExactly("wan0 [172.18.0.2/16]");
        assertThat(host.kernel.sysctls)
                .isEqualTo(Map.of("ipv4/conf/wan0/log_martians", "1", "ipv6/conf/wan0/accept_ra", "2"));
    }

    @Test
    void connect_namesOfInterfaces_areTheFirstFreeOfTheNetworksPrefix() {
        host.service.create(Json.read(
                "{\"Name\":\"lan\",\"Options\":{\"com.docker.network.container_iface_prefix\":\"lan\"}}",
                NetworkCreate.class));
        host.service.create(NetworkCreate.bridge("back"));
        host.run("web", "{}");
        host.service.connect("lan", "web", EndpointSettings.NONE);
        host.service.connect("back", "web", EndpointSettings.NONE);

        assertThat(host.kernel.sandboxes.get(host.sandbox("web")))
                .containsExactly("eth0 [172.17.0.2/16]", "lan0 [172.18.0.2/16]", "eth1 [172.19.0.2/16]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.docker.network.endpoint.ifname=a/b",
                "com.docker.network.endpoint.ifname=lo",
                "com.docker.network.endpoint.ifname=abcdefghijklmnop",
                "com.docker.network.endpoint.sysctls=net.ipv4.ip_forward=1",
                "com.docker.network.endpoint.sysctls=net.ipv4.conf.IFNAME.x",
                "com.docker.network.endpoint.sysctls=net.ipv4.conf.IFNAME.../../x=1"
            })
    void reserve_endpointOptionOfTheWrongForm_isRefused(String option) {
        int equals = option.indexOf('=');
        String name = option.substring(0, equals);
        EndpointSettings settings =
                new EndpointSettings(null, List.of(), List.of(), "", Map.of(name, option.substring(equals + 1)), 0);

        assertThatThrownBy(() -> host.service.reserve(host.container("web", "{}", "{}", Map.of("bridge", settings))))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageContaining(name);
    }

    @Test
    void setUp_again_hasItsFormerAddressUnlessThatIsTaken() {
        host.run("web", "{}");
        host.stop("web");
        host.run("web", "{}");
        assertThat(host.endpoint("web", "bridge").ipAddress()).isEqualTo("172.17.0.2");
        host.run("db", "{}");
        host.stop("db");
        host.stop("web");
        host.run("other", "{}");

        host.run("db", "{}");
        host.run("web", "{}");

        assertThat(host.endpoint("db", "bridge").ipAddress()).isEqualTo("172.17.0.3");
        assertThat(host.endpoint("other", "bridge").ipAddress()).isEqualTo("172.17.0.2");
        assertThat(host.endpoint("web", "bridge").ipAddress()).isEqualTo("172.17.0.4");
    }

    @Test
    void setUp_internalNetwork_forwardsNothing() {
        host.service.create(Json.read("{\"Name\":\"in\",\"Internal\":true}", NetworkCreate.class));
        host.run("web", "{\"NetworkMode\":\"in\"}");

        assertThat(host.names.sandboxes.get(FakeHost.id("web")).internal()).isTrue();
        assertThat(host.kernel.routes).isEmpty();
    }

    @Test
    void tearDown_everythingUsed_leavesNothing() {
        host.service.create(NetworkCreate.bridge("front"));
        host.run("web", PORTS.replace("NET", "front"));

        host.stop("web");

        assertNothingLeft();
        assertThat(host.ipam.held("172.18.0.0/16")).containsExactly("172.18.0.1");
        assertThat(host.endpoint("web", "front").endpointId()).isEmpty();
        assertThat(host.events).extracting(NetworkEvent::action).containsExactly("create", "connect", "disconnect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel create",
                "kernel configure",
                "ipam",
                "driver createEndpoint",
                "driver join",
                "driver programExternalConnectivity",
                "names register",
                "names attach",
                "names write",
            })
    void setUp_failsAnywhere_leavesNothingAndWorksLater(String where) {
        host.service.create(NetworkCreate.bridge("front"));
        host.create("web", "{}", PORTS.replace("NET", "front"));
        fail(where);
        assertThatThrownBy(() -> host.start("web")).isInstanceOf(EngineException.class);
        fail("");

        assertNothingLeft();
        assertThat(host.ipam.held("172.18.0.0/16")).containsExactly("172.18.0.1");
        assertThat(host.service.inspect("front").containers()).isEmpty();
        host.start("web");
        assertThat(host.endpoint("web", "front").ipAddress()).isEqualTo("172.18.0.2");
    }

    private void fail(String where) {
        host.kernel.failing = where.startsWith("kernel ") ? where.substring(7) : "";
        host.driver.failing = where.startsWith("driver ") ? where.substring(7) : "";
        host.names.failing = where.startsWith("names ") ? where.substring(6) : "";
        host.ipam.fail(where.equals("ipam"));
    }

    private void assertNothingLeft() {
        assertThat(host.driver.isEmpty()).isTrue();
        assertThat(host.kernel.sandboxes).isEmpty();
        assertThat(host.names.records).isEmpty();
        assertThat(host.names.sandboxes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"leave", "deleteEndpoint", "revokeExternalConnectivity"})
    void tearDown_driverFails_goesOnToTheEnd(String call) {
        host.run("web", PORTS.replace("NET", "bridge"));
        host.driver.failing = call;
        assertThatThrownBy(() -> host.stop("web")).hasMessageContaining(call + " fails");
        host.driver.failing = "";

        assertThat(host.kernel.sandboxes).isEmpty();
        assertThat(host.ipam.held("172.17.0.0/16")).containsExactly("172.17.0.1");
        assertThat(host.service.inspect("bridge").containers()).isEmpty();
    }

    @Test
    void setUp_portTaken_saysWhatDockerSays() {
        host.create("web", "{}", PORTS.replace("NET", "bridge"));
        host.driver.failing = "programExternalConnectivity";

        assertThatThrownBy(() -> host.start("web"))
                .hasMessageMatching("driver failed programming external connectivity on endpoint web"
                        + " \\([0-9a-f]{64}\\): programExternalConnectivity fails");
    }

    @Test
    void setUp_otherModes_areTheHostNobodyAndAnother() {
        assertThat(host.run("h", "{\"NetworkMode\":\"host\"}").namespace()).isEmpty();
        assertThat(host.run("n", "{\"NetworkMode\":\"none\"}").namespace()).contains(host.sandbox("n"));
        SandboxInfo web = host.run("web", "{\"Hostname\":\"box\"}", "{}");
        SandboxInfo other = host.run("other", "{\"NetworkMode\":\"container:web\"}");

        assertThat(other.namespace()).isEqualTo(web.namespace());
        assertThat(other.hosts()).isEqualTo(web.hosts());
        assertThat(other.hostname()).isEqualTo("box");
        assertThat(host.service.endpoints(FakeHost.id("other"))).isEmpty();
        assertThat(host.service.inspect("host").containers()).containsOnlyKeys(FakeHost.id("h"));
        assertThatThrownBy(() -> host.run("late", "{\"NetworkMode\":\"container:nosuch\"}"))
                .hasMessage("No such container: nosuch");
        host.stop("web");
        assertThatThrownBy(() -> host.start("other"))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessage("cannot join network of a non running container: " + FakeHost.id("web"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bridge | {'IPAMConfig':{'IPv4Address':'172.17.0.9'}} |"
                        + " user specified IP address is supported on user defined networks only",
                "bridge | {'Aliases':['x']} |"
                        + " network-scoped alias is supported only for containers in user defined networks",
                "front  | {'IPAMConfig':{'IPv4Address':'fd00::1'}} | invalid IPv4 address: fd00::1",
                "front  | {'MacAddress':'zz'} | invalid MAC address: zz",
                "front  | {'Links':['a:b:c']} | bad format for links: a:b:c",
            })
    void reserve_whatCannotBe_isRefused(String network, String settings, String message) {
        host.service.create(NetworkCreate.bridge("front"));
        ContainerNetworkRequest container = host.container(
                "web",
                "{}",
                "{\"NetworkMode\":\"" + network + "\"}",
                Map.of(network, Json.read(settings.replace('\'', '"'), EndpointSettings.class)));

        assertThatThrownBy(() -> host.service.reserve(container))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
        assertThatThrownBy(() -> host.service.linkEnvironment(FakeHost.id("web")))
                .isInstanceOf(EngineException.NotFound.class);
    }

    @Test
    void setUp_staticAddress_needsASubnetThatTheUserChose() {
        host.service.create(NetworkCreate.bridge("auto"));
        host.service.create(Json.read(
                "{\"Name\":\"own\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.8.0.0/24\"}]}}", NetworkCreate.class));
        EndpointSettings wanted = Json.read(
                "{\"IPAMConfig\":{\"IPv4Address\":\"10.8.0.77\"},\"MacAddress\":\"02:42:ac:11:00:99\"}",
                EndpointSettings.class);

        host.service.setUp(host.container("ok", "{}", "{\"NetworkMode\":\"own\"}", Map.of("own", wanted)));
        assertThat(host.endpoint("ok", "own").ipAddress()).isEqualTo("10.8.0.77");
        assertThat(host.endpoint("ok", "own").macAddress()).isEqualTo("02:42:ac:11:00:99");
        assertThatThrownBy(() -> host.service.setUp(
                        host.container("no", "{}", "{\"NetworkMode\":\"auto\"}", Map.of("auto", wanted))))
                .hasMessage("user specified IP address is supported only when connecting to networks with user"
                        + " configured subnets");
    }

    @Test
    void setUp_networkUnknown_isNotFoundAtStart() {
        host.create("web", "{}", "{\"NetworkMode\":\"nosuch\"}");

        assertThatThrownBy(() -> host.start("web"))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("network nosuch not found");
    }

    @Test
    void connect_running_movesTheWayOutByNameAndBack() {
        host.service.create(NetworkCreate.bridge("front"));
        host.run("web", PORTS.replace("NET", "front"));
        host.service.connect("bridge", "web", EndpointSettings.NONE);

        assertThat(host.defaultRoutes("web")).containsExactly("172.17.0.1 dev eth1");
        assertThat(host.driver.published)
                .containsOnlyKeys(host.endpoint("web", "bridge").endpointId());
        assertThat(host.names.files.get(host.directory("web")).addresses()).hasSize(2);

        host.service.disconnect("bridge", "web", false);
        assertThat(host.defaultRoutes("web")).containsExactly("172.18.0.1 dev eth0");
        assertThat(host.driver.published)
                .containsOnlyKeys(host.endpoint("web", "front").endpointId());
        assertThat(host.service.ports(FakeHost.id("web")).get("80/tcp")).hasSize(1);
        assertThat(host.ipam.held("172.17.0.0/16")).containsExactly("172.17.0.1");
        assertThat(host.events)
                .extracting(NetworkEvent::action)
                .containsExactly("create", "connect", "connect", "disconnect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel configure",
                "kernel route",
                "ipam",
                "driver createEndpoint",
                "driver join",
                "driver programExternalConnectivity",
                "names attach"
            })
    void connect_fails_leavesTheContainerAsItWas(String where) {
        host.service.create(NetworkCreate.bridge("front"));
        host.service.create(NetworkCreate.bridge("added"));
        host.run("web", PORTS.replace("NET", "front"));
        NetworkSettings before = host.service.settings(FakeHost.id("web"));
        fail(where);
        assertThatThrownBy(() -> host.service.connect("added", "web", EndpointSettings.NONE))
                .isInstanceOf(EngineException.class);
        fail("");

        assertThat(host.service.settings(FakeHost.id("web"))).isEqualTo(before);
        assertThat(host.driver.endpoints).hasSize(1);
        assertThat(host.service.inspect("added").containers()).isEmpty();
        assertThat(host.ipam.held("172.19.0.0/16")).containsExactly("172.19.0.1");
    }

    @Test
    void connectAndDisconnect_stopped_countAtTheNextStart() {
        host.service.create(NetworkCreate.bridge("front"));
        host.create("web", "{}", "{}");
        host.service.connect("front", "web", EndpointSettings.NONE);
        host.service.disconnect("bridge", "web", false);

        host.start("web");

        assertThat(host.service.endpoints(FakeHost.id("web"))).containsOnlyKeys("front");
        assertThat(host.endpoint("web", "front").ipAddress()).isEqualTo("172.18.0.2");
    }

    @Test
    void connect_whatCannotBe_saysWhatDockerSays() {
        host.service.create(NetworkCreate.bridge("front"));
        host.run("web", "{\"NetworkMode\":\"front\"}");
        host.run("h", "{\"NetworkMode\":\"host\"}");
        host.run("shared", "{\"NetworkMode\":\"container:web\"}");

        assertThatThrownBy(() -> host.service.connect("front", "web", EndpointSettings.NONE))
                .hasMessage("endpoint with name web already exists in network front");
        assertThatThrownBy(() -> host.service.connect("nosuch", "web", EndpointSettings.NONE))
                .hasMessage("network nosuch not found");
        assertThatThrownBy(() -> host.service.connect("front", "nosuch", EndpointSettings.NONE))
                .hasMessage("No such container: nosuch");
        assertThatThrownBy(() -> host.service.connect("host", "web", EndpointSettings.NONE))
                .hasMessage("container cannot be disconnected from host network or connected to host network");
        assertThatThrownBy(() -> host.service.connect("front", "h", EndpointSettings.NONE))
                .hasMessage("container cannot be disconnected from host network or connected to host network");
        assertThatThrownBy(() -> host.service.connect("none", "web", EndpointSettings.NONE))
                .hasMessage("container cannot be connected to multiple networks with one of the networks in private"
                        + " (none) mode");
        assertThatThrownBy(() -> host.service.connect("bridge", "shared", EndpointSettings.NONE))
                .hasMessage("container sharing network namespace with another container or host cannot be connected"
                        + " to any other network");
        assertThatThrownBy(() -> host.service.disconnect("front", "nosuch", true))
                .hasMessage("endpoint nosuch not found");
    }

    @Test
    void rename_running_changesTheNames() {
        host.service.create(NetworkCreate.bridge("front"));
        host.run("web", "{\"NetworkMode\":\"front\"}");

        host.service.rename(FakeHost.id("web"), "shop");

        assertThat(host.names.records.values())
                .singleElement()
                .satisfies(
                        record -> assertThat(record.names()).startsWith("shop").doesNotContain("web"));
        assertThat(host.service
                        .inspect("front")
                        .containers()
                        .get(FakeHost.id("web"))
                        .name())
                .isEqualTo("shop");
    }

    @Test
    void setUp_eightClientsHundredContainers_noneGetsTheSame() throws Exception {
        host.service.create(NetworkCreate.bridge("front"));
        ExecutorService clients = Executors.newFixedThreadPool(8);
        List<Future<String>> addresses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String network = i % 2 == 0 ? "front" : "bridge";
            ContainerNetworkRequest container =
                    host.container("c" + i, "{}", PORTS.replace("NET", network).replace("8080", "0"), Map.of());
            addresses.add(clients.submit(() -> {
                host.service.setUp(container);
                String address =
                        host.service.endpoints(container.id()).get(network).ipAddress();
                host.service.tearDown(container.id());
                host.service.setUp(container);
                return address.isEmpty()
                        ? "none"
                        : host.service.endpoints(container.id()).get(network).ipAddress();
            }));
        }
        Set<String> different = new HashSet<>();
        for (Future<String> address : addresses) {
            different.add(address.get(60, TimeUnit.SECONDS));
        }
        clients.shutdown();

        assertThat(different).hasSize(100).doesNotContain("none");
        assertThat(host.driver.endpoints).hasSize(100);
        assertThat(host.driver.published.values().stream().flatMap(List::stream).map(PortBinding::hostPort))
                .doesNotHaveDuplicates()
                .hasSize(100);
    }

    @Test
    void restore_running_isAdoptedAndTheOthersAreCleared() {
        host.service.create(NetworkCreate.bridge("front"));
        host.run("web", PORTS.replace("NET", "front"));
        host.run("dead", "{\"NetworkMode\":\"front\"}");
        NetworkSettings before = host.service.settings(FakeHost.id("web"));
        host.driver.published.clear();

        host.restart(host.defaults(Optional.empty()), "web");

        assertThat(host.service.settings(FakeHost.id("web"))).isEqualTo(before);
        assertThat(host.names.sandboxes).containsOnlyKeys(FakeHost.id("web"));
        assertThat(host.names.records).hasSize(1);
        assertThat(host.driver.published).hasSize(1);
        assertThat(host.driver.endpoints).hasSize(1);
        assertThat(host.kernel.sandboxes).containsOnlyKeys(host.sandbox("web"));
        assertThat(host.ipam.held("172.18.0.0/16")).containsExactlyInAnyOrder("172.18.0.1", "172.18.0.2");
        host.stop("web");
        assertNothingLeft();
    }

    @Test
    void restore_afterACrashInTheMiddle_givesBackWhatNobodyHolds() {
        host.service.create(Json.read(
                "{\"Name\":\"own\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.8.0.0/24\",\"AuxiliaryAddresses\":"
                        + "{\"a\":\"10.8.0.5\"}}]}}",
                NetworkCreate.class));
        host.run("web", "{\"NetworkMode\":\"own\"}");
        host.ipam.requestAddress("local/10.8.0.0/24", Optional.empty(), Map.of());
        host.ipam.requestPool(new PoolRequest("local", Optional.empty(), Optional.empty(), false, Map.of()));

        host.restart(host.defaults(Optional.empty()), "web");

        assertThat(host.ipam.pools()).containsExactlyInAnyOrder("local/172.17.0.0/16", "local/10.8.0.0/24");
        assertThat(host.ipam.held("10.8.0.0/24")).containsExactlyInAnyOrder("10.8.0.1", "10.8.0.2", "10.8.0.5");
    }

    @Test
    void forget_container_isUnknownAfterwards() {
        host.run("web", "{}");

        host.service.forget(FakeHost.id("web"));
        host.service.forget(FakeHost.id("web"));

        assertNothingLeft();
        assertThatThrownBy(() -> host.service.linkEnvironment("web")).hasMessage("No such container: web");
    }

    @Test
    void attach_internalNetwork_asksOnlyTheUsersServers() {
        host.service.create(Json.read("{\"Name\":\"inside\",\"Internal\":true}", NetworkCreate.class));
        host.run("plain", "{\"NetworkMode\":\"inside\"}");
        host.run("own", "{\"NetworkMode\":\"inside\",\"Dns\":[\"10.1.1.1\"]}");

        assertThat(host.names.sandboxes.get(FakeHost.id("plain")).internal()).isTrue();
        assertThat(host.names.sandboxes.get(FakeHost.id("own")).internal()).isFalse();
        assertThat(host.names.sandboxes.get(FakeHost.id("own")).upstreams())
                .containsExactly(Cidr.parseAddress("10.1.1.1"));
    }

    @Test
    void files_extraHosts_knowTheHostsGateway() {
        host.run("web", "{\"ExtraHosts\":[\"ex:9.9.9.9\",\"docker:host-gateway\",\"six:fd00::9\"]}");

        assertThat(host.names.files.get(host.directory("web")).extraHosts())
                .extracting(HostLine::toString)
                .containsExactly(
                        "HostLine[address=/9.9.9.9, names=[ex]]",
                        "HostLine[address=/172.17.0.1, names=[docker]]",
                        "HostLine[address=/fd00:0:0:0:0:0:0:9, names=[six]]");
    }
}
