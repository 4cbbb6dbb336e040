package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkRegistryTest extends FakeHostTest {
    @Test
    void restore_freshDaemon_hasThePredefinedNetworks() {
        assertThat(host.service.list(Map.of()))
                .extracting(NetworkInspect::name)
                .containsExactlyInAnyOrder("bridge", "host", "none");
        NetworkInspect bridge = host.service.inspect("bridge");
        assertThat(bridge.driver()).isEqualTo("bridge");
        assertThat(bridge.ipam().config()).containsExactly(new IpamConfig("172.17.0.0/16", "", "172.17.0.1", Map.of()));
        assertThat(bridge.options())
                .containsEntry("com.docker.network.bridge.name", "docker0")
                .containsEntry("com.docker.network.bridge.default_bridge", "true")
                .containsEntry("com.docker.network.driver.mtu", "1500");
        assertThat(host.service.inspect("none").driver()).isEqualTo("null");
        assertThat(host.driver.networks).hasSize(1);
    }

    @Test
    void create_withConfig_isInspectedAsGiven() {
        host.service.create(Json.read(
                "{\"Name\":\"n\",\"IPAM\":{\"Options\":{},\"Config\":[{\"Subnet\":\"10.8.0.0/24\",\"IPRange\":"
                        + "\"10.8.0.128/25\",\"Gateway\":\"10.8.0.9\",\"AuxiliaryAddresses\":{\"a\":\"10.8.0.5\"}}]},"
                        + "\"Options\":{\"x\":\"y\"},\"Labels\":{\"a\":\"b\"},\"Internal\":true}",
                NetworkCreate.class));

        NetworkInspect network = host.service.inspect("n");

        assertThat(network.ipam().config())
                .containsExactly(new IpamConfig("10.8.0.0/24", "10.8.0.128/25", "10.8.0.9", Map.of("a", "10.8.0.5")));
        assertThat(network.options()).containsEntry("x", "y");
        assertThat(network.labels()).containsEntry("a", "b");
        assertThat(network.internal()).isTrue();
        assertThat(host.ipam.held("10.8.0.0/24")).containsExactlyInAnyOrder("10.8.0.9", "10.8.0.5");
    }

    @Test
    void create_ipv6Only_hasNoOther() {
        host.service.create(
                Json.read("{\"Name\":\"n6\",\"EnableIPv6\":true,\"EnableIPv4\":false}", NetworkCreate.class));

        NetworkInspect network = host.service.inspect("n6");
        assertThat(network.ipam().config()).extracting(IpamConfig::subnet).containsExactly("fd00:17::/64");
        assertThat(network.enableIpv4()).isFalse();
        assertThat(host.service.inspect("bridge").enableIpv4()).isTrue();
        assertThat(host.service.inspect("none").enableIpv4()).isTrue();
    }

    @Test
    void create_ipv6_hasASubnetOfEachFamily() {
        host.service.create(Json.read("{\"Name\":\"n6\",\"EnableIPv6\":true}", NetworkCreate.class));

        assertThat(host.service.inspect("n6").ipam().config())
                .extracting(IpamConfig::subnet)
                .containsExactly("172.18.0.0/16", "fd00:17::/64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Name':'bridge'} | FORBIDDEN | operation is not permitted on predefined bridge network",
                "{'Name':'host'} | FORBIDDEN | operation is not permitted on predefined host network",
                "{'Name':'there'} | CONFLICT | network with name there already exists",
                "{'Name':'x','Driver':'foo'} | NOT_FOUND | plugin \"foo\" not found",
                "{'Name':'x','IPAM':{'Driver':'zz'}} | NOT_FOUND | plugin \"zz\" not found",
                "{'Name':'x','Driver':'host'} | FORBIDDEN | only one instance of \"host\" network is allowed",
                "{'Name':'x','Driver':'null'} | FORBIDDEN | only one instance of \"null\" network is allowed",
                "{'Name':'x','EnableIPv4':false} | INVALID_PARAMETER | IPv4 or IPv6 must be enabled",
                "{'Name':'x','Options':{'com.docker.network.container_iface_prefix':'a/'}} | INVALID_PARAMETER |"
                        + " invalid value for com.docker.network.container_iface_prefix: 'a/000': not a name for an"
                        + " interface: 1 to 15 characters, no space, '/', ':' or '%', not lo",
                "{'Name':'x','IPAM':{'Config':[{'Subnet':'172.17.5.0/24'}]}} | FORBIDDEN |"
                        + " Pool overlaps with other one on this address space",
                "{'Name':'x','IPAM':{'Config':[{'Subnet':'10.0.0.0/33'}]}} | INVALID_PARAMETER |"
                        + " Invalid subnet 10.0.0.0/33 : invalid CIDR address: 10.0.0.0/33",
            })
    void create_refused_saysWhatDockerSaysAndLeavesNothing(String request, EngineException.Kind kind, String message) {
        host.service.create(NetworkCreate.bridge("there"));
        int networks = host.service.list(Map.of()).size();

        assertThatThrownBy(() -> host.service.create(Json.read(request.replace('\'', '"'), NetworkCreate.class)))
                .isInstanceOfSatisfying(EngineException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure).hasMessage(message);
                });
        assertThat(host.service.list(Map.of())).hasSize(networks);
        assertThat(host.ipam.pools()).hasSize(2);
    }

    @Test
    void create_driverFails_givesPoolAndNameBack() {
        host.driver.failing = "createNetwork";
        assertThatThrownBy(() -> host.service.create(NetworkCreate.bridge("n"))).hasMessage("createNetwork fails");
        host.driver.failing = "";

        assertThat(host.ipam.pools()).hasSize(1);
        assertThat(host.service.create(NetworkCreate.bridge("n"))).hasSize(64);
        assertThat(host.events).extracting(NetworkEvent::action).containsExactly("create");
    }

    @Test
    void find_byNameIdAndPrefix_isTheSame() {
        String id = host.service.create(NetworkCreate.bridge("n"));

        assertThat(host.service.inspect("n").id()).isEqualTo(id);
        assertThat(host.service.inspect(id).id()).isEqualTo(id);
        assertThat(host.service.inspect(id.substring(0, 20)).id()).isEqualTo(id);
        assertThatThrownBy(() -> host.service.inspect("nosuch"))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("network nosuch not found");
    }

    @Test
    void remove_predefinedOrInUse_isRefused() {
        host.service.create(NetworkCreate.bridge("n"));
        host.run("c1", "{\"NetworkMode\":\"n\"}");
        String id = host.service.inspect("n").id();

        assertThatThrownBy(() -> host.service.remove("bridge"))
                .isInstanceOf(EngineException.Forbidden.class)
                .hasMessage("bridge is a pre-defined network and cannot be removed");
        assertThatThrownBy(() -> host.service.remove("n"))
                .isInstanceOf(EngineException.Forbidden.class)
                .hasMessage("error while removing network: network n id " + id + " has active endpoints");
        host.stop("c1");
        host.service.remove("n");
        assertThat(host.ipam.pools()).containsExactly("local/172.17.0.0/16");
        assertThat(host.driver.networks).hasSize(1);
    }

    @Test
    void remove_driverFails_networkStaysAndGoesLater() {
        host.service.create(NetworkCreate.bridge("n"));
        host.driver.failing = "deleteNetwork";
        assertThatThrownBy(() -> host.service.remove("n")).hasMessage("deleteNetwork fails");
        host.driver.failing = "";

        host.service.remove("n");

        assertThatThrownBy(() -> host.service.inspect("n")).isInstanceOf(EngineException.NotFound.class);
    }

    @Test
    void prune_someInUse_removesTheOthers() {
        host.service.create(NetworkCreate.bridge("used"));
        host.service.create(NetworkCreate.bridge("unused"));
        host.service.create(Json.read("{\"Name\":\"kept\",\"Labels\":{\"keep\":\"yes\"}}", NetworkCreate.class));
        host.run("c1", "{\"NetworkMode\":\"used\"}");

        assertThat(host.service.prune(Map.of("label!", List.of("keep=yes")))).containsExactly("unused");
        assertThat(host.service.list(Map.of("type", List.of("custom"))))
                .extracting(NetworkInspect::name)
                .containsExactlyInAnyOrder("used", "kept");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name     | fron          | front",
                "driver   | null          | none",
                "label    | tier          | front",
                "label    | tier=web      | front",
                "label    | tier=db       | ''",
                "type     | custom        | front",
                "dangling | true          | front",
                "scope    | swarm         | ''",
            })
    void list_filter_passesWhatFits(String key, String value, String names) {
        host.service.create(Json.read("{\"Name\":\"front\",\"Labels\":{\"tier\":\"web\"}}", NetworkCreate.class));

        assertThat(String.join(
                        ",",
                        host.service.list(Map.of(key, List.of(value))).stream()
                                .map(NetworkInspect::name)
                                .toList()))
                .isEqualTo(names);
    }

    @Test
    void list_unknownFilter_isRefused() {
        assertThatThrownBy(() -> host.service.list(Map.of("colour", List.of("red"))))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("invalid filter 'colour'");
    }

    @Test
    void restore_afterRestart_hasTheSameNetworks() {
        String id = host.service.create(NetworkCreate.bridge("n"));
        host.driver.networks.clear();

        host.restart(host.defaults(Optional.empty()));

        assertThat(host.service.inspect("n").id()).isEqualTo(id);
        assertThat(host.driver.networks).hasSize(2).containsKey(id);
    }

    @Test
    void restore_bridgeOfSomebodyElse_isUsedWithItsAddress() {
        host.kernel.hostLinks.put("mine0", List.of(Cidr.parse("10.8.0.9/24"), Cidr.parse("fd00:8::9/64")));
        host.restart(host.defaults(
                Optional.empty(),
                new NetworkDefaults.BridgeFlags(
                        "mine0",
                        true,
                        Optional.empty(),
                        Optional.of(Cidr.parseAddress("10.8.0.254")),
                        Optional.empty())));

        NetworkInspect bridge = host.service.inspect("bridge");
        assertThat(bridge.options()).containsEntry("com.docker.network.bridge.name", "mine0");
        assertThat(bridge.ipam().config())
                .containsExactly(
                        new IpamConfig("10.8.0.0/24", "", "10.8.0.9", Map.of("DefaultGatewayIPv4", "10.8.0.254")),
                        new IpamConfig("fd00:8::/64", "", "fd00:8::9", Map.of()));
    }

    @Test
    void restore_bridgeThatIsNotThere_isRefused() {
        assertThatThrownBy(() -> host.restart(host.defaults(
                        Optional.empty(),
                        new NetworkDefaults.BridgeFlags(
                                "nope0", false, Optional.empty(), Optional.empty(), Optional.empty()))))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("bridge device with non default name nope0 must be created manually");
    }

    @Test
    void restore_bridgeNone_thereIsNoDefaultNetwork() {
        host.restart(host.defaults(
                Optional.empty(),
                new NetworkDefaults.BridgeFlags("none", false, Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(host.service.list(Map.of()))
                .extracting(NetworkInspect::name)
                .containsExactlyInAnyOrder("host", "none");
        assertThat(host.ipam.pools()).isEmpty();
    }

    @Test
    void restore_ipv6_bridgeHasBothFamilies() {
        host.restart(host.defaults(
                Optional.empty(),
                new NetworkDefaults.BridgeFlags(
                        "", true, Optional.of(Cidr.parse("fd00:9::/64")), Optional.empty(), Optional.empty())));
        assertThat(host.service.inspect("bridge").ipam().config())
                .extracting(IpamConfig::subnet)
                .containsExactly("172.17.0.0/16", "fd00:9::/64");
    }

    @Test
    void restore_otherBip_makesTheBridgeAnewUnlessItIsUsed() {
        host.run("c1", "{}");
        host.restart(host.defaults(Optional.of(Cidr.parse("10.9.0.1/24"))), "c1");
        assertThat(host.service.inspect("bridge").ipam().config().get(0).subnet())
                .isEqualTo("172.17.0.0/16");

        host.restart(host.defaults(Optional.of(Cidr.parse("10.9.0.1/24"))));
        assertThat(host.service.inspect("bridge").ipam().config())
                .containsExactly(new IpamConfig("10.9.0.0/24", "", "10.9.0.1", Map.of()));
        assertThat(host.ipam.pools()).containsExactly("local/10.9.0.0/24");
    }
}
