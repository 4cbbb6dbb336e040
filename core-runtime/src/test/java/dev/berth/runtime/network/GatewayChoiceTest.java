package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.network.GatewayChoice.Candidate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayChoiceTest {
    private static final String V4 = "10.0.0.1";
    private static final String V6 = "fd00::1";

    @Test
    void choose_equals_takesTheFirstName() {
        assertThat(choose(candidate("n1", V4, ""), candidate("bridge", V4, ""), candidate("z", V4, "")))
                .isEqualTo(new Gateways("bridge", ""));
    }

    @Test
    void choose_priority_goesBeforeAll() {
        assertThat(choose(candidate("a", V4, V6), candidate("z", V4, "", false, 1)))
                .isEqualTo(new Gateways("z", "a"));
        assertThat(choose(candidate("a", V4, V6, false, -1), candidate("z", V4, "")))
                .isEqualTo(new Gateways("z", "a"));
    }

    @Test
    void choose_bothFamilies_goBeforeTheName() {
        assertThat(choose(candidate("a", V4, ""), candidate("z", V4, V6), candidate("b", "", V6)))
                .isEqualTo(new Gateways("z", "z"));
    }

    @Test
    void choose_aNetworkOfEachFamily_isThatFamilysWayOut() {
        assertThat(choose(
                        candidate("a", "", V6), candidate("b", V4, ""), candidate("c", V4, ""), candidate("d", "", V6)))
                .isEqualTo(new Gateways("b", "a"));
    }

    @Test
    void choose_internalOrWithoutGateway_isNever() {
        assertThat(choose(candidate("a", V4, V6, true, 9), candidate("z", "", "", false, 9)))
                .isEqualTo(Gateways.NONE);
        assertThat(choose(candidate("a", V4, V6, true, 9), candidate("z", "", V6)))
                .isEqualTo(new Gateways("", "z"));
        assertThat(choose()).isEqualTo(Gateways.NONE);
    }

    private static Gateways choose(Candidate... candidates) {
        return GatewayChoice.choose(List.of(candidates));
    }

    private static Candidate candidate(String network, String gateway4, String gateway6) {
        return candidate(network, gateway4, gateway6, false, 0);
    }

    private static Candidate candidate(
            String network, String gateway4, String gateway6, boolean internal, int priority) {
        LiveEndpoint endpoint =
                new LiveEndpoint(network, "id", "eth0", "", "", "", gateway4, gateway6, Map.of(), List.of());
        return new Candidate(endpoint, network, internal, priority);
    }
}
