package dev.berth.conformance.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Docker's IPAM plugins. */
final class IpamRules {
    private static final String REQUEST_POOL = "IpamDriver.RequestPool";
    private static final String RELEASE_POOL = "IpamDriver.ReleasePool";
    private static final String REQUEST_ADDRESS = "IpamDriver.RequestAddress";
    private static final String RELEASE_ADDRESS = "IpamDriver.ReleaseAddress";
    private static final String POOL_ID = "PoolID";
    private static final String ADDRESS = "Address";
    private static final String OWN_POOL = "10.213.0.0/24";
    private static final Map<String, String> GATEWAY = Map.of("RequestAddressType", "com.docker.network.gateway");

    List<Rule> all() {
        List<Rule> rules = new ArrayList<>(CommonRules.of("IpamDriver", REQUEST_POOL));
        rules.add(Rule.needed(
                "there is a local address space",
                plugin -> assertThat(space(plugin)).isNotEmpty()));
        rules.add(Rule.needed(
                "GetCapabilities is answered or not there",
                plugin -> assertThat(plugin.post("IpamDriver.GetCapabilities").status())
                        .isIn(200, 404)));
        rules.add(Rule.needed("a pool that is asked for is given", plugin -> {
            JsonNode pool = pool(plugin, OWN_POOL);
            assertThat(pool.path("Pool").asText()).isEqualTo(OWN_POOL);
            plugin.ok(RELEASE_POOL, POOL_ID, pool.path(POOL_ID).asText());
        }));
        rules.add(Rule.needed("a pool that is free to choose has a subnet", plugin -> {
            JsonNode pool = pool(plugin, "");
            assertThat(pool.path("Pool").asText()).matches("[0-9.]+/[0-9]+");
            plugin.ok(RELEASE_POOL, POOL_ID, pool.path(POOL_ID).asText());
        }));
        rules.add(Rule.needed("a pool is free again when released", plugin -> {
            plugin.ok(
                    RELEASE_POOL, POOL_ID, pool(plugin, OWN_POOL).path(POOL_ID).asText());
            plugin.ok(
                    RELEASE_POOL, POOL_ID, pool(plugin, OWN_POOL).path(POOL_ID).asText());
        }));
        rules.add(Rule.wished(
                "a pool that overlaps is refused, under Error",
                plugin -> in(plugin, id -> {
                    PluginCaller.Answer answer = plugin.post(
                            REQUEST_POOL,
                            "AddressSpace",
                            space(plugin),
                            "Pool",
                            "10.213.0.0/25",
                            "SubPool",
                            "",
                            "V6",
                            false);
                    assertThat(answer.json().path("Error").asText()).isNotEmpty();
                })));
        rules.addAll(addresses());
        return rules;
    }

    private List<Rule> addresses() {
        return List.of(
                Rule.needed(
                        "addresses have the pool's prefix and are all different",
                        plugin -> in(plugin, id -> {
                            Set<String> given = new HashSet<>();
                            for (int i = 0; i < 20; i++) {
                                String address = address(plugin, id, "", Map.of());
                                assertThat(address).startsWith("10.213.0.").endsWith("/24");
                                assertThat(address).isNotIn("10.213.0.0/24", "10.213.0.255/24");
                                assertThat(given.add(address)).isTrue();
                            }
                        })),
                Rule.needed(
                        "an address that is asked for is given, once",
                        plugin -> in(plugin, id -> {
                            assertThat(address(plugin, id, "10.213.0.77", Map.of()))
                                    .isEqualTo("10.213.0.77/24");
                            assertThat(plugin.post(REQUEST_ADDRESS, POOL_ID, id, ADDRESS, "10.213.0.77")
                                            .failed())
                                    .isTrue();
                        })),
                Rule.needed(
                        "the gateway's address can be asked for",
                        plugin -> in(
                                plugin,
                                id -> assertThat(address(plugin, id, "", GATEWAY))
                                        .startsWith("10.213.0."))),
                Rule.needed(
                        "an address is free again when released",
                        plugin -> in(plugin, id -> {
                            address(plugin, id, "10.213.0.9", Map.of());
                            plugin.ok(RELEASE_ADDRESS, POOL_ID, id, ADDRESS, "10.213.0.9");
                            address(plugin, id, "10.213.0.9", Map.of());
                        })),
                Rule.needed(
                        "an address outside of the pool is refused",
                        plugin -> in(
                                plugin,
                                id -> assertThat(plugin.post(REQUEST_ADDRESS, POOL_ID, id, ADDRESS, "10.99.0.1")
                                                .failed())
                                        .isTrue())),
                Rule.wished(
                        "what is not held can be released",
                        plugin -> in(plugin, id -> {
                            plugin.ok(RELEASE_ADDRESS, POOL_ID, id, ADDRESS, "10.213.0.200");
                            plugin.ok(RELEASE_POOL, POOL_ID, "never-given");
                        })),
                Rule.needed(
                        "addresses asked for at once are all different",
                        plugin -> in(
                                plugin,
                                id -> assertThat(CommonRules.atOnce(number -> address(plugin, id, "", Map.of())))
                                        .doesNotHaveDuplicates())));
    }

    private interface PoolUse {
        void with(String poolId);
    }

    private static void in(PluginCaller plugin, PoolUse use) {
        String id = pool(plugin, OWN_POOL).path(POOL_ID).asText();
        try {
            use.with(id);
        } finally {
            plugin.ok(RELEASE_POOL, POOL_ID, id);
        }
    }

    private static String space(PluginCaller plugin) {
        return plugin.ok("IpamDriver.GetDefaultAddressSpaces")
                .path("LocalDefaultAddressSpace")
                .asText();
    }

    private static JsonNode pool(PluginCaller plugin, String subnet) {
        return plugin.ok(
                REQUEST_POOL,
                "AddressSpace",
                space(plugin),
                "Pool",
                subnet,
                "SubPool",
                "",
                "Options",
                Map.of(),
                "V6",
                false);
    }

    private static String address(PluginCaller plugin, String pool, String wanted, Map<String, String> options) {
        return plugin.ok(REQUEST_ADDRESS, POOL_ID, pool, ADDRESS, wanted, "Options", options)
                .path(ADDRESS)
                .asText();
    }
}
