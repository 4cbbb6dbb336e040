package dev.berth.plugin.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What every driver of a local network must do, in process or behind a socket; what a wire does not carry (the kind of a
 * failure) is not asked for.
 */
public abstract class NetworkDriverContract {
    private static final String NETWORK = "a".repeat(64);
    private static final String OTHER_NETWORK = "b".repeat(64);
    private static final String ENDPOINT = "1".repeat(64);
    private static final String OTHER_ENDPOINT = "2".repeat(64);
    private static final String ICC = "com.docker.network.bridge.enable_icc";

    /** The driver under test: one per test, without networks. */
    protected abstract NetworkDriver driver();

    /** The file of a fresh network namespace. */
    protected abstract Path newSandbox();

    /** The names of the links in a namespace, in the host's if empty. */
    protected abstract List<String> linkNames(Optional<Path> sandbox);

    @Test
    void scope_isLocal() {
        assertThat(driver().scope()).isEqualTo(Scope.LOCAL);
    }

    @Test
    void createNetwork_again_changesNothing() {
        driver().createNetwork(network(NETWORK, 30, false));
        List<String> links = linkNames(Optional.empty());
        driver().createNetwork(network(NETWORK, 30, false));
        assertThat(linkNames(Optional.empty())).isEqualTo(links);
    }

    @Test
    void deleteNetwork_leavesTheHostAsItWas() {
        List<String> before = linkNames(Optional.empty());
        driver().createNetwork(network(NETWORK, 30, false));
        driver().deleteNetwork(NETWORK);
        assertThat(linkNames(Optional.empty())).isEqualTo(before);
    }

    @Test
    void deleting_whatIsGone_succeeds() {
        assertThatCode(() -> {
                    driver().leave(NETWORK, ENDPOINT);
                    driver().deleteEndpoint(NETWORK, ENDPOINT);
                    driver().deleteNetwork(NETWORK);
                    driver().createNetwork(network(NETWORK, 30, false));
                    driver().leave(NETWORK, ENDPOINT);
                    driver().deleteEndpoint(NETWORK, ENDPOINT);
                    driver().deleteNetwork(NETWORK);
                    driver().deleteNetwork(NETWORK);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void createEndpoint_unknownNetwork_isRefused() {
        assertThatThrownBy(() -> driver().createEndpoint(NETWORK, endpoint(ENDPOINT, "172.30.0.2/16")))
                .isInstanceOf(EngineException.class);
    }

    @Test
    void createEndpoint_noMac_choosesAUnicastOne() {
        driver().createNetwork(network(NETWORK, 30, false));
        Endpoint made = driver().createEndpoint(NETWORK, endpoint(ENDPOINT, "172.30.0.2/16"));
        Endpoint other = driver().createEndpoint(NETWORK, endpoint(OTHER_ENDPOINT, "172.30.0.3/16"));
        assertThat(made.mac().bytes()[0] & 1).isZero();
        assertThat(made.mac()).isNotEqualTo(other.mac());
        assertThat(made.ipv4()).contains(Cidr.parse("172.30.0.2/16"));
    }

    @Test
    void createEndpoint_userMac_isKept() {
        driver().createNetwork(network(NETWORK, 30, false));
        MacAddress mac = new MacAddress("02:42:01:02:03:04");
        EndpointSpec spec = new EndpointSpec(
                ENDPOINT, Optional.of(mac), Optional.of(Cidr.parse("172.30.0.2/16")), Optional.empty(), Map.of());
        assertThat(driver().createEndpoint(NETWORK, spec).mac()).isEqualTo(mac);
    }

    @Test
    void createEndpoint_again_givesTheSame() {
        driver().createNetwork(network(NETWORK, 30, false));
        Endpoint made = driver().createEndpoint(NETWORK, endpoint(ENDPOINT, "172.30.0.2/16"));
        assertThat(driver().createEndpoint(NETWORK, endpoint(ENDPOINT, "172.30.0.2/16")))
                .isEqualTo(made);
    }

    @Test
    void join_bringsTheInterfaceAndTellsTheGateway() {
        driver().createNetwork(network(NETWORK, 30, false));
        driver().createEndpoint(NETWORK, endpoint(ENDPOINT, "172.30.0.2/16"));
        Path sandbox = newSandbox();
        JoinInfo info = driver().join(NETWORK, ENDPOINT, new JoinSpec(sandbox, "eth0"));
        assertThat(info.gateway4()).contains(Cidr.parseAddress("172.30.0.1"));
        assertAttached(info, sandbox);
    }

    @Test
    void join_internalNetwork_hasNoGateway() {
        driver().createNetwork(network(NETWORK, 30, true));
        driver().createEndpoint(NETWORK, endpoint(ENDPOINT, "172.30.0.2/16"));
        JoinInfo info = driver().join(NETWORK, ENDPOINT, new JoinSpec(newSandbox(), "eth0"));
        assertThat(info.gateway4()).isEmpty();
    }

    @Test
    void join_again_changesNothing() {
        driver().createNetwork(network(NETWORK, 30, false));
        driver().createEndpoint(NETWORK, endpoint(ENDPOINT, "172.30.0.2/16"));
        Path sandbox = newSandbox();
        JoinInfo info = driver().join(NETWORK, ENDPOINT, new JoinSpec(sandbox, "eth0"));
        List<String> links = linkNames(Optional.empty());
        assertThat(driver().join(NETWORK, ENDPOINT, new JoinSpec(sandbox, "eth0")))
                .isEqualTo(info);
        assertThat(linkNames(Optional.empty())).isEqualTo(links);
    }

    @Test
    void join_unknownEndpoint_isRefused() {
        driver().createNetwork(network(NETWORK, 30, false));
        assertThatThrownBy(() -> driver().join(NETWORK, ENDPOINT, new JoinSpec(newSandbox(), "eth0")))
                .isInstanceOf(EngineException.class);
    }

    @Test
    void leave_thenJoinElsewhere_movesTheInterface() {
        driver().createNetwork(network(NETWORK, 30, false));
        driver().createEndpoint(NETWORK, endpoint(ENDPOINT, "172.30.0.2/16"));
        Path first = newSandbox();
        driver().join(NETWORK, ENDPOINT, new JoinSpec(first, "eth0"));
        driver().leave(NETWORK, ENDPOINT);
        driver().leave(NETWORK, ENDPOINT);
        assertThat(linkNames(Optional.of(first))).doesNotContain("eth0");
        Path second = newSandbox();
        assertAttached(driver().join(NETWORK, ENDPOINT, new JoinSpec(second, "eth0")), second);
    }

    @Test
    void teardown_ofOneNetwork_leavesTheOther() {
        driver().createNetwork(network(NETWORK, 30, false));
        driver().createNetwork(network(OTHER_NETWORK, 31, false));
        driver().createEndpoint(NETWORK, endpoint(ENDPOINT, "172.30.0.2/16"));
        driver().createEndpoint(OTHER_NETWORK, endpoint(OTHER_ENDPOINT, "172.31.0.2/16"));
        driver().join(NETWORK, ENDPOINT, new JoinSpec(newSandbox(), "eth0"));
        Path other = newSandbox();
        JoinInfo info = driver().join(OTHER_NETWORK, OTHER_ENDPOINT, new JoinSpec(other, "eth0"));
        driver().leave(NETWORK, ENDPOINT);
        driver().deleteEndpoint(NETWORK, ENDPOINT);
        driver().deleteEndpoint(NETWORK, ENDPOINT);
        driver().deleteNetwork(NETWORK);
        assertAttached(info, other);
    }

    @Test
    void programExternalConnectivity_findsAPortAndGivesItBack() {
        ExternalConnectivity publisher = publisher();
        joined(NETWORK, 30, ENDPOINT);
        List<PortBinding> asked = List.of(binding(0, 0), binding(49_980, 49_990));
        List<PortBinding> got = publisher.programExternalConnectivity(NETWORK, ENDPOINT, asked);
        assertThat(got).hasSize(2);
        assertThat(got.get(0).hostPort()).isPositive().isEqualTo(got.get(0).hostPortEnd());
        assertThat(got.get(1).hostPort()).isBetween(49_980, 49_990);
        assertThat(publisher.programExternalConnectivity(NETWORK, ENDPOINT, asked))
                .isEqualTo(got);
        publisher.revokeExternalConnectivity(NETWORK, ENDPOINT);
        publisher.revokeExternalConnectivity(NETWORK, ENDPOINT);
        joined(OTHER_NETWORK, 31, OTHER_ENDPOINT);
        List<PortBinding> exactly = List.of(got.get(0));
        assertThat(publisher.programExternalConnectivity(OTHER_NETWORK, OTHER_ENDPOINT, exactly))
                .isEqualTo(exactly);
    }

    @Test
    void programExternalConnectivity_takenPort_isRefusedAndNothingStays() {
        ExternalConnectivity publisher = publisher();
        joined(NETWORK, 30, ENDPOINT);
        joined(OTHER_NETWORK, 31, OTHER_ENDPOINT);
        List<PortBinding> mine = List.of(binding(49_981, 49_981));
        publisher.programExternalConnectivity(NETWORK, ENDPOINT, mine);
        assertThatThrownBy(() -> publisher.programExternalConnectivity(
                        OTHER_NETWORK, OTHER_ENDPOINT, List.of(binding(49_982, 49_982), mine.get(0))))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("Bind for 0.0.0.0:49981 failed: port is already allocated");
        List<PortBinding> free = List.of(binding(49_982, 49_982));
        assertThat(publisher.programExternalConnectivity(NETWORK, ENDPOINT, free))
                .isEqualTo(free);
    }

    @Test
    void permit_isTakenBackOnce_orWithItsEndpoint() {
        Assumptions.assumeTrue(driver() instanceof LinkPermits, "driver keeps nobody apart");
        LinkPermits permits = (LinkPermits) driver();
        driver().createNetwork(network(NETWORK, 30, false, Map.of(ICC, "false")));
        List<ContainerPort> ports = List.of(new ContainerPort(80, Protocol.TCP));
        driver().createEndpoint(NETWORK, endpoint(ENDPOINT, "172.30.0.2/16"));
        assertThatThrownBy(() -> permits.permit(NETWORK, ENDPOINT, OTHER_ENDPOINT, ports))
                .isInstanceOf(EngineException.class);
        driver().createEndpoint(NETWORK, endpoint(OTHER_ENDPOINT, "172.30.0.3/16"));
        permits.permit(NETWORK, ENDPOINT, OTHER_ENDPOINT, ports);
        permits.permit(NETWORK, ENDPOINT, OTHER_ENDPOINT, ports);
        permits.revoke(NETWORK, ENDPOINT, OTHER_ENDPOINT);
        permits.revoke(NETWORK, ENDPOINT, OTHER_ENDPOINT);
        permits.permit(NETWORK, ENDPOINT, OTHER_ENDPOINT, ports);
        driver().deleteEndpoint(NETWORK, OTHER_ENDPOINT);
        permits.revoke(NETWORK, ENDPOINT, OTHER_ENDPOINT);
        driver().deleteNetwork(NETWORK);
    }

    private ExternalConnectivity publisher() {
        Assumptions.assumeTrue(driver() instanceof ExternalConnectivity, "driver cannot publish ports");
        return (ExternalConnectivity) driver();
    }

    private void joined(String network, int second, String endpoint) {
        driver().createNetwork(network(network, second, false));
        driver().createEndpoint(network, endpoint(endpoint, "172." + second + ".0.2/16"));
        driver().join(network, endpoint, new JoinSpec(newSandbox(), "eth0"));
    }

    private void assertAttached(JoinInfo info, Path sandbox) {
        if (info.attachment() instanceof JoinInfo.InSandbox inside) {
            assertThat(inside.interfaceName()).isEqualTo("eth0");
            assertThat(linkNames(Optional.of(sandbox))).contains("eth0");
        } else if (info.attachment() instanceof JoinInfo.OnHost onHost) {
            assertThat(linkNames(Optional.empty())).contains(onHost.sourceName());
        }
    }

    private static PortBinding binding(int from, int to) {
        return new PortBinding(new ContainerPort(80, Protocol.TCP), Cidr.parseAddress("0.0.0.0"), from, to);
    }

    private static NetworkSpec network(String id, int second, boolean internal) {
        return network(id, second, internal, Map.of());
    }

    private static NetworkSpec network(String id, int second, boolean internal, Map<String, String> options) {
        Cidr subnet = Cidr.parse("172." + second + ".0.0/16");
        Cidr gateway = Cidr.parse("172." + second + ".0.1/16");
        IpamData pool = new IpamData(subnet, Optional.of(gateway), Map.of());
        return new NetworkSpec(id, "net" + second, internal, false, options, List.of(pool));
    }

    private static EndpointSpec endpoint(String id, String address) {
        return new EndpointSpec(id, Optional.empty(), Optional.of(Cidr.parse(address)), Optional.empty(), Map.of());
    }
}
