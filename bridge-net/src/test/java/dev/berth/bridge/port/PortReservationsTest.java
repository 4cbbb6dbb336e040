package dev.berth.bridge.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortReservationsTest {
    private final FakeBinder kernel = new FakeBinder(EphemeralPorts.parse("49153 49160", "49154,49156-49157"));
    private final PortReservations reservations = new PortReservations(kernel);

    private List<PortBinding> reserve(String owner, List<PortBinding> bindings) {
        return reservations.reserve(owner, claims(bindings));
    }

    private void restore(String owner, List<PortBinding> bindings) {
        reservations.restore(owner, claims(bindings));
    }

    private static List<Claim> claims(List<PortBinding> bindings) {
        return bindings.stream()
                .map(binding -> new Claim(binding, Optional.empty()))
                .toList();
    }

    @Test
    void reserve_exactPorts_holdsThemUntilReleased() {
        assertThat(reserve("web", List.of(tcp("0.0.0.0", 8080, 8080), udp("127.0.0.1", 8080, 8080))))
                .containsExactly(tcp("0.0.0.0", 8080, 8080), udp("127.0.0.1", 8080, 8080));
        assertThat(kernel.held).containsExactly("0.0.0.0:8080/tcp", "127.0.0.1:8080/udp");
        reservations.release("web");
        assertThat(kernel.held).isEmpty();
        reservations.release("web");
    }

    @Test
    void reserve_heldByAnotherEndpoint_isDockersConflict() {
        reserve("web", List.of(tcp("0.0.0.0", 8080, 8080)));
        assertThatThrownBy(() -> reserve("other", List.of(tcp("10.0.0.1", 8080, 8080))))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessage("Bind for 10.0.0.1:8080 failed: port is already allocated");
    }

    @Test
    void reserve_heldOnAnotherAddress_isGiven() {
        reserve("web", List.of(tcp("127.0.0.1", 8080, 8080)));
        reserve("other", List.of(tcp("10.0.0.1", 8080, 8080)));
        assertThat(kernel.held).hasSize(2);
    }

    @Test
    void reserve_heldByAnotherProgram_isSaid() {
        kernel.others.add(8080);
        assertThatThrownBy(() -> reserve("web", List.of(tcp("0.0.0.0", 8080, 8080))))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessage("failed to bind port 0.0.0.0:8080/tcp: address already in use");
    }

    @Test
    void reserve_secondFails_releasesTheFirst() {
        kernel.others.add(8081);
        assertThatThrownBy(() -> reserve("web", List.of(tcp("0.0.0.0", 8080, 8080), tcp("0.0.0.0", 8081, 8081))))
                .isInstanceOf(EngineException.Conflict.class);
        assertThat(kernel.held).isEmpty();
        assertThat(reserve("web", List.of(tcp("0.0.0.0", 8080, 8080)))).hasSize(1);
    }

    @Test
    void reserve_range_takesTheFirstFree() {
        kernel.others.add(8000);
        reserve("web", List.of(tcp("0.0.0.0", 8001, 8001)));
        assertThat(reserve("other", List.of(tcp("0.0.0.0", 8000, 8003)))).containsExactly(tcp("0.0.0.0", 8002, 8002));
    }

    @Test
    void reserve_fullRange_isSaid() {
        kernel.others.addAll(List.of(8000, 8001));
        assertThatThrownBy(() -> reserve("web", List.of(tcp("0.0.0.0", 8000, 8001))))
                .hasMessage("Bind for 0.0.0.0:8000-8001 failed: all ports are allocated");
    }

    @Test
    void reserve_anyPort_skipsReservedAndGoesOnAfterTheLast() {
        kernel.others.add(49153);
        assertThat(any("a")).isEqualTo(49155);
        assertThat(any("b")).isEqualTo(49158);
        reservations.release("a");
        assertThat(any("c")).isEqualTo(49159);
        assertThat(any("d")).isEqualTo(49160);
        assertThat(any("e")).isEqualTo(49155);
        assertThatThrownBy(() -> any("f")).hasMessageContaining("all ports are allocated");
    }

    @Test
    void reserve_bothFamilies_getOneNumber() {
        reserve("other", List.of(tcp("::", 49153, 49153)));
        assertThat(reserve("web", List.of(tcp("0.0.0.0", 0, 0), udp("0.0.0.0", 0, 0), tcp("::", 0, 0))))
                .containsExactly(tcp("0.0.0.0", 49155, 49155), udp("0.0.0.0", 49158, 49158), tcp("::", 49155, 49155));
    }

    @Test
    void restore_takesThemAgainAndSecondTimeNothing() {
        List<PortBinding> published = List.of(tcp("0.0.0.0", 8080, 8080));
        restore("web", published);
        restore("web", published);
        assertThat(kernel.held).containsExactly("0.0.0.0:8080/tcp");
        assertThatThrownBy(() -> reserve("other", published)).hasMessageContaining("already allocated");
    }

    @Test
    void restore_takenMeanwhile_staysOurs() {
        kernel.others.add(8080);
        restore("web", List.of(tcp("0.0.0.0", 8080, 8080)));
        assertThatThrownBy(() -> reserve("other", List.of(tcp("0.0.0.0", 8080, 8080))))
                .hasMessage("Bind for 0.0.0.0:8080 failed: port is already allocated");
    }

    private int any(String owner) {
        return reserve(owner, List.of(tcp("0.0.0.0", 0, 0))).get(0).hostPort();
    }

    private static PortBinding tcp(String address, int from, int to) {
        return new PortBinding(new ContainerPort(80, Protocol.TCP), Cidr.parseAddress(address), from, to);
    }

    private static PortBinding udp(String address, int from, int to) {
        return new PortBinding(new ContainerPort(80, Protocol.UDP), Cidr.parseAddress(address), from, to);
    }
}
