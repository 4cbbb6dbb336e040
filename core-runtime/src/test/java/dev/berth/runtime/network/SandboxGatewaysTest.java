package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.spec.HostConfig.HostPort;
import dev.berth.runtime.state.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Default routes and published ports of a container on one network with IPv4 alone and one with IPv6 alone. */
class SandboxGatewaysTest extends FakeHostTest {
    private static final String PORT_8080 =
            "{\"NetworkMode\":\"four\",\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"8080\"}]}}";
    private static final String ANY_PORT = PORT_8080.replace("8080", "");
    private static final String ROUTE4 = "172.18.0.1 dev eth0";
    private static final String ROUTE6 = "fd00:17::1 dev eth1";

    @BeforeEach
    void networks() {
        host.kernel.v6 = true;
        host.service.create(NetworkCreate.bridge("four"));
        host.service.create(
                Json.read("{\"Name\":\"six\",\"EnableIPv4\":false,\"EnableIPv6\":true}", NetworkCreate.class));
    }

    private void runOnBoth(String hostConfig) {
        host.create("web", "{}", hostConfig);
        connect("six");
        host.start("web");
    }

    private void connect(String network) {
        host.service.connect(network, "web", EndpointSettings.NONE);
    }

    private void disconnect(String network) {
        host.service.disconnect(network, "web", false);
    }

    /** Addresses and ports of the host that lead to the container's endpoint on the network. */
    private List<String> published(String network) {
        String endpoint = host.endpoint("web", network).endpointId();
        return host.driver.published.getOrDefault(endpoint, List.of()).stream()
                .map(binding -> Addresses.text(binding.hostAddress()) + " " + binding.hostPort())
                .toList();
    }

    @Test
    void setUp_eachFamily_hasItsNetworksRouteAndPorts() {
        runOnBoth(PORT_8080);

        assertThat(host.defaultRoutes("web")).containsExactly(ROUTE4, ROUTE6);
        assertThat(published("four")).containsExactly("0.0.0.0 8080");
        assertThat(published("six")).containsExactly(":: 8080");
        assertThat(host.service.ports(FakeHost.id("web")))
                .isEqualTo(Map.of("80/tcp", List.of(new HostPort("0.0.0.0", "8080"), new HostPort("::", "8080"))));
        host.stop("web");
        assertThat(host.driver.isEmpty()).isTrue();
    }

    @Test
    void connect_theOtherFamily_takesOverThatAlone() {
        host.run("web", ANY_PORT);
        assertThat(published("four")).containsExactly("0.0.0.0 49153", ":: 49154");

        connect("six");

        assertThat(host.defaultRoutes("web")).containsExactly(ROUTE4, ROUTE6);
        assertThat(published("four")).containsExactly("0.0.0.0 49153");
        assertThat(published("six")).containsExactly(":: 49155");
    }

    @Test
    void disconnect_oneOfBoth_takesItsRouteAndLeavesPortsToTheOther() {
        runOnBoth(PORT_8080);
        disconnect("six");
        assertThat(host.defaultRoutes("web")).containsExactly(ROUTE4);
        assertThat(published("four")).containsExactly("0.0.0.0 8080", ":: 8080");

        connect("six");
        disconnect("four");

        assertThat(host.defaultRoutes("web")).containsExactly(ROUTE6);
        assertThat(published("six")).containsExactlyInAnyOrder("0.0.0.0 8080", ":: 8080");
        disconnect("six");
        assertThat(host.defaultRoutes("web")).isEmpty();
        assertThat(host.driver.published).isEmpty();
    }

    @Test
    void connect_withPriority_movesItsFamilyAlone() {
        runOnBoth(ANY_PORT);
        host.service.create(NetworkCreate.bridge("last"));

        host.service.connect("last", "web", Json.read("{\"GwPriority\":1}", EndpointSettings.class));

        assertThat(host.defaultRoutes("web")).containsExactly("172.19.0.1 dev eth2", ROUTE6);
        assertThat(published("four")).isEmpty();
        assertThat(published("last")).containsExactly("0.0.0.0 49155");
        assertThat(published("six")).containsExactly(":: 49154");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel", "names"})
    void connect_fails_hasRoutesAndPortsAsBefore(String where) {
        host.run("web", ANY_PORT);
        host.kernel.failing = where.equals("kernel") ? "route" : "";
        host.names.failing = where.equals("names") ? "attach" : "";

        assertThatThrownBy(() -> connect("six")).isInstanceOf(EngineException.class);

        assertThat(host.defaultRoutes("web")).containsExactly(ROUTE4);
        assertThat(published("four")).containsExactly("0.0.0.0 49153", ":: 49154");
        assertThat(host.driver.published).hasSize(1);
    }

    @Test
    void restore_running_isPublishedAgainByBoth() {
        runOnBoth(PORT_8080);
        NetworkSettings before = host.service.settings(FakeHost.id("web"));
        host.driver.published.clear();

        host.restart(host.defaults(Optional.empty()), "web");

        assertThat(host.service.settings(FakeHost.id("web"))).isEqualTo(before);
        assertThat(published("four")).containsExactly("0.0.0.0 8080");
        assertThat(published("six")).containsExactly(":: 8080");
    }

    @Test
    void restore_killedWhileItConnected_hasRoutesAndPortsAsBefore() {
        host.run("web", ANY_PORT);
        host.names.meanwhile = () -> {
            throw new AssertionError("killed");
        };
        assertThatThrownBy(() -> connect("six")).hasMessage("killed");
        assertThat(host.defaultRoutes("web")).containsExactly(ROUTE4, ROUTE6);

        host.restart(host.defaults(Optional.empty()), "web");

        assertThat(host.defaultRoutes("web")).containsExactly(ROUTE4);
        assertThat(published("four")).containsExactly("0.0.0.0 49153", ":: 49154");
    }

    @Test
    void restore_killedWhileItDisconnected_settlesOnWhatIsLeft() {
        runOnBoth(PORT_8080);
        host.kernel.meanwhile = () -> {
            throw new AssertionError("killed");
        };
        assertThatThrownBy(() -> disconnect("four")).hasMessage("killed");
        host.kernel.meanwhile = () -> {};

        host.restart(host.defaults(Optional.empty()), "web");

        assertThat(host.defaultRoutes("web")).containsExactly(ROUTE6);
        assertThat(published("six")).containsExactlyInAnyOrder("0.0.0.0 8080", ":: 8080");
        assertThat(host.service.ports(FakeHost.id("web")).get("80/tcp")).hasSize(2);
    }

    @Test
    void restore_ofAVersionWithOneGateway_settlesOnTwo() {
        runOnBoth(PORT_8080);
        host.rewrite("web", SandboxGatewaysTest::withOneGateway);
        host.kernel.routes.computeIfPresent(
                host.sandbox("web"), (file, routes) -> new SandboxKernel.DefaultRoutes(routes.v4(), Optional.empty()));

        host.restart(host.defaults(Optional.empty()), "web");

        assertThat(host.defaultRoutes("web")).containsExactly(ROUTE4, ROUTE6);
        assertThat(published("four")).containsExactly("0.0.0.0 8080");
        assertThat(published("six")).containsExactly(":: 8080");
        assertThat(host.service.ports(FakeHost.id("web")).get("80/tcp")).hasSize(2);
    }

    /** Both ports by the one endpoint, whose id is the sandbox's and not the ports'. */
    private static String withOneGateway(String networks) {
        JsonNode document = Json.tree(networks);
        ObjectNode sandbox = (ObjectNode) document.get("sandbox");
        String gateway = sandbox.remove("gateways").get("v4").textValue();
        sandbox.put("gatewayEndpoint", gateway);
        sandbox.get("published").forEach(port -> ((ObjectNode) port).remove("endpointId"));
        return document.toString();
    }
}
