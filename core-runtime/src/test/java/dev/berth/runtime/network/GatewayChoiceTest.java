package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.network.GatewayChoice.Candidate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewayChoiceTest {
    @Test
    void choose_equals_takesTheFirstName() {
        assertThat(choose(candidate("n1", 1, false, 0), candidate("bridge", 1, false, 0), candidate("z", 1, false, 0)))
                .isEqualTo("bridge");
    }

    @Test
    void choose_priority_goesBeforeAll() {
        assertThat(choose(candidate("a", 2, false, 0), candidate("z", 1, false, 1)))
                .isEqualTo("z");
    }

    @Test
    void choose_bothFamilies_goBeforeTheName() {
        assertThat(choose(candidate("a", 1, false, 0), candidate("z", 2, false, 0)))
                .isEqualTo("z");
    }

    @Test
    void choose_internalOrWithoutGateway_isNever() {
        assertThat(choose(candidate("a", 1, true, 9), candidate("z", 0, false, 9)))
                .isEqualTo("none");
        assertThat(choose()).isEqualTo("none");
    }

    private static String choose(Candidate... candidates) {
        return GatewayChoice.choose(List.of(candidates)).map(LiveEndpoint::id).orElse("none");
    }

    private static Candidate candidate(String network, int families, boolean internal, int priority) {
        List<String> gateways = Stream.of("10.0.0.1", "fd00::1").limit(families).toList();
        LiveEndpoint endpoint = new LiveEndpoint(
                network,
                "id",
                "eth0",
                "",
                "",
                "",
                families > 0 ? gateways.get(0) : "",
                families > 1 ? gateways.get(1) : "",
                Map.of(),
                List.of());
        return new Candidate(endpoint, network, internal, priority);
    }
}
