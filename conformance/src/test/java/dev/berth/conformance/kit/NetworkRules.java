package dev.berth.conformance.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Docker's network plugins. */
final class NetworkRules {
    private static final String CREATE = "NetworkDriver.CreateNetwork";
    private static final String DELETE = "NetworkDriver.DeleteNetwork";
    private static final String CREATE_ENDPOINT = "NetworkDriver.CreateEndpoint";
    private static final String DELETE_ENDPOINT = "NetworkDriver.DeleteEndpoint";
    private static final String JOIN = "NetworkDriver.Join";
    private static final String LEAVE = "NetworkDriver.Leave";
    private static final String NETWORK = "NetworkID";
    private static final String ENDPOINT = "EndpointID";

    private final Map<String, String> options;

    /** @param options what the plugin wants for a network */
    NetworkRules(Map<String, String> options) {
        this.options = options;
    }

    List<Rule> all() {
        List<Rule> rules = new ArrayList<>(CommonRules.of("NetworkDriver", CREATE));
        rules.add(Rule.needed(
                "GetCapabilities says the scope, local or global",
                plugin -> assertThat(plugin.ok("NetworkDriver.GetCapabilities")
                                .path("Scope")
                                .asText())
                        .matches("local|global")));
        rules.add(Rule.needed("a network can be made and taken away", plugin -> on(plugin, network -> {})));
        rules.add(Rule.wished(
                "CreateNetwork may come again", plugin -> on(plugin, network -> create(plugin, network))));
        rules.add(Rule.wished("what is not there can be taken away", plugin -> {
            plugin.ok(DELETE, NETWORK, id());
            plugin.ok(DELETE_ENDPOINT, NETWORK, id(), ENDPOINT, id());
            plugin.ok(LEAVE, NETWORK, id(), ENDPOINT, id());
        }));
        rules.add(Rule.needed(
                "an endpoint on an unknown network is refused",
                plugin -> assertThat(plugin.post(
                                        CREATE_ENDPOINT,
                                        NETWORK,
                                        id(),
                                        ENDPOINT,
                                        id(),
                                        "Interface",
                                        addresses(""),
                                        "Options",
                                        Map.of())
                                .failed())
                        .isTrue()));
        rules.add(Rule.needed(
                "DiscoverNew is answered or not there",
                plugin -> assertThat(
                                plugin.post("NetworkDriver.DiscoverNew", "DiscoveryType", 1, "DiscoveryData", Map.of())
                                        .status())
                        .isIn(200, 404)));
        rules.addAll(endpoints());
        return rules;
    }

    private List<Rule> endpoints() {
        return List.of(
                Rule.needed(
                        "CreateEndpoint tells only what it was not told",
                        plugin -> on(plugin, network -> {
                            String endpoint = id();
                            JsonNode made = createEndpoint(plugin, network, endpoint, "")
                                    .path("Interface");
                            assertThat(made.path("Address").asText("")).isEmpty();
                            plugin.ok(DELETE_ENDPOINT, NETWORK, network, ENDPOINT, endpoint);
                            String second = id();
                            JsonNode told = createEndpoint(plugin, network, second, "02:42:0a:d6:00:09")
                                    .path("Interface");
                            assertThat(told.path("MacAddress").asText("")).isEmpty();
                            plugin.ok(DELETE_ENDPOINT, NETWORK, network, ENDPOINT, second);
                        })),
                Rule.wished(
                        "CreateEndpoint may come again",
                        plugin -> on(plugin, network -> {
                            String endpoint = id();
                            createEndpoint(plugin, network, endpoint, "");
                            PluginCaller.Answer again = plugin.post(
                                    CREATE_ENDPOINT,
                                    NETWORK,
                                    network,
                                    ENDPOINT,
                                    endpoint,
                                    "Interface",
                                    addresses(""),
                                    "Options",
                                    Map.of());
                            plugin.ok(DELETE_ENDPOINT, NETWORK, network, ENDPOINT, endpoint);
                            assertThat(again.failure()).isEmpty();
                        })),
                Rule.needed(
                        "Join names an interface and a prefix, Leave lets it go, and again",
                        plugin -> on(plugin, network -> {
                            String endpoint = id();
                            createEndpoint(plugin, network, endpoint, "");
                            for (int round = 0; round < 2; round++) {
                                JsonNode name = plugin.ok(
                                                JOIN,
                                                NETWORK,
                                                network,
                                                ENDPOINT,
                                                endpoint,
                                                "SandboxKey",
                                                "/var/run/docker/netns/" + endpoint.substring(0, 12),
                                                "Options",
                                                Map.of())
                                        .path("InterfaceName");
                                assertThat(name.path("SrcName").asText())
                                        .isNotEmpty()
                                        .hasSizeLessThan(16);
                                assertThat(name.path("DstPrefix").asText()).isNotEmpty();
                                plugin.ok(LEAVE, NETWORK, network, ENDPOINT, endpoint);
                            }
                            plugin.ok(DELETE_ENDPOINT, NETWORK, network, ENDPOINT, endpoint);
                        })),
                Rule.needed(
                        "EndpointOperInfo is answered or not there",
                        plugin -> on(plugin, network -> {
                            String endpoint = id();
                            createEndpoint(plugin, network, endpoint, "");
                            PluginCaller.Answer info =
                                    plugin.post("NetworkDriver.EndpointOperInfo", NETWORK, network, ENDPOINT, endpoint);
                            plugin.ok(DELETE_ENDPOINT, NETWORK, network, ENDPOINT, endpoint);
                            assertThat(info.status() == 404 || info.failure().isEmpty())
                                    .isTrue();
                        })),
                Rule.needed(
                        "external connectivity without ports is answered or not there",
                        plugin -> on(plugin, network -> {
                            String endpoint = id();
                            createEndpoint(plugin, network, endpoint, "");
                            PluginCaller.Answer program = plugin.post(
                                    "NetworkDriver.ProgramExternalConnectivity",
                                    NETWORK,
                                    network,
                                    ENDPOINT,
                                    endpoint,
                                    "Options",
                                    Map.of());
                            PluginCaller.Answer revoke = plugin.post(
                                    "NetworkDriver.RevokeExternalConnectivity", NETWORK, network, ENDPOINT, endpoint);
                            plugin.ok(DELETE_ENDPOINT, NETWORK, network, ENDPOINT, endpoint);
                            assertThat(program.status() == 404
                                            || program.failure().isEmpty())
                                    .isTrue();
                            assertThat(revoke.status() == 404
                                            || revoke.failure().isEmpty())
                                    .isTrue();
                        })));
    }

    private interface NetworkUse {
        void with(String networkId);
    }

    private void on(PluginCaller plugin, NetworkUse use) {
        String network = id();
        create(plugin, network);
        try {
            use.with(network);
        } finally {
            plugin.ok(DELETE, NETWORK, network);
        }
    }

    private static String id() {
        return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
    }

    private void create(PluginCaller plugin, String network) {
        Map<String, Object> pool = Map.of(
                "AddressSpace",
                "LocalDefault",
                "Pool",
                "10.214.0.0/24",
                "Gateway",
                "10.214.0.1/24",
                "AuxAddresses",
                Map.of());
        plugin.ok(
                CREATE,
                NETWORK,
                network,
                "IPv4Data",
                List.of(pool),
                "IPv6Data",
                List.of(),
                "Options",
                Map.of("com.docker.network.generic", options, "com.docker.network.enable_ipv6", false));
    }

    private static Map<String, String> addresses(String mac) {
        return Map.of("Address", "10.214.0.9/24", "AddressIPv6", "", "MacAddress", mac);
    }

    private static JsonNode createEndpoint(PluginCaller plugin, String network, String endpoint, String mac) {
        return plugin.ok(
                CREATE_ENDPOINT,
                NETWORK,
                network,
                ENDPOINT,
                endpoint,
                "Interface",
                addresses(mac),
                "Options",
                Map.of());
    }
}
