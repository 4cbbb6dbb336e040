package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.NothingLeft;
import dev.berth.conformance.harness.OnEngine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks, addresses and ports that cannot be are refused with the reason, and leave nothing; what is there is told. */
@OnEngine
@ExtendWith(NothingLeft.class)
class NetworkInputIT {
    private static final String OPTION = "com.docker.network.";

    private static void isRefused(Docker docker, String message, String... words) {
        List<String> before = docker.ok("network", "ls", "-q").lines().toList();
        Docker.Result refused = docker.run(words);
        assertThat(refused.exit()).as(refused.out()).isNotZero();
        assertThat(refused.err()).contains(message);
        assertThat(docker.ok("network", "ls", "-q").lines()).isEqualTo(before);
    }

    private static String[] create(String words) {
        return Stream.concat(
                        Stream.of("network", "create"), Stream.concat(Stream.of(words.split(" ")), Stream.of("net1")))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        bridge.enable_icc=2             | failed to parse com.docker.network.bridge.enable_icc value: 2 (strconv.ParseBool
        bridge.enable_ip_masquerade=no  | failed to parse com.docker.network.bridge.enable_ip_masquerade value: no
        bridge.default_bridge=perhaps   | failed to parse com.docker.network.bridge.default_bridge value: perhaps
        bridge.host_binding_ipv4=1.2.3  | com.docker.network.bridge.host_binding_ipv4
        driver.mtu=abc                  | failed to parse com.docker.network.driver.mtu value: abc (strconv.Atoi
        bridge.name=this-name-is-too-long |
        bridge.name=lo                  | is
        """)
    void option_withABadValue_isRefused(String option, String message, Docker docker) {
        isRefused(docker, message == null ? "" : message, create("-o " + OPTION + option));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --subnet 10.90.0.0/33                                                     | 10.90.0.0/33
        --subnet 10.90.0.0/32                                                     |
        --subnet 10.90.0.0/24 --subnet 10.91.0.0/24                               | bridge driver doesn't support multiple subnets
        --subnet 10.90.0.0/24 --gateway 10.90.0.0                                 | failed to allocate gateway (10.90.0.0): Address already in use
        --subnet 10.90.0.0/24 --gateway 10.90.0.9 --aux-address a=10.90.0.9       | failed to allocate secondary ip address (a:10.90.0.9): Address already in use
        --subnet 10.90.0.0/24 --aux-address a=10.90.0.9 --aux-address b=10.90.0.9 | (b:10.90.0.9): Address already in use
        --ipam-driver nobody                                                      | nobody
        """)
    void subnet_thatCannotBe_isRefused(String words, String message, Docker docker) {
        isRefused(docker, message == null ? "" : message, create(words));
    }

    /** What dockerd of 20.10 makes all the same, and what then fails, or works in another way than it says. */
    @Tag("beyond-docker")
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        -o com.docker.network.driver.mtu=67                     | invalid MTU number: 67
        -o com.docker.network.driver.mtu=65536                  | invalid MTU number: 65536
        -o com.docker.network.bridge.gateway_mode_ipv4=open     | unknown gateway mode open
        -o com.docker.network.bridge.trusted_host_interfaces=a/b | trusted_host_interfaces
        -o com.docker.network.host_ipv4=fd00::1                 | not an IPv4 address
        -o com.docker.network.container_iface_prefix=sixteen-and-more | container_iface_prefix
        --subnet 10.90.0.0/24 --ip-range 10.90.0.0/16           | it is not inside the pool 10.90.0.0/24
        --ipv6 --subnet fd00:90::/128                           | subnet fd00:90:0:0:0:0:0:0/128 is too small
        """)
    void network_thatDockerdMakesAllTheSame_isRefused(String words, String message, Docker docker) {
        isRefused(docker, message, create(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Name\":5}",
                "{\"Name\":\"net1\",\"Internal\":\"yes\"}",
                "{\"Name\":\"net1\",\"Internal\":\"true\"}",
                "{\"Name\":\"net1\",\"Options\":[\"a\"]}",
                "{\"Name\":\"net1\",\"Options\":{\"com.docker.network.driver.mtu\":1400}}",
                "{\"Name\":\"net1\",\"Options\":{\"com.docker.network.bridge.enable_icc\":false}}",
                "{\"Name\":\"net1\",\"IPAM\":{\"Config\":{\"Subnet\":\"10.90.0.0/24\"}}}",
                "{\"Name\":\"net1\",\"IPAM\":{\"Config\":[{\"Subnet\":5}]}}"
            })
    void body_withAWrongType_isRefused(String body, Docker docker) {
        // 500 is what dockerd of 20.10 answers to it.
        assertThat(docker.api("POST", "/networks/create", body).status()).isIn(400, 500);
        assertThat(docker.ok("network", "ls", "-q", "--filter", "type=custom")).isEmpty();
    }

    /** What the docker command would refuse by itself; dockerd of 20.10 takes some of it, and then keeps the subnet. */
    @Tag("beyond-docker")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Subnet':'10.90.0.0/24','Gateway':'10.91.0.1'}",
                "{'Subnet':'10.90.0.0/24','Gateway':'fd00::1'}",
                "{'Subnet':'10.90.0.0/24','Gateway':'here'}",
                "{'Subnet':'10.90.0.0/24','AuxiliaryAddresses':{'a':'10.91.0.1'}}",
                "{'Subnet':'10.90.0.0/24','AuxiliaryAddresses':{'a':'fd00::1'}}",
                "{'Subnet':'10.90.0.0/24','IPRange':'10.91.0.0/25'}",
                "{'Subnet':'10.90.0.0/24','IPRange':'fd00::/80'}",
                "{'Subnet':'ten/24'}"
            })
    void body_withAnAddressOutsideOrOfTheOtherFamily_isRefused(String config, Docker docker) {
        String body = "{\"Name\":\"net1\",\"IPAM\":{\"Config\":[" + config.replace('\'', '"') + "]}}";
        Docker.Answer refused = docker.api("POST", "/networks/create", body);
        assertThat(refused.status()).as(refused.body()).isIn(400, 403, 500);
        assertThat(docker.ok("network", "ls", "-q", "--filter", "type=custom")).isEmpty();
        docker.ok("network", "create", "--subnet", "10.90.0.0/24", "net1");
    }

    @Test
    void address_onANetworkWhoseSubnetNobodyChose_isRefused(Docker docker) {
        docker.ok("network", "create", "net1");
        Docker.Result refused = docker.run("run", "--network", "net1", "--ip", "172.18.0.9", "busybox", "true");
        assertThat(refused.exit()).isEqualTo(125);
        assertThat(refused.err())
                .contains("user specified IP address is supported only when connecting to networks with user"
                        + " configured subnets");
    }

    @Test
    void ports_onTheHostsNetwork_areWarnedOf(Docker docker) {
        Docker.Result created = docker.run("create", "--network", "host", "-p", "80:80", "busybox", "true");
        assertThat(created.exit()).isZero();
        assertThat(created.err()).contains("Published ports are discarded when using host network mode");
    }

    /** Docker's from API 1.52 on. */
    @Tag("beyond-docker")
    @Tag("own-ipam-driver")
    @Test
    void inspect_saysHowFullItsSubnetsAre(Docker docker) {
        docker.ok("network", "create", "--subnet", "10.87.0.0/24", "--ip-range", "10.87.0.128/28", "net1");
        docker.ok("run", "-d", "--name", "box", "--network", "net1", "busybox", "sleep", "600");
        assertThat(docker.api("GET", "/networks/net1").body())
                .contains("\"Status\":{\"IPAM\":{\"Subnets\":{\"10.87.0.0/24\":{\"IPsInUse\":4,"
                        + "\"DynamicIPsAvailable\":14}}}}");
        docker.ok("rm", "-f", "box");
        assertThat(docker.api("GET", "/networks/net1").body()).contains("\"DynamicIPsAvailable\":15");
    }
}
