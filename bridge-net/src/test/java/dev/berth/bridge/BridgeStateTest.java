package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.IpamData;
import dev.berth.plugin.network.NetworkSpec;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeStateTest {
    private static final Map<String, String> OPTIONS =
            Map.of("com.docker.network.bridge.enable_icc", "false", "com.docker.network.driver.mtu", "1400");

    @TempDir
    Path directory;

    @Test
    void everything_isReadAgain() {
        BridgeState state = new BridgeState(directory, RecordDisk.REAL);
        BridgeNetwork network = network();
        state.put(network, OPTIONS);
        BridgeEndpoint endpoint = endpoint("e1", "172.30.0.2/16")
                .publishing(List.of(
                        new PortBinding(new ContainerPort(80, Protocol.TCP), Cidr.parseAddress("0.0.0.0"), 8080, 8080),
                        new PortBinding(new ContainerPort(53, Protocol.UDP), Cidr.parseAddress("::"), 53, 53)));
        state.put(endpoint);
        LinkPermit permit = new LinkPermit("n1", "e2", "e1", List.of(new ContainerPort(80, Protocol.TCP)));
        state.put(permit);

        BridgeState again = new BridgeState(directory, RecordDisk.REAL);

        assertThat(again.network("n1")).contains(network);
        assertThat(again.endpoint("n1", "e1")).contains(endpoint);
        assertThat(again.permit("e2", "e1")).contains(permit);
    }

    @Test
    void deleted_isGoneAndAgainNoFailure() {
        BridgeState state = new BridgeState(directory, RecordDisk.REAL);
        state.put(network(), OPTIONS);
        state.put(endpoint("e1", "172.30.0.2/16"));
        state.deleteEndpoint("e1");
        state.deleteEndpoint("e1");
        state.deleteNetwork("n1");
        BridgeState again = new BridgeState(directory, RecordDisk.REAL);
        assertThat(again.networks()).isEmpty();
        assertThat(again.endpoints()).isEmpty();
    }

    @Test
    void halfWrittenRecord_isNotRead() throws Exception {
        BridgeState state = new BridgeState(directory, RecordDisk.REAL);
        state.put(network(), OPTIONS);
        Files.writeString(directory.resolve("networks/n2.next"), "id=n");
        assertThat(new BridgeState(directory, RecordDisk.REAL).networks()).hasSize(1);
    }

    @Test
    void id_thatIsAPath_isRefused() {
        BridgeState state = new BridgeState(directory, RecordDisk.REAL);
        assertThatThrownBy(() -> state.put(endpoint("../e1", "172.30.0.2/16")))
                .isInstanceOf(EngineException.InvalidParameter.class);
    }

    @Test
    void endpoint_ofAnotherNetwork_isNotFound() {
        BridgeState state = new BridgeState(directory, RecordDisk.REAL);
        state.put(network(), OPTIONS);
        state.put(endpoint("e1", "172.30.0.2/16"));
        assertThat(state.endpoint("other", "e1")).isEmpty();
        assertThatThrownBy(() -> state.requireEndpoint("n1", "e9")).isInstanceOf(EngineException.NotFound.class);
    }

    @Test
    void mac_isMadeFromTheAddress() {
        assertThat(endpoint("e1", "172.30.0.2/16").mac()).hasToString("02:42:ac:1e:00:02");
    }

    private static BridgeNetwork network() {
        IpamData pool = new IpamData(
                Cidr.parse("172.30.0.0/16"),
                Optional.of(Cidr.parse("172.30.0.1/16")),
                Map.of("DefaultGatewayIPv4", Cidr.parse("172.30.0.254/16")));
        NetworkSpec spec = new NetworkSpec("n1", "web", false, false, OPTIONS, List.of(pool));
        return BridgeNetwork.of(spec, BridgeOptions.parse(OPTIONS), Optional.empty());
    }

    private static BridgeEndpoint endpoint(String id, String address) {
        return BridgeEndpoint.of(
                "n1",
                new EndpointSpec(id, Optional.empty(), Optional.of(Cidr.parse(address)), Optional.empty(), Map.of()));
    }
}
